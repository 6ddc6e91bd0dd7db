/** Options of `pageoffline prove`. */

import { Option } from 'commander';
import { configurationNamed } from '../../scenario/scenario.js';
import { readDesign } from '../arguments.js';
import { editOrFileOptions } from '../change_options.js';
import { type Define, required, withAction } from '../command.js';
import { configurationOptions } from '../configuration_options.js';
import { type Given, JSON_OPTION, limitsOf, withLimits, withModel } from '../options.js';
import { OTHER_ENGINES, type ProveOptions, prove } from '../prove.js';

const DESIGN = '--design <id>';
const WITH = '--with <engine>';
const USUAL = 'small';

const HELP = {
  examples: [
    'prove --with spin --design D --configuration walkers',
    'prove --with spin --design F --kernel 7.3 --property S5,S7',
    'prove --with spin --design D --kernel 7.3 --property EF,L1',
  ],
  statuses: {
    0: 'the engine agrees with ours: states, transitions, which properties are violated, and what runs come to',
    1: 'it does not',
    3: 'not every state was seen',
  },
};

export const define: Define = (command, invocation) => {
  const parsed = withLimits(withModel(command.option(DESIGN, 'the design')))
    .addOption(new Option(WITH, 'the other engine, which must be installed').choices(OTHER_ENGINES))
    .option(...JSON_OPTION);
  const asked = configurationOptions(parsed, USUAL);
  const change = editOrFileOptions(parsed);
  type Asked = Omit<Given<ProveOptions, 'with'>, 'design'> & { readonly design?: string };
  withAction(parsed, invocation, HELP, async (terminal, options: Asked) => {
    const [engine, named] = [required(options.with, WITH), required(options.design, DESIGN)];
    const configuration = asked.of(configurationNamed(USUAL));
    const limits = limitsOf(options);
    const changed = await change.load();
    return prove(changed({ ...options, with: engine, design: readDesign(named), configuration, limits }), terminal);
  });
};
