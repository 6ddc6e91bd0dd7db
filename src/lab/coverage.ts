/** Which rows of the table of places a kernel can make: between which steps its processes can be left, and by what. */

import { type KernelCode, usable } from './kernel_code.js';
import { holdText, PLACES, type PlaceRow } from './places.js';

export interface Coverage {
  readonly actor: PlaceRow['actor'];
  /** `test_pages_isolated → scan_movable_pages`: what came before, if that matters, and what comes next. */
  readonly between: string;
  readonly hold: string;
  /** By kernel, in the order that was given; undefined: the kernel has the code inlined, or has it not. */
  readonly by: readonly (string | undefined)[];
}

export function coverageOf(codes: readonly KernelCode[]): Coverage[] {
  // What is at rest needs no place.
  return PLACES.filter(({ hold }) => hold.by !== 'rest').map(({ actor, after, next, hold }) => ({
    actor,
    between: `${after === undefined ? '' : `${after.join(' or ')} → `}${next.join(' or ')}`,
    hold: holdText(hold),
    by: codes.map((code) => {
      const found = usable(code, hold);
      if (found === undefined) return undefined;
      return 'function' in found ? found.function : 'notifier';
    }),
  }));
}
