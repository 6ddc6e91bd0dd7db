/** `--against`: what is asked, held against another design, kernel, set of switches or change: what falls that holds there. */

import type { Comparison } from '../change/comparison.js';
import { loadChange } from '../change/load.js';
import type { Pair } from '../change/pairs.js';
import { changedScenario } from '../change/registered.js';
import { errorMessage } from '../checker/error_message.js';
import { DESIGN_IDS, KERNEL_VERSIONS } from '../model/designs.js';
import { readSwitch } from '../model/switches.js';
import type { Limits } from '../properties/decide.js';
import { isNews } from '../properties/differences.js';
import type { Property } from '../properties/property.js';
import { comparisonDocument } from '../report/comparison_json.js';
import { pairsText } from '../report/comparison_text.js';
import { isOfEdits } from '../scenario/loaded_changes.js';
import { type Scenario, withoutChange } from '../scenario/scenario.js';
import { compareAll } from './compare_all.js';
import { ExitStatus, type StatusOf } from './exit_status.js';
import { requireMet } from './met_change.js';
import type { Terminal } from './terminal.js';
import { UsageError } from './usage_error.js';

/** The other side. */
export interface Other {
  /** `design A`, for headings. */
  readonly text: string;
  /** What is asked there where this is asked here. A change of the model stays on this side. */
  of(scenario: Scenario): Scenario;
}

/**
 * @param what a design, a kernel version, switches (`putHook=false,pcp=disabled`), or a change: its file, or `edit:` and edits
 * @throws UsageError when it is none of these
 */
export async function readOther(what: string): Promise<Other> {
  const design = DESIGN_IDS.find((id) => id === what);
  if (design !== undefined) return otherOf(`design ${what}`, { design });
  const kernel = KERNEL_VERSIONS.find((version) => version === what);
  if (kernel !== undefined) return otherOf(`Linux ${what}`, { kernel });
  try {
    if (!isOfEdits(what) && what.includes('=')) {
      const set = what.split(',').map((each) => each.split('='));
      const overrides = Object.assign({}, ...set.map(([name, value = '']) => readSwitch(name, value)));
      return {
        text: what,
        of: (scenario) => ({ ...withoutChange(scenario), overrides: { ...scenario.overrides, ...overrides } }),
      };
    }
    const registered = await loadChange(what);
    const { title } = registered.change;
    return { text: title, of: (scenario) => changedScenario(withoutChange(scenario), registered) };
  } catch (error) {
    throw new UsageError(
      `--against ${what}: no design (${DESIGN_IDS.join(', ')}), kernel (${KERNEL_VERSIONS.join(', ')}), switches (name=value) or change: ${errorMessage(error)}`,
    );
  }
}

const otherOf = (text: string, set: Partial<Scenario>): Other => ({
  text,
  of: (scenario) => ({ ...withoutChange(scenario), ...set }),
});

export interface AgainstOptions {
  readonly property: readonly Property[];
  readonly limits: Limits;
  /** Comparisons at once. */
  readonly jobs: number;
  /** Draw the races of what falls. */
  readonly races: boolean;
  readonly json: boolean;
}

export async function compareAgainst(
  scenarios: readonly Scenario[],
  other: Other,
  { property, limits, jobs, races, json }: AgainstOptions,
  terminal: Terminal,
): Promise<StatusOf<'HOLDS' | 'VIOLATED' | 'NOT_EXHAUSTED'>> {
  requireMet(scenarios);
  const pairs = scenarios.map((after): Pair => ({ before: other.of(after), after }));
  const changes = pairs.flatMap(({ before, after }) => [before, after].flatMap((each) => each?.change?.file ?? []));
  const properties = property.map(({ id }) => id);
  const compared = await compareAll(pairs, { properties, limits, jobs, changes: [...new Set(changes)] }, terminal);
  const comparisons = compared.flatMap(({ comparison = [] }) => comparison);
  printAgainst(other.text, scenarios, comparisons, { races, json }, terminal);
  return statusAgainst(comparisons, compared.length);
}

/** @param against what `scenarios` are held against, for headings */
export function printAgainst(
  against: string,
  scenarios: readonly Scenario[],
  comparisons: readonly Comparison[],
  { races, json }: Pick<AgainstOptions, 'races' | 'json'>,
  { stdout, color }: Terminal,
): void {
  const document = () => JSON.stringify({ against, ...comparisonDocument(comparisons) }, undefined, 2);
  stdout.write(`${json ? document() : pairsText(sidesOf(scenarios, against), comparisons, { races, color })}\n`);
}

function sidesOf([{ change }]: readonly Scenario[], text: string) {
  const changed = change === undefined ? '' : `, with the model changed here: ${change.title} (${change.digest})`;
  return { head: `Against ${text}${changed}`, here: 'Here', there: 'there' };
}

export function statusAgainst(
  comparisons: readonly Comparison[],
  asked: number,
): StatusOf<'HOLDS' | 'VIOLATED' | 'NOT_EXHAUSTED'> {
  const differences = comparisons.flatMap((comparison) => comparison.differences);
  if (differences.some(isNews)) return ExitStatus.VIOLATED;
  const isWhole = comparisons.length === asked && differences.every(({ kind }) => kind !== 'open');
  return isWhole ? ExitStatus.HOLDS : ExitStatus.NOT_EXHAUSTED;
}
