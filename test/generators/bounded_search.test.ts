/** What the bounded search knows, against an exhaustive one. */

import { describe, expect, it } from 'vitest';
import { search } from '../../src/checker/search.js';
import {
  finder,
  finishedSearch,
  INVARIANTS,
  nearestViolations,
  violatedBy,
} from '../../src/generators/bounded_search.js';
import { Run } from '../../src/run/run.js';
import { programOf } from '../../src/scenario/program.js';
import { scenarioOf } from '../../src/scenario/scenario.js';

const WALKERS = scenarioOf('D', 'small', { actors: { walkers: ['late'] } });

describe('nearestViolations', () => {
  it('are as short as an exhaustive search says, the shortest first', () => {
    const exhaustive = search(programOf(WALKERS), { invariants: INVARIANTS });
    const nearest = nearestViolations(WALKERS, ['S7', 'S5'], 200);
    const lengths = ['S5', 'S7'].map((id) => exhaustive.pathTo(exhaustive.violations.get(id) ?? Number.NaN).length);
    expect(nearest.map(({ length }) => length)).toEqual(lengths);
    expect(nearest.map(violatedBy)).toEqual([['S5'], ['S5', 'S7']]);
  });

  it('are none where they would take more steps than asked for, until more are', () => {
    const scenario = scenarioOf('A', 'small', { actors: { walkers: ['late'] } });
    const exhaustive = search(programOf(scenario), { invariants: INVARIANTS });
    const { length } = exhaustive.pathTo(exhaustive.violations.get('S5') ?? Number.NaN);
    const found = (most: number) => nearestViolations(scenario, ['S5'], most).map((run) => run.length);
    expect([found(length - 1), found(length), found(length - 1), found(200)]).toEqual([[], [length], [], [length]]);
  });

  it('are none where nothing is violated', () => {
    expect(nearestViolations(scenarioOf('D', 'tiny'), ['S5', 'S7'], 200)).toEqual([]);
  });
});

describe('finder', () => {
  it('gives the number of a state that the search has, and -1 for another', () => {
    const finished = finishedSearch(scenarioOf('D', 'tiny'));
    const run = new Run(scenarioOf('D', 'tiny'), finished.pathTo(finished.store.size - 1));
    const find = finder(finished);
    const states = run.states();
    expect(find(states[0])).toBe(0);
    expect(find(states[run.length])).toBe(finished.store.size - 1);
    states[0].views.managed[0]++;
    expect(find(states[0])).toBe(-1);
  });
});
