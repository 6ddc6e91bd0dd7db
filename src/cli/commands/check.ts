/** Options of `pageoffline check`. */

import { Option } from 'commander';
import { PROPERTIES } from '../../properties/catalogue/main.js';
import { COUNTLESS, type Countless } from '../../properties/countless.js';
import { optionOf } from '../../scenario/entry_words.js';
import { configurationNamed } from '../../scenario/scenario.js';
import { readDesign } from '../arguments.js';
import { changeOptions } from '../change_options.js';
import { CHECK_FORMATS, type CheckOptions, check, checkAgainst } from '../check.js';
import { type Define, required, withAction } from '../command.js';
import { configurationOptions } from '../configuration_options.js';
import { formatOption } from '../formats.js';
import { askedScenario } from '../model_options.js';
import { type Given, JSON_OPTION, limitsOf, withLimits, withModel } from '../options.js';
import { UsageError } from '../usage_error.js';

const DESIGN = '--design <id>';
const USUAL = 'small';

/** What is printed is a comparison: it has a form of its own. */
const CONFLICTS_WITH_BASELINE = ['format', 'save', 'neverTaken', 'against'];

const HELP = {
  examples: [
    'check --design D',
    'check --design D --configuration walkers --property S5 --save race.json',
    'check --design D --configuration walkers --property S5 --format changelog',
    'check --design D --configuration tiny --format dot | dot -Tsvg -o states.svg',
    'check --design D --actors users=1,walkers=late+rcu --blocks 2 --no-signals',
    "check --design D --edit 'leave out page_ref_inc in sysfs'",
    'check --design D --configuration walkers --against A',
    'check --design D --save-baseline known.json && pageoffline check --design D --baseline known.json',
    'check --design D --property liveness',
    'check --design F --configuration quiet --actors walkers=lru --walkers any',
    'check --design D --configuration walkers --reduce locks',
  ],
  statuses: {
    0: 'everything that was asked holds',
    1: 'something is violated; with --against or --baseline: that was not there',
    3: 'no violation was found, but not every state was seen',
  },
};

/** What says how the verdicts of one configuration are shown or kept. */
const CONFLICTS_WITH_ANY = ['neverTaken', 'save', 'saveBaseline', 'baseline', 'format', 'against'];

/** Of an actor that can be there in any number. */
function anyOption(actor: Countless): Option {
  const option = new Option(`${optionOf(actor)} <any>`, `invariants for any number of ${actor}`);
  return option.choices(['any']).conflicts(CONFLICTS_WITH_ANY).helpGroup('Any number:');
}

function reduceOption(): Option {
  const what = 'invariants and deadlocks, with one order of steps for several where the locks held allow it';
  const option = new Option('--reduce <by>', what).choices(['locks']);
  return option
    .conflicts(['neverTaken', 'saveBaseline', 'baseline', 'against', 'format', ...COUNTLESS])
    .helpGroup('Fewer states:');
}

export const define: Define = (command, invocation) => {
  const parsed = withLimits(withModel(command.option(DESIGN, 'the design', readDesign)))
    .option('--never-taken', 'list the steps and outcomes that no interleaving takes', false)
    .option('--save <file>', 'keep the trace of the first violated property')
    .option('--save-baseline <file>', 'keep what is violated as known; what the file has of other places stays')
    .addOption(new Option('--baseline <file>', 'only what is not known there').conflicts(CONFLICTS_WITH_BASELINE))
    .addOption(formatOption(CHECK_FORMATS))
    .option(...JSON_OPTION);
  parsed.addOption(reduceOption());
  for (const actor of COUNTLESS) parsed.addOption(anyOption(actor));
  const asked = configurationOptions(parsed, USUAL);
  const changed = changeOptions(parsed);
  type Asked = Given<CheckOptions, 'design' | 'property'> & { readonly [actor in Countless]?: 'any' } & {
    readonly reduce?: 'locks';
  };
  withAction(parsed, invocation, HELP, async (terminal, options: Asked) => {
    const reduces = options.reduce !== undefined;
    // Loaded where it is asked for.
    const { property = PROPERTIES } = reduces ? (await import('../reducible.js')).reducibleOf(options) : options;
    const design = required(options.design, DESIGN);
    const configuration = asked.of(configurationNamed(USUAL));
    const all = {
      ...options,
      ...(await changed.load()),
      design,
      configuration,
      property,
      limits: { ...limitsOf(options), reduces },
    };
    const [countless, ...others] = COUNTLESS.filter((actor) => options[actor] === 'any');
    if (others.length > 0) throw new UsageError('any number can be asked of one actor at a time');
    // Loaded where it is asked for.
    if (countless !== undefined)
      return (await import('../check_any.js')).checkAny(askedScenario(all), countless, all, terminal);
    const other = await changed.against();
    return other === undefined ? check(all, terminal) : checkAgainst(other, all, terminal);
  });
};
