/** What is looked up in the answer. */

import type { DesignId, KernelVersion } from '../src/model/designs.js';
import type { KeptDesign, KeptRace } from '../src/report/kept_answer.js';
import { ANSWER } from './documents.js';

/** What is kept of a design, by kernel version. */
export const keptDesigns = (design: DesignId): KeptDesign[] => ANSWER.designs.filter((each) => each.design === design);

/** @throws one line when no such race is kept */
export function keptRace(design: DesignId, kernel: KernelVersion, place: number): [KeptDesign, KeptRace] {
  const kept = keptDesigns(design).find((each) => each.kernel === kernel);
  const race = kept?.races.at(place);
  if (kept === undefined || race === undefined) {
    throw new Error(`the answer has no race ${place} of design ${design} on Linux ${kernel}`);
  }
  return [kept, race];
}

/** The ids of the assumptions or patches without which a race of a design comes back. */
export function missingIn({ sets, repair }: KeptDesign, place: number): string[] {
  const parts = [...sets, ...(repair === undefined ? [] : [repair])].flatMap((set) => set.parts);
  return [...new Set(parts.filter(({ race }) => race === place).map(({ id }) => id))];
}
