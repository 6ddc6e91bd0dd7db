/** Behaviours: what is counted as one, and whether the estimate of unseen ones is any good. */

import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { Walk } from '../../src/checker/walk.js';
import { Behaviours, type Steps } from '../../src/generators/behaviours.js';
import { outcomeNames } from '../../src/generators/outcome_names.js';
import { programOf } from '../../src/scenario/program.js';
import { scenarioOf } from '../../src/scenario/scenario.js';

const HASHES = Int32Array.from({ length: 100 }, (_, i) => Math.imul(i + 1, 0x9e3779b1));

/** A walk in which process p makes the move that has the outcome p. */
function walkOf(...outcomes: readonly number[]): Steps {
  return {
    moves: Int32Array.from(outcomes, (process) => process << 16),
    happened: Int32Array.from(outcomes),
    length: outcomes.length,
  };
}

function behavioursOf(...walks: readonly Steps[]): Behaviours {
  const behaviours = new Behaviours();
  for (const walk of walks) behaviours.note(walk, HASHES);
  return behaviours;
}

describe('Behaviours', () => {
  it('counts pairs of adjacent steps of different processes, once a run, and tells their order apart', () => {
    const { once, twice, more } = behavioursOf(walkOf(1, 2, 2, 1, 2), walkOf(1, 2, 3), walkOf(1, 2)).counts();
    expect([once.length, twice.length, more.length]).toEqual([2, 0, 1]);
  });

  it('adds up as if all runs had been noted by one', () => {
    const [a, b, c] = [walkOf(1, 2, 3), walkOf(3, 2, 1, 2), walkOf(1, 2)];
    const joined = behavioursOf(c);
    joined.add(behavioursOf(a, b).counts());
    expect(joined.counts()).toEqual(behavioursOf(a, b, c).counts());
  });

  it('estimates by those that were seen once and twice', () => {
    expect(behavioursOf().estimate(0)).toEqual({ seen: 0, estimated: 0, nextRun: 0 });
    // Two pairs in one run, one in two: 3 + (2 - 1) / 2 * 2 * 2 / (2 * 1).
    expect(behavioursOf(walkOf(1, 2, 3), walkOf(1, 2, 4)).estimate(2)).toEqual({ seen: 3, estimated: 4, nextRun: 1 });
    // None in two runs: 4 + (2 - 1) / 2 * 4 * 3 / 2.
    expect(behavioursOf(walkOf(1, 2, 3), walkOf(4, 5, 6)).estimate(2)).toEqual({ seen: 4, estimated: 7, nextRun: 2 });
  });

  it('comes near to what many more runs have, from a tenth of them', () => {
    const program = programOf(scenarioOf('D', 'small'));
    const { hashes } = outcomeNames(program);
    const walk = new Walk(program);
    const behaviours = new Behaviours();
    const random = seedrandom('estimate');
    const note = (runs: number) => {
      for (let run = 0; run < runs; run++) {
        walk.run((below) => Math.floor(random.quick() * below), 100);
        behaviours.note(walk, hashes);
      }
    };
    note(100);
    const { seen, estimated } = behaviours.estimate(100);
    note(900);
    const later = behaviours.estimate(1_000).seen;
    expect(seen).toBeLessThan(later * 0.9);
    expect(Math.abs(estimated - later)).toBeLessThan((later - seen) / 2);
  });
});
