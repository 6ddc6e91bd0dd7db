/** How what is said of steps is decided, whatever makes a step a bad one. */

import type { Sentence } from '../sentence.js';
import type { Finding, Graphs } from './kind.js';
import { rootsThenAll } from './roots_then_all.js';

/** A step that begins in a state that violates something follows from that. */
export function nearestBadStep({ id }: Sentence, graphs: Graphs): Finding {
  return rootsThenAll(graphs, {
    applied: (explored) => explored.judgement(id).applied,
    nearest: (explored) => {
      const bad = explored.judgement(id).violation;
      if (bad === undefined) return undefined;
      const { search } = explored;
      const moves = [...search.pathTo(bad.state), bad.move];
      const violation = { program: search.program, moves, wrong: bad.wrong, statesBefore: moves.length };
      return { length: moves.length, violation: () => violation };
    },
  });
}
