/** Coverage: what is counted as taken, and what is named as missed. */

import { describe, expect, it } from 'vitest';
import { coverageIndex } from '../../src/checker/successors.js';
import { addCoverage, type Coverage, type CoveredSteps, summarise } from '../../src/generators/coverage.js';
import { programOf } from '../../src/scenario/program.js';
import { scenarioOf } from '../../src/scenario/scenario.js';

const PROGRAM = programOf(scenarioOf('D', 'tiny'));
const { at, length } = coverageIndex(PROGRAM);

function coverageOf(...walks: readonly Uint8Array[]): Coverage {
  const covered: CoveredSteps = new Map();
  for (const happened of walks) addCoverage(covered, PROGRAM, happened);
  return summarise(covered);
}

describe('coverage', () => {
  it('names each step when nothing happened, and nothing when all did', () => {
    const none = coverageOf(new Uint8Array(length));
    expect([none.steps.taken, none.outcomes.taken]).toEqual([0, 0]);
    expect(none.missed).toHaveLength(none.steps.all);
    const all = coverageOf(new Uint8Array(length).fill(1));
    expect(all).toEqual({
      steps: { taken: none.steps.all, all: none.steps.all },
      outcomes: { taken: none.outcomes.all, all: none.outcomes.all },
      missed: [],
    });
  });

  it('names the outcomes that are missing of a step that was taken', () => {
    const happened = new Uint8Array(length);
    happened[at[0][0][0] + 2] = 1;
    const { steps, outcomes, missed } = coverageOf(happened);
    expect([steps.taken, outcomes.taken]).toEqual([1, 1]);
    expect(missed.slice(0, 2)).toEqual([
      'sysfs lock_device_hotplug(0, 0) -> block absent',
      'sysfs lock_device_hotplug(0, 0) -> block offline',
    ]);
  });

  it('adds up over walks, in any order', () => {
    const [one, other] = [new Uint8Array(length), new Uint8Array(length)];
    one[0] = 1;
    other[length - 1] = 1;
    expect(coverageOf(one, other).outcomes.taken).toBe(2);
    expect(coverageOf(other, one)).toEqual(coverageOf(one, other));
  });
});
