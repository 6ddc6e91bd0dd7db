/** Options of `pageoffline list`. */

import { type Define, withAction } from '../command.js';
import { list } from '../list.js';
import { JSON_OPTION } from '../options.js';

const HELP = { examples: ['list', 'list --json'], statuses: { 0: 'always' } };

export const define: Define = (command, invocation) =>
  withAction(command.option(...JSON_OPTION), invocation, HELP, (terminal, options: { readonly json: boolean }) =>
    list(options, terminal),
  );
