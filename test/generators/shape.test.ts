/** Shapes: what makes two races one. */

import { describe, expect, it } from 'vitest';
import { shapeOf } from '../../src/generators/shape.js';
import { replayLeniently, type StepName } from '../../src/run/lenient_replay.js';
import { scenarioOf } from '../../src/scenario/scenario.js';

const SCENARIO = scenarioOf('D', 'small', { actors: { sysfs: 0, worker: false, walkers: ['late', 'late'] } });

function look(walker: number, page: number): StepName {
  const choices = [{ name: 'page', option: `page ${page}` }];
  return { process: `walker ${walker}`, choices, action: 'pfn_to_online_page', args: [page] };
}

function take(walker: number, page: number): StepName {
  return { process: `walker ${walker}`, choices: [], action: 'get_page_unless_zero', args: [page] };
}

const shape = (...steps: readonly StepName[]) => shapeOf(replayLeniently(SCENARIO, steps));

describe('shapeOf', () => {
  it('does not see in what order different processes came, which of a kind they were, or on which page they acted', () => {
    const one = shape(look(0, 0), take(0, 0), look(1, 0));
    expect(shape(look(1, 0), look(0, 0), take(0, 0))).toBe(one);
    expect(shape(look(1, 0), take(1, 0), look(0, 0))).toBe(one);
  });

  it('sees who took part, what they did, and with what outcome', () => {
    const one = shape(look(0, 0), take(0, 0));
    expect(one).toBe('walker: pfn_to_online_page -> page, get_page_unless_zero -> got');
    expect(shape(look(0, 0))).not.toBe(one);
    expect(shape(look(0, 1), take(0, 1))).toBe('walker: pfn_to_online_page -> page, get_page_unless_zero -> refused');
    expect(shape(look(0, 0), take(0, 0), look(1, 0))).not.toBe(one);
  });
});
