/** What a change breaks and mends, gathered over all places where it was tried: the one value that its text and documents share. */

import type { Comparison } from '../change/comparison.js';
import type { Pair } from '../change/pairs.js';
import { type DifferenceKind, isNews, type VerdictDifference } from '../properties/differences.js';
import { carry } from '../run/carry.js';
import { traceOfCell } from '../run/cell_trace.js';
import { Timeline } from '../run/timeline.js';
import type { Scenario } from '../scenario/scenario.js';
import { callParts, callText } from './call.js';
import type { RaceOptions } from './race.js';

/** A difference, and the two scenarios that it is between. */
export interface Found {
  readonly difference: VerdictDifference;
  readonly comparison: Comparison;
}

/** A property that falls, with all places where it does; the shortest race first. */
export interface Finding {
  readonly property: string;
  readonly kind: DifferenceKind;
  readonly places: readonly [Found, ...Found[]];
}

export interface Gathered {
  /** Properties by kind of difference, `same` apart, in the order of {@link ORDER}. */
  readonly findings: readonly Finding[];
  /** How many verdicts there are of each kind. */
  readonly counts: ReadonlyMap<DifferenceKind, number>;
  /** Places where nothing that the change touches can happen. */
  readonly untouched: number;
  readonly touched: number;
}

const ORDER: readonly DifferenceKind[] = ['falls', 'by itself', 'otherwise', 'mended', 'sooner', 'later', 'open'];

export function gather(comparisons: readonly Comparison[]): Gathered {
  const found = comparisons.flatMap((comparison) =>
    comparison.differences.map((difference): Found => ({ difference, comparison })),
  );
  const counts = new Map<DifferenceKind, number>();
  for (const { difference } of found) counts.set(difference.kind, (counts.get(difference.kind) ?? 0) + 1);
  const findings = ORDER.flatMap((kind) => findingsOf(kind, found));
  const untouched = comparisons.filter(({ differences }) => differences.length === 0).length;
  return { findings, counts, untouched, touched: comparisons.length - untouched };
}

function findingsOf(kind: DifferenceKind, found: readonly Found[]): Finding[] {
  const ofKind = found.filter(({ difference }) => difference.kind === kind);
  const properties = [...new Set(ofKind.map(({ difference }) => difference.after.property))];
  return properties.flatMap((property): Finding[] => {
    const [first, ...others] = ofKind
      .filter(({ difference }) => difference.after.property === property)
      .sort((a, b) => lengthOf(a) - lengthOf(b));
    return first === undefined ? [] : [{ property, kind, places: [first, ...others] }];
  });
}

/** Consequences of others come last. */
const lengthOf = ({ difference: { after } }: Found): number =>
  (after.trace?.length ?? 0) + (after.rootCauses === undefined ? 0 : 1e6);

export const isNewsOf = ({ places: [first] }: Finding): boolean => isNews(first.difference);

/** `design D, 7.3, walkers`. */
export const placeText = ({ design, kernel, configuration }: Scenario): string =>
  `design ${design}, ${kernel}, ${configuration.name}`;

/** Where the model without the change goes on otherwise than the race; undefined where it makes the same steps. */
export function partingOf({ comparison: { pair }, difference }: Found): RaceOptions['parts'] {
  const [trace] = traceOfCell(difference.after);
  if (pair.before === undefined || trace === undefined) return undefined;
  const carried = carry(Timeline.ofTrace(trace), pair.before);
  if (carried.parts === undefined) return undefined;
  return {
    step: carried.parts,
    text: `${isOfChange(pair) ? 'without the change' : 'there'} ${partingText(carried.steps[carried.parts])} `,
  };
}

/** Whether the two differ in a change of the model and in what it sets, and are of one design on one kernel otherwise. */
const isOfChange = ({ before, after }: Pair): boolean =>
  before?.change === undefined && after.change !== undefined && before?.kernel === after.kernel;

function partingText({ before, step }: ReturnType<typeof carry>['steps'][number]): string {
  const [told] = before.length > 0 ? before : step === undefined ? [] : [step];
  if (told === undefined) return 'the next step is not possible';
  const { process, action, args, outcome } = told;
  if (action === undefined) return 'it goes on otherwise';
  const call = callText(callParts({ action, args, ...(outcome === undefined ? {} : { outcome }) }));
  return `${process} goes on with ${call}`;
}
