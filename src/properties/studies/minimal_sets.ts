/**
 * All minimal sets of things under which a question has the answer yes, and all maximal ones under which it has not, where more
 * things never turn a yes into a no. Each no comes with what it would take: at least one of the things that it broke. So a set
 * that may hold is one that hits everything broken so far, and of those only the minimal are asked (as in MARCO and the
 * implicit hitting sets of its kin).
 */

/** A set of things by their numbers, as bits. */
export type BitSet = number;

export const bitsOf = (set: BitSet): number[] =>
  Array.from({ length: 32 }, (_, i) => i).filter((i) => (set & (1 << i)) !== 0);

export const setOf = (numbers: readonly number[]): BitSet => numbers.reduce((set, i) => set | (1 << i), 0);

export const isSubset = (set: BitSet, of: BitSet): boolean => (set & ~of) === 0;

const sizeOf = (set: BitSet): number => bitsOf(set).length;

/** Sets that contain no other of them, each once. */
export function minimalOf(sets: readonly BitSet[]): BitSet[] {
  const once = [...new Set(sets)];
  return once.filter((set) => !once.some((other) => other !== set && isSubset(other, set)));
}

export interface MinimalSets {
  /** Inclusion-minimal sets that hold. */
  readonly holding: readonly BitSet[];
  /** For each maximal set that fails, what it lacks. */
  readonly broken: readonly BitSet[];
}

/** Enumerates minimal sets question by question; whoever asks answers `hold` or `fail`. */
export class MinimalSetSearch implements MinimalSets {
  readonly holding: BitSet[] = [];
  #broken: readonly BitSet[] = [];
  /** Every set that may be asked, smallest first. */
  readonly #candidates: readonly BitSet[];

  /**
   * @param count how many things there are
   * @param closure for each thing those that come with it; a set without them is not asked
   */
  constructor(count: number, closure: readonly BitSet[] = []) {
    const all = Array.from({ length: 2 ** count }, (_, set) => set);
    const isClosed = (set: BitSet) => bitsOf(set).every((i) => isSubset(closure[i] ?? 0, set));
    this.#candidates = all.filter(isClosed).sort((a, b) => sizeOf(a) - sizeOf(b) || a - b);
  }

  get broken(): readonly BitSet[] {
    return this.#broken;
  }

  /** A set that is not known to hold or to fail, and no smaller one is either; undefined at the end. */
  next(): BitSet | undefined {
    return this.#candidates.find(
      (set) =>
        this.#broken.every((broken) => (set & broken) !== 0) && !this.holding.some((held) => isSubset(held, set)),
    );
  }

  hold(set: BitSet): void {
    this.holding.push(set);
  }

  /** @throws when what was broken is part of the set: then it is no answer to the question */
  fail(set: BitSet, broken: BitSet): void {
    if ((set & broken) !== 0) throw new Error('the answer to a set of assumptions breaks one of them');
    this.#broken = minimalOf([...this.#broken, broken]);
  }
}

/** The minimal sets that hit each of the sets. */
export function hittingSets(sets: readonly BitSet[]): BitSet[] {
  let hitting: BitSet[] = [0];
  for (const set of sets) {
    hitting = minimalOf(
      hitting.flatMap((each) => ((each & set) !== 0 ? [each] : bitsOf(set).map((i) => each | (1 << i)))),
    );
  }
  return hitting;
}
