/** Where compiled programs are kept from one run of the checker to the next, if anywhere: who runs it says so. */

import type { KeptAutomaton } from '../checker/kept_automaton.js';

/** By the digest of a scenario, see `digestOf`. */
export interface KeptPrograms {
  get(digest: string): readonly KeptAutomaton[] | undefined;
  keep(digest: string, automata: readonly KeptAutomaton[]): void;
}

const NOWHERE: KeptPrograms = { get: () => undefined, keep: () => {} };

let kept = NOWHERE;

export const keptPrograms = (): KeptPrograms => kept;

/** From now on. */
export function keepProgramsIn(place: KeptPrograms): void {
  kept = place;
}
