/** Loaded before the program by tests: writes a line to file descriptor 3 when the program handles SIGTERM, its last. */

import { writeSync } from 'node:fs';

process.on('newListener', (name) => {
  if (name === 'SIGTERM') setImmediate(() => writeSync(3, 'SIGTERM is handled\n'));
});
