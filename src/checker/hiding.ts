/**
 * Whether a step may hide a violation, or show one, whatever else the state is: by value, in every case that an invariant can tell
 * apart. A step that goes before others must hide none that is there without it.
 */

import type { Cases, Given, Valued } from './cases.js';
import type { Invariant } from './search.js';

/** So many cases of an invariant are looked at for one step; with more it is taken to hide violations. */
const MOST_CASES = 20_000;

/** What a step may do to violations. */
export interface Hides {
  readonly hides: boolean;
  /** The ids of the invariants, but for harmless ones, that it may violate. */
  readonly shows: readonly string[];
}

interface Part<S> {
  readonly id: string;
  readonly isHarmless: boolean;
  readonly holds: (state: S) => boolean;
  /** The elements that were seen to be read. */
  readonly reads: ReadonlySet<number>;
  /** Whether no others are. */
  readonly isWhole: boolean;
}

export class Hiding<S> {
  readonly #cases: Cases<S>;
  readonly #parts: readonly Part<S>[];

  /** @param state any of the program */
  constructor(cases: Cases<S>, invariants: readonly Invariant<S>[], state: S) {
    this.#cases = cases;
    this.#parts = invariants.flatMap(({ id, holds, parts, harmless: isHarmless = false }) => {
      return (parts?.(state) ?? [holds]).map((part) => ({ id, isHarmless, holds: part, ...this.#readsOf(part) }));
    });
  }

  #readsOf(holds: (state: S) => boolean): Pick<Part<S>, 'reads' | 'isWhole'> {
    const reads = new Set<number>();
    const look = () => {
      holds(this.#cases.state);
      for (const [element] of this.#cases.reads) reads.add(element);
      return 'go on' as const;
    };
    const isWhole = this.#cases.every(look, [], MOST_CASES);
    return { reads, isWhole };
  }

  /** What else is read of the state by invariants that read any of these elements. */
  readWith(changed: ReadonlySet<number>): Set<number> {
    return new Set(this.#partsReading((element) => changed.has(element)).flatMap(({ reads }) => [...reads]));
  }

  /**
   * @param changes of the step
   * @param given the elements whose values are known, those that it changes among them
   */
  of(changes: readonly Valued[], given: Given): Hides {
    const shows = new Set<string>();
    for (const { id, isHarmless, holds } of this.#partsReading((element) =>
      changes.some(([each]) => each === element),
    )) {
      let hides = false;
      const compare = () => {
        const before = holds(this.#cases.state);
        if (before && (isHarmless || shows.has(id))) return 'go on' as const;
        for (const [element, value] of changes) this.#cases.write(element, value);
        const after = holds(this.#cases.state);
        if (before && !after) shows.add(id);
        hides = !before && after;
        return hides ? ('enough' as const) : ('go on' as const);
      };
      if (!this.#cases.every(compare, given, MOST_CASES)) return { hides: true, shows: [] };
    }
    return { hides: false, shows: [...shows] };
  }

  #partsReading(isAmong: (element: number) => boolean): readonly Part<S>[] {
    return this.#parts.filter(({ reads, isWhole }) => !isWhole || [...reads].some(isAmong));
  }
}
