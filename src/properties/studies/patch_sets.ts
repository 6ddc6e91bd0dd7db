/** Sets of candidate patches: which can stand together, what they set, and whether a race happens with them. */

import { replayNaively } from '../../checker/naive_replay.js';
import { switchesOf } from '../../model/designs.js';
import type { Switches } from '../../model/switches.js';
import { kernelSystem } from '../../model/system.js';
import { EXPLAINED } from './explain.js';
import { type BitSet, bitsOf } from './minimal_sets.js';
import { PATCHES, type Patch } from './patches.js';
import type { Counterexample, Subject } from './questions.js';

/** Without the assumptions that it breaks. */
export type Race = Omit<Counterexample, 'breaks'>;

/** One of a set of patches of which none can be spared. */
export interface NeededPatch {
  /** The id of the patch. */
  readonly patch: string;
  /** A shortest race that returns without it. */
  readonly without: Race;
  /** What the others set: the switches under which the race happens. */
  readonly overrides: Partial<Switches>;
}

export class PatchSets {
  readonly subject: Subject;
  /** Those that change anything. */
  readonly candidates: readonly Patch[];
  /**
   * Every set of patches that can stand together, by their numbers, smallest first: of those that set one switch differently one
   * at most.
   */
  readonly all: readonly BitSet[];

  constructor(subject: Subject) {
    const { design, kernel, overrides } = subject;
    this.subject = subject;
    this.candidates = PATCHES.filter(({ applies }) => applies(switchesOf(design, kernel, overrides)));
    this.all = Array.from({ length: 2 ** this.candidates.length }, (_, set) => set)
      .filter((set) => this.#isConsistent(set))
      .sort((one, other) => bitsOf(one).length - bitsOf(other).length || one - other);
  }

  #isConsistent(set: BitSet): boolean {
    const names = bitsOf(set).flatMap((i) => Object.keys(this.candidates[i].overrides));
    return new Set(names).size === names.length;
  }

  canBeWritten(set: BitSet): boolean {
    return bitsOf(set).every((i) => this.candidates[i].implementable.possible);
  }

  overrides(set: BitSet): Partial<Switches> {
    return Object.assign({}, this.subject.overrides, ...bitsOf(set).map((i) => this.candidates[i].overrides));
  }

  switches(set: BitSet): Switches {
    return switchesOf(this.subject.design, this.subject.kernel, this.overrides(set));
  }

  /** The same design with the patches, as a subject of its own. */
  patched(set: BitSet): Subject {
    return { ...this.subject, overrides: this.overrides(set) };
  }
}

/** Whether the processes can make the same run under other switches, and it violates the same. */
export function happens({ configuration, property: id, trace }: Race, switches: Switches): boolean {
  const property = EXPLAINED.find((each) => each.id === id);
  if (property === undefined) return false;
  try {
    return property.violator(replayNaively(kernelSystem(configuration, switches), trace)) >= 0;
  } catch {
    return false;
  }
}
