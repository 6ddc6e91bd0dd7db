/** Options of `pageoffline cache`. */

import { cache } from '../cache.js';
import { type Define, withAction } from '../command.js';

const HELP = { examples: ['cache', 'cache --clear'], statuses: { 0: 'always' } };

export const define: Define = (command, invocation) =>
  withAction(
    command.option('--clear', 'drop them all', false),
    invocation,
    HELP,
    (terminal, options: { readonly clear: boolean }) => cache(options, terminal),
  );
