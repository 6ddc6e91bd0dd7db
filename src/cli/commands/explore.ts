/** Options of `pageoffline explore`. */

import { readPort } from '../arguments.js';
import { type Define, withAction } from '../command.js';
import { DEFAULT_PORT, type ExploreOptions, explore } from '../explore.js';

const HELP = {
  examples: ['explore', 'explore --port 0'],
  statuses: { 0: 'it was stopped' },
};

export const define: Define = (command, invocation) =>
  withAction(
    command.option('--port <number>', 'on this machine alone; 0: any that is free', readPort, DEFAULT_PORT),
    invocation,
    HELP,
    (terminal, options: ExploreOptions) => explore(options, terminal),
  );
