/** Options of `pageoffline explore`. */

import { Option } from 'commander';
import { readPort } from '../arguments.js';
import { type Define, withAction } from '../command.js';
import { DEFAULT_PORT, type ExploreOptions, explore } from '../explore.js';
import { UsageError } from '../usage_error.js';

const HELP = {
  examples: ['explore', 'explore --port 0'],
  statuses: { 0: 'it was stopped' },
};

/** What other commands take and the page cannot: it has the model that it was built with. */
const NOT_IN_PAGE = ['--configuration <name>', '--actors <list>', '--change <file>', '--edit <sentence>'];

function elsewhere(): never {
  throw new UsageError(
    'the page has the configurations with names, of the model as it is, and chooses among them itself; check asks any other, and try a changed model',
  );
}

export const define: Define = (command, invocation) => {
  command.option('--port <number>', 'on this machine alone; 0: any that is free', readPort, DEFAULT_PORT);
  for (const option of NOT_IN_PAGE) command.addOption(new Option(option).argParser(elsewhere).hideHelp());
  withAction(command, invocation, HELP, (terminal, options: ExploreOptions) => explore(options, terminal));
};
