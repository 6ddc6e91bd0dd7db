/** A verdict in a word, with the number of states that prove it, or of steps that refute it; and what its marks mean. */

import { propertyNamed } from '../properties/catalogue/all.js';
import type { Halt, ShorterRace, VerdictCell } from '../properties/verdict.js';

type Told = Pick<
  VerdictCell,
  'verdict' | 'applied' | 'states' | 'sorted' | 'reduced' | 'trace' | 'loop' | 'rootCauses' | 'shortest' | 'restsOn'
>;

/** What `holds` is marked with when it is conditional. */
export const CONDITIONAL = '†';

export function verdictText(cell: Told): string {
  const { verdict, applied, states, reduced, trace, loop, rootCauses, shortest, restsOn } = cell;
  if (verdict === 'not-exhausted') return '?';
  if (verdict === 'holds' && applied === 0) return '–';
  if (verdict === 'holds') {
    const holds = `✔${restsOn === undefined ? '' : CONDITIONAL} ${compact(states)}`;
    return reduced === true ? `${holds} reduced` : holds;
  }
  // The first cause is enough to look at; the JSON output has them all.
  if (rootCauses !== undefined) return `(✘ ${rootCauses[0]})`;
  if (trace === undefined) return '✘';
  const steps = loop === undefined ? `✘ ${trace.length}` : `✘ ${loop}+${trace.length - loop}`;
  return shortest === undefined ? steps : `${steps} (${shortest.steps})`;
}

/** `33 steps, or 27 behind a violation of X7`. */
export function stepsText(steps: number, shortest: ShorterRace | undefined): string {
  const own = `${steps} step${steps === 1 ? '' : 's'}`;
  return shortest === undefined ? own : `${own}, or ${shortest.steps} ${behindText(shortest.behind)}`;
}

/** `behind a violation of S5, X7`. */
export const behindText = (ids: readonly string[]): string => `behind a violation of ${ids.join(', ')}`;

/** `content of an unplugged page touched (S4), bad free (X7)`. */
export function haltsText(halts: readonly Halt[]): string {
  return halts.map(({ fault, violates }) => `${fault} (${violates.join(', ')})`).join(', ');
}

/** What a reader of these verdicts must be told, in sentences: of each mark that stands there, and that is not in all tables. */
export function remarksOn(cells: readonly (Told & Pick<VerdictCell, 'property'>)[]): string[] {
  return [
    ...sortedRemark(cells),
    ...reducedRemark(cells),
    ...shorterRemark(cells),
    ...conditionRemark(cells),
    ...causeRemark(cells),
  ];
}

function sortedRemark(cells: readonly Told[]): string[] {
  const actors = [...new Set(cells.flatMap(({ sorted = [] }) => sorted))];
  return actors.length === 0 ? [] : [`States are counted with ${sortedText(actors)}.`];
}

function reducedRemark(cells: readonly Told[]): string[] {
  if (cells.every(({ reduced }) => reduced !== true)) return [];
  return [
    'Reduced: where locks allow it one order of steps stands for others, and states that only these pass are not counted. Whether a property says anything is not told; a race is the shortest all the same.',
  ];
}

/** `identical walkers and identical users sorted`: see {@link VerdictCell.sorted}. */
export const sortedText = (actors: readonly string[]): string =>
  `${actors.map((actor) => `identical ${actor}s`).join(' and ')} sorted`;

function shorterRemark(cells: readonly Told[]): string[] {
  if (cells.every(({ shortest }) => shortest === undefined)) return [];
  return [
    '✘ 33 (27): the shortest race that violates nothing else before has 33 steps; there is one of 27 behind another violation.',
  ];
}

function conditionRemark(cells: readonly Told[]): string[] {
  const halts = new Map(cells.flatMap(({ restsOn }) => restsOn?.halts ?? []).map((halt) => [halt.fault, halt]));
  if (halts.size === 0) return [];
  return [
    `✔${CONDITIONAL}: the model halts at a fault, and nothing is known of what comes behind: ${haltsText([...halts.values()])}.`,
  ];
}

/** A cause that has no row of its own. */
function causeRemark(cells: readonly (Told & Pick<VerdictCell, 'property'>)[]): string[] {
  const rows = new Set(cells.map(({ property }) => property));
  const causes = new Set(cells.flatMap(({ rootCauses = [] }) => rootCauses.slice(0, 1)));
  const absent = [...causes].filter((id) => !rows.has(id));
  return absent.length === 0
    ? []
    : [`Not asked here: ${absent.map((id) => `${id} "${propertyNamed(id)?.title ?? id}"`).join(', ')}.`];
}

const COMPACT = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });

/** `180k`, `3.8M` */
export function compact(number: number): string {
  return COMPACT.format(number).replace('K', 'k');
}
