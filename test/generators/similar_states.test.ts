/** Nearer states that are similar to the last state of a run. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { search } from '../../src/checker/search.js';
import { replayMoves } from '../../src/checker/trace.js';
import { interleaving } from '../../src/generators/interleaving.js';
import { toSimilarStates } from '../../src/generators/similar_states.js';
import type { Kernel } from '../../src/model/state.js';
import type { Run } from '../../src/run/run.js';
import { scenarioOf } from '../../src/scenario/scenario.js';

const SMALL = scenarioOf('D', 'small');
const RUNS = fc.sample(interleaving(SMALL, { maxLength: 80 }), { numRuns: 10, seed: 1 });

/** The last state of a run, bit for bit. */
function lastState(run: Run): string {
  return run.states()[run.length].words.join();
}

describe('toSimilarStates', () => {
  it('are valid, shorter, and the first ends in the same state by a shortest way', () => {
    for (const run of RUNS) {
      const similar = toSimilarStates(run);
      for (const each of similar) {
        replayMoves(each.program, each.moves);
        expect(each.length).toBeLessThan(run.length);
      }
      const [same] = similar;
      expect(lastState(same)).toBe(lastState(run));
      expect(toSimilarStates(same).map(lastState)).not.toContain(lastState(run));
    }
  });

  it('include a nearest state for any one value that sets the last state apart', () => {
    for (const run of RUNS) {
      const { attempt } = run.states()[run.length].views;
      if (attempt[0] === 0) continue;
      const other = { id: 'other', holds: (k: Kernel) => k.attempt[0] !== attempt[0] };
      const exhaustive = search(run.program, { invariants: [other] });
      const shortest = exhaustive.pathTo(exhaustive.violations.get('other') ?? Number.NaN).length;
      const has = (each: Run) => !other.holds(each.states()[each.length].state);
      const [nearest] = [...toSimilarStates(run), run].filter(has).sort((a, b) => a.length - b.length);
      expect(nearest.length).toBe(shortest);
    }
  });
});
