/**
 * What a change breaks and mends: the verdicts of two scenarios held against each other, property by property, and the ways in
 * which properties fall. A violation that there was before hides nothing: what comes to it in another way is told.
 */

import type { TraceStep } from '../checker/trace.js';
import { namesOf, replayMoves } from '../checker/trace.js';
import { Decision, type Limits } from '../properties/decide.js';
import type { Way } from '../properties/kinds/ways.js';
import type { Property } from '../properties/property.js';
import type { VerdictCell } from '../properties/verdict.js';
import { metOf } from '../scenario/program.js';
import type { Scenario } from '../scenario/scenario.js';
import type { Pair } from './pairs.js';

/**
 * `falls`: held and is violated. `by itself`: was violated only behind violations of others. `otherwise`: was violated, and is now
 * by a step that did not violate it before. `sooner`, `later`: by a shorter race, a longer one. `mended`: was violated and holds.
 * `open`: one of the two is not decided.
 */
export type DifferenceKind = 'falls' | 'by itself' | 'otherwise' | 'sooner' | 'later' | 'mended' | 'open' | 'same';

/** One property in a pair of scenarios. */
export interface VerdictDifference {
  readonly kind: DifferenceKind;
  readonly after: VerdictCell;
  /** Absent where there is nothing to compare with. */
  readonly before?: VerdictCell;
  /** The steps that violate it and did not before, nearest first. */
  readonly ways?: readonly string[];
}

export interface Comparison {
  readonly pair: Pair;
  /** Of each property that was asked. Empty where the change touches nothing that can happen there. */
  readonly differences: readonly VerdictDifference[];
  /** What of the change the scenario's program has: its edits as text, and functions. */
  readonly met: readonly string[];
}

const NEWS: readonly DifferenceKind[] = ['falls', 'by itself', 'otherwise'];

/** Whether something is violated that was not before, or in a way that it was not. */
export const isNews = ({ kind }: VerdictDifference): boolean => NEWS.includes(kind);

/** A comparison that runs in slices. */
export interface RunningComparison {
  /** Works through up to so many states; true when all is decided. */
  run(states: number): boolean;
  interrupt(): void;
  readonly states: number;
  result(): Comparison;
}

/** @throws when the model does not compile for one of the scenarios */
export function comparisonOf(pair: Pair, properties: readonly Property[], limits: Limits = {}): RunningComparison {
  const { before, after } = pair;
  const decisions = [after, ...(before === undefined ? [] : [before])].map(
    (scenario) => new Decision(scenario, properties, limits),
  );
  let stopped = false;
  return {
    run: (states) => {
      const open = decisions.find((decision) => !decision.run(states));
      return open === undefined || stopped;
    },
    interrupt: () => {
      stopped = true;
      for (const decision of decisions) decision.interrupt();
    },
    get states() {
      return decisions.reduce((sum, { progress }) => sum + progress.states, 0);
    },
    result: () => {
      const [changed, base] = decisions;
      const ways = isOneDesign(pair) ? newWays(changed, base) : [];
      return { pair, differences: differencesOf(base?.cells() ?? [], changed.cells(), ways), met: metText(after) };
    },
  };
}

/** The whole of it at once. */
export function compare(pair: Pair, properties: readonly Property[], limits: Limits = {}): Comparison {
  const running = comparisonOf(pair, properties, limits);
  while (!running.run(Number.POSITIVE_INFINITY));
  return running.result();
}

/** Steps of other designs are others: that they violate something says nothing that the verdict does not. */
const isOneDesign = ({ before, after }: Pair): boolean => before?.design === after.design;

/** A way, with its race. */
interface NewWay {
  readonly property: string;
  readonly step: string;
  readonly trace: readonly TraceStep[];
  readonly wrong: string;
}

function newWays(changed: Decision, base: Decision): NewWay[] {
  const keyOf = ({ property, step }: Way) => `${property} ${step}`;
  const known = new Set(base.ways().map(keyOf));
  return changed
    .ways()
    .filter((way) => !known.has(keyOf(way)))
    .map(({ property, step, moves, wrong }) => {
      return { property, step, trace: namesOf(replayMoves(changed.program, moves).steps), wrong };
    });
}

/**
 * @param before the cells of the one, by property; of those that it lacks nothing is known
 * @param ways in which properties fall in the other that they did not fall in before, nearest first
 */
export function differencesOf(
  before: readonly VerdictCell[],
  after: readonly VerdictCell[],
  ways: readonly NewWay[] = [],
): VerdictDifference[] {
  const known = new Map(before.map((cell) => [cell.property, cell]));
  return after.map((cell) => {
    const base = known.get(cell.property);
    const own = ways.filter(({ property }) => property === cell.property);
    const kind = kindOf(base, cell, own.length > 0);
    const told = { kind, ...(base === undefined ? {} : { before: base }) };
    if (kind !== 'otherwise') return { ...told, after: cell };
    const [{ trace, wrong }] = own;
    // The race that is new, which need not be the nearest.
    return { ...told, after: { ...withoutRace(cell), trace, wrong }, ways: own.map(({ step }) => step) };
  });
}

function withoutRace({ rootCauses: _, shortest: __, loop: ___, ...cell }: VerdictCell): VerdictCell {
  return cell;
}

function kindOf(before: VerdictCell | undefined, after: VerdictCell, hasNewWay: boolean): DifferenceKind {
  if (after.verdict === 'not-exhausted') return 'open';
  if (before === undefined) return after.verdict === 'violated' ? 'falls' : 'same';
  if (before.verdict === 'not-exhausted') return 'open';
  if (before.verdict === 'holds') return after.verdict === 'violated' ? 'falls' : 'same';
  if (after.verdict === 'holds') return 'mended';
  if (before.rootCauses !== undefined && after.rootCauses === undefined) return 'by itself';
  if (hasNewWay) return 'otherwise';
  const longer = lengthOf(after) - lengthOf(before);
  return longer === 0 ? 'same' : longer < 0 ? 'sooner' : 'later';
}

const lengthOf = ({ trace = [], shortest }: VerdictCell): number => shortest?.steps ?? trace.length;

function metText(scenario: Scenario): string[] {
  const { edits, procedures } = metOf(scenario);
  return [...edits.map((edit) => JSON.stringify(edit)), ...procedures];
}
