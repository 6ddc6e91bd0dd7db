/** Shortcuts between the states of a run. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replayMoves } from '../../src/checker/trace.js';
import { interleaving } from '../../src/generators/interleaving.js';
import { shortcuts } from '../../src/generators/shortcuts.js';
import type { Run } from '../../src/run/run.js';
import { type Scenario, scenarioOf } from '../../src/scenario/scenario.js';

const SMALL = scenarioOf('D', 'small');
const LARGE = scenarioOf('D', 'reference', { actors: { walkers: ['late'] } });

function sample(scenario: Scenario): Run[] {
  return fc.sample(interleaving(scenario, { maxLength: 80 }), { numRuns: 3, seed: 1 });
}

describe('shortcuts', () => {
  it('are valid, and some are shorter', () => {
    for (const run of sample(LARGE)) {
      const found = [...shortcuts(run)];
      expect(found.some(({ length }) => length < run.length)).toBe(true);
      for (const each of found) replayMoves(each.program, each.moves);
    }
  });

  it('are none where the search from the initial state sees everything', () => {
    for (const run of sample(SMALL)) expect([...shortcuts(run)]).toEqual([]);
  });
});
