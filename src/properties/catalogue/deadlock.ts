/** That the actors never wait for each other for ever. */

import type { DeadlockProperty } from '../kinds/deadlock.js';

export const DL: DeadlockProperty = {
  id: 'DL',
  title: 'no deadlock',
  statement: 'In every reachable state some process can move.',
  kind: 'deadlock',
  wrong: (waiting) =>
    `nobody can move any more: ${waiting.join(' and ')} ${waiting.length > 1 ? 'wait' : 'waits'} for ever`,
};
