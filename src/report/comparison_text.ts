/** What a change breaks and mends, as text. */

import type { Comparison } from '../change/comparison.js';
import { propertyNamed } from '../properties/catalogue/all.js';
import type { DifferenceKind, VerdictDifference } from '../properties/differences.js';
import type { VerdictCell } from '../properties/verdict.js';
import { traceOfCell } from '../run/cell_trace.js';
import { replayCommand } from '../run/replay_command.js';
import type { ChangeReference } from '../scenario/loaded_changes.js';
import { changeText, count } from '../scenario/wording.js';
import { wrap } from './canvas.js';
import { type Finding, type Found, type Gathered, gather, isNewsOf, partingOf, placeText } from './comparison.js';
import { drawRace } from './race.js';
import { replayRace } from './replayed_race.js';
import { describeStart } from './start.js';
import { behindText, compact, stepsText } from './verdict_text.js';

export interface ComparisonTextOptions {
  readonly color: boolean;
  readonly races: boolean;
}

const WIDTH = 100;
/** Of places where something is the same: beyond these they are counted. */
const MOST_PLACES = 6;

/** The two sides of a comparison, in words. */
export interface Sides {
  readonly head: string;
  /** `With the change` and `without it`. */
  readonly here: string;
  readonly there: string;
}

/** The line that every output begins with. */
export const headOf = (change: ChangeReference): string => `Model changed: ${changeText(change)}, from ${change.file}`;

const sidesOf = (change: ChangeReference): Sides => ({ ...WITH_CHANGE, head: headOf(change) });

const WITH_CHANGE = { here: 'With the change', there: 'without it' };

/** `With the change 3 properties fall that hold without it, 1 verdict holds that fell; 212 verdicts are the same.` */
export function summaryOf(
  { counts, findings }: Gathered,
  { here, there }: Pick<Sides, 'here' | 'there'> = WITH_CHANGE,
): string {
  const told = SUMMARIES.flatMap(([kind, tell]) => {
    const number = counts.get(kind) ?? 0;
    const properties = findings.filter((finding) => finding.kind === kind).length;
    return number === 0 ? [] : [tell(number, properties, there)];
  });
  const same = counts.get('same') ?? 0;
  const rest = `${count(same, 'verdict')} ${same === 1 ? 'is' : 'are'} the same.`;
  return `${here} ${told.length === 0 ? 'nothing falls and nothing is mended' : told.join(', ')}; ${rest}`;
}

const propertiesText = (properties: number, one: string, several: string): string =>
  properties === 1 ? `1 property ${one}` : `${properties} properties ${several}`;

/** By how many verdicts there are of a kind, and of how many properties. */
const SUMMARIES: readonly (readonly [
  DifferenceKind,
  (verdicts: number, properties: number, there: string) => string,
])[] = [
  ['falls', (_, n, there) => propertiesText(n, `falls that holds ${there}`, `fall that hold ${there}`)],
  ['by itself', (_, n) => `${n} by ${n === 1 ? 'itself' : 'themselves'}, not only behind others`],
  ['otherwise', (_, n) => propertiesText(n, 'falls in another way', 'fall in other ways')],
  ['mended', (n) => `${count(n, 'verdict')} ${n === 1 ? 'holds' : 'hold'} that fell`],
  ['sooner', (n) => `${count(n, 'race')} became shorter`],
  ['later', (n) => `${count(n, 'race')} became longer`],
  ['open', (n) => `${count(n, 'verdict')} ${n === 1 ? 'is' : 'are'} not decided`],
];

export const comparisonText = (
  change: ChangeReference,
  comparisons: readonly Comparison[],
  options: ComparisonTextOptions,
): string => pairsText(sidesOf(change), comparisons, options);

/** Of any two sides. */
export function pairsText(
  sides: Sides,
  comparisons: readonly Comparison[],
  { color, races }: ComparisonTextOptions,
): string {
  const gathered = gather(comparisons);
  const { findings, touched, untouched } = gathered;
  const tried = `Tried in ${count(touched, 'place')}${untouched === 0 ? '' : `; nothing that it touches can happen in ${untouched} others`}.`;
  const head = [...wrap(sides.head, WIDTH), ...wrap(tried, WIDTH), '', ...wrap(summaryOf(gathered, sides), WIDTH)].join(
    '\n',
  );
  const news = findings.filter(isNewsOf).map((finding) => {
    const drawn = races ? [indented(raceText(finding.places[0], color))] : [];
    return [...findingLines(finding), ...drawn].join('\n');
  });
  const settled = findings.filter((finding) => !isNewsOf(finding) && finding.kind !== 'open').flatMap(findingLines);
  const others = [...settled, ...openLines(findings.filter(({ kind }) => kind === 'open'))];
  return [head, ...news, ...(others.length === 0 ? [] : [others.join('\n')])].join('\n\n');
}

