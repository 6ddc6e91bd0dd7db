/** Options of `pageoffline prove`. */

import { Option } from 'commander';
import { configurationNamed } from '../../scenario/scenario.js';
import { readDesign } from '../arguments.js';
import { editOptions } from '../change_options.js';
import { type Define, required, withAction } from '../command.js';
import { configurationOptions } from '../configuration_options.js';
import { type Given, limitsOf, withLimits, withModel } from '../options.js';
import { OTHER_ENGINES, type ProveOptions, prove } from '../prove.js';

const DESIGN = '--design <id>';
const WITH = '--with <engine>';
const USUAL = 'small';

const HELP = {
  examples: [
    'prove --with spin --design D --configuration walkers',
    'prove --with spin --design F --kernel 7.3 --property S5,S7',
  ],
  statuses: {
    0: 'the engine agrees with ours: states, transitions, and which properties are violated',
    1: 'it does not',
    3: 'not every state was seen',
  },
};

export const define: Define = (command, invocation) => {
  const parsed = withLimits(withModel(command.option(DESIGN, 'the design', readDesign)))
    .addOption(new Option(WITH, 'the other engine, which must be installed').choices(OTHER_ENGINES))
    .option('--json', 'one JSON document on standard output', false);
  const asked = configurationOptions(parsed, USUAL);
  const edits = editOptions(parsed);
  withAction(parsed, invocation, HELP, async (terminal, options: Given<ProveOptions, 'design' | 'with'>) => {
    const [engine, design] = [required(options.with, WITH), required(options.design, DESIGN)];
    const configuration = asked.of(configurationNamed(USUAL));
    const limits = limitsOf(options);
    return prove({ ...options, ...(await edits.load()), with: engine, design, configuration, limits }, terminal);
  });
};
