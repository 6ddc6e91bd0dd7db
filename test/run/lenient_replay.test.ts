/** Lenient replay: the same run in the same scenario, and as much of it as there is in another. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scenario } from '../../src/generators/drawn_scenario.js';
import { interleaving } from '../../src/generators/interleaving.js';
import { smallerScenarios } from '../../src/generators/smaller_scenario.js';
import { replayLeniently } from '../../src/run/lenient_replay.js';
import { scenarioOf } from '../../src/scenario/scenario.js';

const TWO_WALKERS = scenarioOf('D', 'small', { actors: { walkers: ['late', 'late'] } });
const ONE_WALKER = scenarioOf('D', 'small', { actors: { walkers: ['late'] } });

describe('replayLeniently', () => {
  it('gives the run itself in its own scenario', () => {
    for (const run of fc.sample(interleaving(TWO_WALKERS), { numRuns: 20, seed: 1 })) {
      expect(replayLeniently(run.scenario, run.steps).moves).toEqual(run.moves);
    }
  });

  it('gives a valid run of any scenario, whatever the steps are', () => {
    const [start] = fc.sample(scenario(), { numRuns: 1, seed: 2 });
    for (const run of fc.sample(interleaving(TWO_WALKERS, { maxLength: 60 }), { numRuns: 10, seed: 1 })) {
      for (const other of [start, ...smallerScenarios(TWO_WALKERS)]) {
        const replayed = replayLeniently(other, run.steps);
        expect(replayed.steps.length).toBeLessThanOrEqual(run.length);
      }
    }
  });

  it('skips what is not possible: a lock that is held, a step before the one it needs', () => {
    const lock = { process: 'sysfs', choices: [], action: 'lock_device_hotplug', args: [0, 0] };
    const unlock = { process: 'sysfs', choices: [], action: 'unlock_device_hotplug', args: [0] };
    const nobody = { process: 'nobody', choices: [], action: 'lock_device_hotplug', args: [0, 0] };
    const { steps } = replayLeniently(ONE_WALKER, [unlock, nobody, lock, lock]);
    expect(steps.map(({ action }) => action)).toEqual(['lock_device_hotplug']);
  });

  it('skips what is blocked', () => {
    const two = scenarioOf('D', 'small', { actors: { sysfs: 2 } });
    const lock = (i: number) => ({ process: `sysfs ${i}`, choices: [], action: 'lock_device_hotplug', args: [0, i] });
    const { steps } = replayLeniently(two, [lock(0), lock(1)]);
    expect(steps.map(({ process }) => process)).toEqual(['sysfs 0']);
  });

  it('lets the only process of a kind make the steps of a numbered one', () => {
    const [run] = fc.sample(interleaving(TWO_WALKERS), { numRuns: 1, seed: 1 });
    const first = run.steps.filter(({ process }) => process === 'walker 0');
    const replayed = replayLeniently(ONE_WALKER, first.slice(0, 2));
    expect(replayed.steps.map(({ process, action }) => [process, action])).toEqual(
      first.slice(0, 2).map(({ action }) => ['walker', action]),
    );
  });
});