/** A search that met its limit leaves many properties open: they stand together, with the places. */
function openLines(findings: readonly Finding[]): string[] {
  const placesOf = ({ places }: Finding) =>
    placesText(places.map(({ comparison }) => placeText(comparison.pair.after)));
  return [...new Set(findings.map(placesOf))].flatMap((places) => {
    const properties = findings.filter((finding) => placesOf(finding) === places).map(({ property }) => property);
    return wrap(`? not decided in ${places}: ${properties.join(', ')}`, WIDTH);
  });
}

/** All of a few, and how many others there are. */
function placesText(places: readonly string[]): string {
  const shown = places.slice(0, MOST_PLACES);
  return [...shown, ...(places.length > shown.length ? [`and ${places.length - shown.length} others`] : [])].join('; ');
}

const indented = (text: string): string => `\n${text}`;

const MARKS: Readonly<Record<DifferenceKind, string>> = {
  falls: '✘',
  'by itself': '✘',
  otherwise: '✘',
  mended: '✔',
  sooner: '·',
  later: '·',
  open: '?',
  same: ' ',
};

/** The property, where the shortest race is, and where else. */
export function findingLines({ property, kind, places }: Finding): string[] {
  const [first, ...others] = places;
  const title = `${MARKS[kind]} ${property} ${propertyNamed(property)?.title ?? ''}`;
  const also = others.length === 0 ? [] : [`also ${placesText(others.map(placeAndSteps))}`];
  return [
    `${title}   ${placeText(first.comparison.pair.after)}: ${told(first.difference)}`,
    ...also.flatMap((text) => wrap(text, WIDTH - 4)).map((line) => `    ${line}`),
  ];
}

function placeAndSteps({ difference, comparison }: Found): string {
  return `${placeText(comparison.pair.after)}: ${raceLength(difference.after)}`;
}

function told({ kind, before, after, ways = [] }: VerdictDifference): string {
  const length = raceLength(after);
  const was = before === undefined ? '' : wasText(before);
  if (kind === 'otherwise') return `${length}, by ${waysText(ways)} (${was})`;
  if (kind === 'mended') return `holds in ${compact(after.states)} states (${was})`;
  if (kind === 'open') return `not decided (${was})`;
  return was === '' ? length : `${length} (${was})`;
}

function waysText([first, ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} and ${count(others.length, 'other step')}`;
}

function raceLength(cell: VerdictCell): string {
  const { trace, loop, rootCauses, shortest, verdict, states } = cell;
  if (verdict !== 'violated') return verdict === 'holds' ? `holds in ${compact(states)} states` : 'not decided';
  if (trace === undefined) return 'violated';
  const length =
    loop === undefined ? stepsText(trace.length, shortest) : `${loop} steps and ${trace.length - loop} for ever`;
  return rootCauses === undefined ? length : `${length}, ${behindText(rootCauses)}`;
}

function wasText(cell: VerdictCell): string {
  if (cell.verdict === 'holds') return `held in ${compact(cell.states)} states`;
  if (cell.verdict !== 'violated') return 'was not decided';
  return cell.trace === undefined ? 'was violated' : `was violated, ${raceLength(cell)}`;
}

/** The race, with the step marked where the model without the change goes on otherwise, and how to see it again. */
export function raceText(found: Found, color: boolean): string {
  const { after } = found.difference;
  const [trace] = traceOfCell(after);
  if (trace === undefined) return after.wrong ?? '';
  const { scenario, steps, wrong, ...options } = replayRace(trace, after.wrong ?? '');
  const parts = partingOf(found);
  return [
    describeStart(scenario),
    '',
    drawRace(steps, wrong, { ...options, color, ...(parts === undefined ? {} : { parts }) }),
    '',
    `Again: ${replayCommand(trace)}`,
  ].join('\n');
}
