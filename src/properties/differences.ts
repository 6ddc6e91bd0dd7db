/**
 * Two searches of the same properties held against each other, verdict by verdict: what falls in the one that holds in the
 * other. Whoever compares, compares so.
 */

import type { TraceStep } from '../checker/trace.js';
import type { VerdictCell } from './verdict.js';

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

const NEWS: readonly DifferenceKind[] = ['falls', 'by itself', 'otherwise'];

/** Whether something is violated that was not before, or in a way that it was not. */
export const isNews = ({ kind }: VerdictDifference): boolean => NEWS.includes(kind);

/** A way in which a property falls, with its race. */
export interface NewWay {
  readonly property: string;
  readonly step: string;
  readonly trace: readonly TraceStep[];
  readonly wrong: string;
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
  // Of what is only known to be violated no race was kept.
  if (before.trace === undefined) return 'same';
  const longer = lengthOf(after) - lengthOf(before);
  return longer === 0 ? 'same' : longer < 0 ? 'sooner' : 'later';
}

const lengthOf = ({ trace = [], shortest }: VerdictCell): number => shortest?.steps ?? trace.length;
