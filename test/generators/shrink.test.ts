/** Shrinking: every candidate is a valid run that is smaller, shrinking ends, and what it ends with cannot be made smaller. */

import fc from 'fast-check';
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { replayMoves } from '../../src/checker/trace.js';
import { nearestViolations } from '../../src/generators/bounded_search.js';
import { scenario } from '../../src/generators/drawn_scenario.js';
import { calmerRuns } from '../../src/generators/fewer_context_switches.js';
import { interleaving } from '../../src/generators/interleaving.js';
import { runsIn, shorterRuns, shrinkRun } from '../../src/generators/shrink.js';
import { scenarioSize, smallerScenarios } from '../../src/generators/smaller_scenario.js';
import { replayLeniently } from '../../src/run/lenient_replay.js';
import { Run } from '../../src/run/run.js';
import { type Scenario, scenarioOf } from '../../src/scenario/scenario.js';

const WALKERS = scenarioOf('D', 'small', { actors: { walkers: ['late'] } });

function sample(of: Scenario | fc.Arbitrary<Scenario>, numRuns: number, maxLength: number): Run[] {
  return fc.sample(interleaving(of, { maxLength }), { numRuns, seed: 3 });
}

/** Scenario first: going to a smaller one is progress whatever else happens. */
function sizeOf(run: Run): number[] {
  return [...scenarioSize(run.scenario), run.length, run.contextSwitches];
}

function isSmaller(candidate: Run, run: Run): boolean {
  const [a, b] = [sizeOf(candidate), sizeOf(run)];
  const differs = a.findIndex((number, i) => number !== b[i]);
  return differs >= 0 && a[differs] < b[differs] && candidate.length <= run.length;
}

function expectValidAndSmaller(candidates: Iterable<Run>, run: Run): number {
  let count = 0;
  for (const candidate of candidates) {
    replayMoves(candidate.program, candidate.moves);
    expect(isSmaller(candidate, run)).toBe(true);
    count++;
  }
  return count;
}

describe('every candidate', () => {
  it('of a run is a valid run that is smaller', () => {
    for (const run of sample(WALKERS, 4, 60)) {
      expect(expectValidAndSmaller(shorterRuns(run), run)).toBeGreaterThan(20);
      expect(expectValidAndSmaller(calmerRuns(run), run)).toBeGreaterThan(0);
      const scenarios = [...smallerScenarios(run.scenario)];
      const possible = scenarios.filter((smaller) => expectValidAndSmaller(runsIn(smaller, run), run) > 0);
      expect(possible.length).toBeGreaterThan(0);
    }
  });

  it('of a race that is as short as can be is shorter all the same', () => {
    const races = nearestViolations(WALKERS, ['S5', 'S7'], 200);
    expect(races.length).toBeGreaterThan(0);
    for (const race of races) {
      expect(expectValidAndSmaller(shorterRuns(race), race)).toBeGreaterThan(0);
    }
  });

  it('of the arbitrary is one too, in drawn scenarios that shrink with it', () => {
    const runs = interleaving(scenario({ maxOverrides: 1 }), { maxLength: 40 });
    for (const run of fc.sample(runs, { numRuns: 3, seed: 5 })) {
      expect(runs.canShrinkWithoutContext(run)).toBe(true);
      const candidates = [...runs.shrink(run, undefined)].map(({ value }) => value);
      expect(expectValidAndSmaller(candidates, run)).toBeGreaterThan(20);
    }
  });

  it('stays in the scenario when that is to be kept', () => {
    const runs = interleaving(WALKERS, { maxLength: 30, scenario: 'keep' });
    const [run] = fc.sample(runs, { numRuns: 1, seed: 5 });
    const scenarios = [...runs.shrink(run, undefined)].map(({ value }) => value.scenario);
    expect(scenarios.length).toBeGreaterThan(20);
    for (const each of scenarios) expect(each).toBe(run.scenario);
  });

  it('is the same each time, so that a path among them leads to the same run', () => {
    const [run] = sample(WALKERS, 1, 50);
    const all = () => [...shorterRuns(run), ...calmerRuns(run)].map(({ moves }) => moves);
    expect(all().length).toBeGreaterThan(20);
    expect(all()).toEqual(all());
  });
});

describe('shrinkRun', () => {
  it('ends with nothing when everything fails', () => {
    const [run] = sample(WALKERS, 1, 80);
    const smallest = shrinkRun(run, () => true);
    expect(smallest.length).toBe(0);
    expect(scenarioSize(smallest.scenario)).toEqual([1, 4, 0, 0]);
  });

  it('ends with the run itself when nothing smaller fails', () => {
    const [run] = sample(WALKERS, 1, 40);
    expect(shrinkRun(run, () => false)).toBe(run);
  });

  it('ends whatever fails', () => {
    const random = seedrandom('whatever fails');
    for (const run of sample(WALKERS, 4, 60)) {
      let asked = 0;
      shrinkRun(run, () => {
        asked++;
        return random.quick() < 0.2;
      });
      expect(asked).toBeGreaterThan(20);
      expect(asked).toBeLessThan(20_000);
    }
  });

  it('keeps what the caller asks for, of steps as of states, with no step that could be left out', () => {
    const action = (run: Run, name: string) => run.steps.findIndex((step) => step.action === name);
    const fails = (run: Run) => {
      const plugged = action(run, 'virtio_mem_send_plug_request');
      return plugged >= 0 && action(run.prefix(plugged), 'offline_mem_sections') >= 0;
    };
    const { configuration } = scenarioOf('D', 'small');
    const peaceful = scenarioOf('D', { ...configuration, veto: [], signals: false });
    const failing = sample(peaceful, 100, 200).filter(fails);
    expect(failing.length).toBeGreaterThan(10);
    for (const run of failing.slice(0, 12)) {
      const smallest = shrinkRun(run, fails, { scenario: 'keep' });
      // 14 to take the section offline and to let the driver go on, 2 to plug; 4 more to unplug a sub-block before.
      expect([16, 20]).toContain(smallest.length);
      for (const i of smallest.moves.keys()) {
        expect(fails(replayLeniently(peaceful, smallest.steps.toSpliced(i, 1)))).toBe(false);
      }
    }
  });

  it('never changes what is under test: the race is one under the same overrides', () => {
    const hooked = scenarioOf('D', 'walkers', { overrides: { putHook: true } });
    const [race] = nearestViolations(hooked, ['S5'], 40);
    const violatesS5 = (run: Run) => run.violates('S5');
    expect(violatesS5(race)).toBe(true);
    const smallest = shrinkRun(race, violatesS5);
    expect(smallest.scenario).toMatchObject({ design: 'D', kernel: '5.8', overrides: { putHook: true } });
    expect(violatesS5(Run.ofSteps(smallest.scenario, smallest.steps))).toBe(true);
    // What was drawn was not asked for: without the hook there is a shorter race.
    const drawn = shrinkRun(race, violatesS5, { overridesAre: 'drawn' });
    expect(drawn.scenario.overrides).toEqual({});
    expect(drawn.length).toBeLessThan(smallest.length);
  });
});
