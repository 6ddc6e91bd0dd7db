/** `pageoffline check --walkers any`: which invariants hold for any number of an actor, and which take how many to fall. */

import { type AnyLimits, type AskedOfAny, decideForAny, type ForAnyNumber } from '../properties/any_number.js';
import type { Countless } from '../properties/countless.js';
import { invariantsAmong } from '../properties/property.js';
import { cellJson } from '../report/cell_json.js';
import { drawRace } from '../report/race.js';
import { compact, haltsText, verdictText } from '../report/verdict_text.js';
import { optionOf } from '../scenario/entry_words.js';
import type { Scenario } from '../scenario/scenario.js';
import { describeScenario } from '../scenario/wording.js';
import { DEFAULT_LIMITS } from './arguments.js';
import type { CheckOptions } from './check.js';
import { ExitStatus, type StatusOf } from './exit_status.js';
import { progressLine } from './progress.js';
import { drawRaceOf, racesOf } from './races.js';
import { type Terminal, turn } from './terminal.js';
import { asUsageError, UsageError } from './usage_error.js';

type Asked = Pick<CheckOptions, 'property' | 'limits' | 'json'>;

/** @throws UsageError when of this actor any number cannot be asked */
export async function checkAny(
  scenario: Scenario,
  actor: Countless,
  { property, limits, json }: Asked,
  terminal: Terminal,
): Promise<StatusOf<'HOLDS' | 'VIOLATED' | 'NOT_EXHAUSTED'>> {
  const asked = invariantsAmong(property);
  if (asked.length === 0) throw new UsageError('for any number invariants can be asked, such as S5');
  const found = await decided({ scenario, actor, properties: asked }, limits, terminal);
  const ordered = asked.flatMap((each) => found.filter(({ property: { id } }) => id === each.id));
  if (json) terminal.stdout.write(`${JSON.stringify(ordered.map(foundJson), undefined, 2)}\n`);
  else terminal.stdout.write(`${textOf(scenario, actor, ordered, terminal)}\n`);
  if (ordered.some(({ verdict }) => verdict === 'violated')) return ExitStatus.VIOLATED;
  return ordered.some(({ verdict }) => verdict === 'open') ? ExitStatus.NOT_EXHAUSTED : ExitStatus.HOLDS;
}

async function decided(
  asked: AskedOfAny,
  limits: CheckOptions['limits'],
  terminal: Terminal,
): Promise<readonly ForAnyNumber[]> {
  const signal = terminal.interruption();
  const progress = progressLine(terminal);
  const deciding = decideForAny(asked, limitsOfAny(limits));
  try {
    let next = asUsageError(`${optionOf(asked.actor)} any`, () => deciding.next(false));
    while (next.done !== true) {
      const { phase, states, queued } = next.value;
      progress.show(`${phase}: ${compact(states)} states, ${compact(queued)} queued`);
      await turn();
      next = deciding.next(signal.aborted);
    }
    return next.value;
  } finally {
    progress.end();
  }
}

/** Searches with few have their own usual limit; one that is asked for holds for them too. */
function limitsOfAny(limits: CheckOptions['limits']): AnyLimits {
  const { maxStates, ...others } = limits;
  return { any: limits, few: maxStates === DEFAULT_LIMITS.maxStates ? others : limits };
}

function foundJson(found: ForAnyNumber): object {
  const { property, ...rest } = found;
  if (rest.verdict !== 'violated') return { property: property.id, ...rest };
  return { property: property.id, verdict: rest.verdict, with: rest.with, cell: cellJson(rest.cell) };
}

function textOf(scenario: Scenario, actor: Countless, found: readonly ForAnyNumber[], terminal: Terminal): string {
  const cells = found.flatMap((each) => (each.verdict === 'violated' ? [each.cell] : []));
  const races = racesOf(cells).map((race) => drawRaceOf(race, terminal));
  const runs = found.flatMap((each) => (each.verdict === 'open' && each.run !== undefined ? [each.run] : []));
  const [shortest] = [...runs].sort((a, b) => a.length - b.length);
  const coarse =
    shortest === undefined
      ? []
      : [
          `Not proved, since the abstraction comes to this:\n\n${drawRace(shortest, 'here it can tell no more', terminal)}`,
        ];
  const heading = `${describeScenario(scenario)}\nAny number of ${actor}: no process, one, or several at each place.`;
  const width = Math.max(...found.map(({ property: { title } }) => title.length));
  const lines = found.map(
    (each) => `${each.property.id.padEnd(4)} ${each.property.title.padEnd(width)}  ${saidOf(each)}`,
  );
  return [`${heading}\n\n${lines.join('\n')}`, ...coarse, ...races].join('\n\n\n');
}

function saidOf(found: ForAnyNumber): string {
  if (found.verdict === 'holds') return holdsText(found);
  if (found.verdict === 'open') return `? ${found.why}`;
  return `${verdictText(found.cell)} with ${found.with}`;
}

function holdsText({ states, applied, halts }: Extract<ForAnyNumber, { verdict: 'holds' }>): string {
  if (applied === 0) return `– nothing that it speaks of happens in ${compact(states)} states`;
  const but = halts.length === 0 ? '' : `; nothing is known of what comes behind ${haltsText(halts)}`;
  return `✔ any number: ${compact(states)} states${but}`;
}
