/**
 * What the searches of one scene have shown, so that none is made again for an answer that follows: a set of assumptions is told
 * from another only by those that forbid a step here; what holds under some holds under more; and a shortest run that keeps to
 * more is the one that is found under more, since it comes first among fewer runs too.
 */

import { type Restriction, restricts } from '../../checker/restrict.js';
import type { Program } from '../../checker/system.js';
import type { Kernel } from '../../model/state.js';
import type { Fall } from './fall.js';
import { type BitSet, isSubset, setOf } from './minimal_sets.js';

/** Every state that assumptions leave in a scene was seen, and none violates anything. */
export interface SceneProof {
  readonly states: number;
  readonly transitions: number;
  /** Whether some walker takes a reference. */
  readonly referenced: boolean;
  /** Whether an attempt can come to where it can never succeed. */
  readonly stuck: boolean;
  /** The ids of the properties of states that say something. */
  readonly saying: ReadonlySet<string>;
}

interface KnownFall {
  readonly under: BitSet;
  readonly fall: Fall;
  /** The assumptions that it does not keep to. */
  readonly breaks: BitSet;
}

export class KnownInScene {
  readonly #speaking: BitSet;
  readonly #holding: BitSet[] = [];
  readonly #falls: KnownFall[] = [];
  readonly #proofs = new Map<BitSet, SceneProof>();

  /** @param assumptions by their numbers, what each forbids */
  constructor(program: Program<Kernel>, assumptions: readonly Restriction<Kernel>[]) {
    this.#speaking = setOf(assumptions.flatMap((restriction, i) => (restricts(program, restriction) ? [i] : [])));
  }

  /** Of a set those assumptions that forbid any step here. */
  spoken(set: BitSet): BitSet {
    return set & this.#speaking;
  }

  holds(set: BitSet): boolean {
    return this.#holding.some((weaker) => isSubset(weaker, set));
  }

  /** A shortest run that falls and keeps to the set. Undefined: none is known, and there may be one. */
  fall(set: BitSet): Fall | undefined {
    return this.#falls.find(({ under, breaks }) => isSubset(under, set) && (breaks & set) === 0)?.fall;
  }

  proof(set: BitSet): SceneProof | undefined {
    return this.#proofs.get(set);
  }

  noteHolding(set: BitSet): void {
    this.#holding.push(set);
  }

  /** @param breaks the assumptions that the run does not keep to */
  noteFall(under: BitSet, fall: Fall, breaks: BitSet): void {
    this.#falls.push({ under, fall, breaks });
  }

  noteProof(set: BitSet, proof: SceneProof): void {
    this.#proofs.set(set, proof);
  }
}
