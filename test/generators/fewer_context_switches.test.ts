/** Context switches that a run can do without. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReplayedStep } from '../../src/checker/trace.js';
import { calmerRuns } from '../../src/generators/fewer_context_switches.js';
import { interleaving } from '../../src/generators/interleaving.js';
import { uniform } from '../../src/generators/strategies/index.js';
import { replayLeniently } from '../../src/run/lenient_replay.js';
import { holds } from '../../src/run/run.js';
import { scenarioOf } from '../../src/scenario/scenario.js';

const WALKERS = scenarioOf('D', 'small', { actors: { walkers: ['late'] } });

/** The first steps of a process in some run. */
function alone(process: string, length: number): ReplayedStep[] {
  const [run] = fc.sample(interleaving(WALKERS, { strategy: uniform }), { numRuns: 1, seed: 1 });
  return run.steps.filter((step) => step.process === process).slice(0, length);
}

describe('calmerRuns', () => {
  it('brings two processes that alternate without need down to one switch', () => {
    const [sysfs, walker] = [alone('sysfs', 3), alone('walker', 3)];
    let run = replayLeniently(
      WALKERS,
      sysfs.flatMap((step, i) => [step, walker[i]]),
    );
    expect([run.length, run.contextSwitches]).toEqual([6, 5]);
    for (;;) {
      const next = [...calmerRuns(run)].find(({ length }) => length === run.length);
      if (next === undefined) break;
      expect(next.contextSwitches).toBeLessThan(run.contextSwitches);
      run = next;
    }
    expect([run.length, run.contextSwitches]).toEqual([6, 1]);
  });

  it('moves what a process does later to what it did before, or the other way', () => {
    const [first, second] = alone('sysfs', 2);
    const run = replayLeniently(WALKERS, [first, ...alone('walker', 1), second]);
    const orders = [...calmerRuns(run)].map(({ steps }) => steps.map(({ process, action }) => `${process} ${action}`));
    const [a, b, c] = run.steps.map(({ process, action }) => `${process} ${action}`);
    expect(orders).toEqual([
      [a, c, b],
      [b, a, c],
    ]);
  });

  it('leaves a race the switches that it needs: the walker comes before and after', () => {
    for (let seed = 0; seed < 10; seed++) {
      const runs = interleaving(WALKERS, { scenario: 'keep', strategy: uniform });
      const [race] = fc.check(fc.property(runs, holds('S5')), { seed, numRuns: 2_000 }).counterexample ?? [];
      expect(race?.contextSwitches).toBe(2);
    }
  });
});
