/** The engine on models whose state counts are published or follow from a formula: counts, depths, verdicts and digests. */

import { describe, expect, it } from 'vitest';
import { diningPhilosophers } from '../../bench/models/dining_philosophers.js';
import { lostUpdate, nothingLost } from '../../bench/models/lost_update.js';
import { consistent, twoPhase } from '../../bench/models/two_phase.js';
import { type Search, type SearchOptions, search } from '../../src/checker/search.js';
import { compileSystem, type System } from '../../src/checker/system.js';

const WAYS = ['generated', 'tables'] as const;

function counts<S>(run: Search<S>) {
  const { states, transitions, depth, incomplete } = run.result();
  return { states, transitions, depth, incomplete };
}

function explore<S>(system: System<S>, options: SearchOptions<S>): Search<S> {
  return search(compileSystem(system), options);
}

describe.each(WAYS)('two-phase commit, %s successors', (successors) => {
  const invariants = [{ id: 'consistent', holds: consistent }];

  it.each([
    [3, { states: 288, transitions: 761, depth: 10 }],
    [5, { states: 8_832, transitions: 37_345, depth: 16 }],
    [7, { states: 296_448, transitions: 1_735_809, depth: 22 }],
  ])('has the published number of states with %d managers, and is consistent', (managers, expected) => {
    const run = explore(twoPhase(managers), { invariants, successors });
    expect(counts(run)).toEqual({ ...expected, incomplete: undefined });
    expect(run.result().violations.size).toBe(0);
    expect(run.result().deadlock).toBeUndefined();
    expect(run.result().neverTaken).toEqual([]);
  });

  it('reaches the same set of states as ever, not only as many', () => {
    expect(explore(twoPhase(5), { successors }).store.digest()).toBe('ea4be5ca57902cb6');
  });

  it('finds an inconsistency that was put in, by a shortest path', () => {
    const invariants = [
      { id: 'never committed', holds: (s: { decision: { [i: number]: number } }) => s.decision[0] !== 1 },
    ];
    const run = explore(twoPhase(3), { invariants, successors });
    // Three prepare, three messages arrive, and the manager commits.
    expect(run.pathTo(run.violations.get('never committed') ?? -1)).toHaveLength(7);
  });
});

it('two-phase commit with 8 managers has the published number of states', () => {
  expect(counts(search(compileSystem(twoPhase(8))))).toEqual({
    states: 1_745_408,
    transitions: 11_657_217,
    depth: 25,
    incomplete: undefined,
  });
});

/**
 * States of N philosophers by another way: words over {no fork, one fork, both forks} around the table in which who has
 * both sits before one who has none. Their number is the trace of the N-th power of the matrix of allowed neighbours.
 */
function tableStates(philosophers: number): number {
  const allowed = [
    [1, 1, 1],
    [1, 1, 1],
    [1, 0, 0],
  ];
  const multiply = (a: number[][], b: number[][]) =>
    a.map((row) => b[0].map((_, j) => row.reduce((sum, cell, k) => sum + cell * b[k][j], 0)));
  const power = Array.from({ length: philosophers - 1 }).reduce<number[][]>((m) => multiply(m, allowed), allowed);
  return power[0][0] + power[1][1] + power[2][2];
}

describe.each(WAYS)('dining philosophers, %s successors', (successors) => {
  it.each([
    [2, { states: 6, transitions: 8 }],
    [3, { states: 14, transitions: 27 }],
    [5, { states: 82, transitions: 265 }],
    [10, { states: 6_726, transitions: 43_480 }],
  ])('deadlock when all %d have taken one fork, which is also the shortest way', (philosophers, expected) => {
    const run = explore(diningPhilosophers(philosophers, 'same side'), { successors });
    expect(counts(run)).toEqual({ ...expected, depth: philosophers, incomplete: undefined });
    expect(expected.states).toBe(tableStates(philosophers));
    const { deadlock } = run.result();
    expect(deadlock?.waiting).toEqual(Array.from({ length: philosophers }, (_, i) => `philosopher ${i}`));
    expect(run.pathTo(deadlock?.state ?? -1)).toEqual(
      Array.from({ length: philosophers }, (_, process) => ({ process, branch: 0 })),
    );
  });

  it.each([
    [2, { states: 5, transitions: 6 }],
    [5, { states: 70, transitions: 219 }],
    [10, { states: 5_741, transitions: 36_518 }],
  ])('do not deadlock when one of %d takes the other side first', (philosophers, expected) => {
    const run = explore(diningPhilosophers(philosophers, 'one differs'), { successors });
    expect(counts(run)).toEqual({ ...expected, depth: philosophers, incomplete: undefined });
    expect(run.result().deadlock).toBeUndefined();
  });
});

describe.each(WAYS)('lost update, %s successors', (successors) => {
  const invariants = [{ id: 'nothing lost', holds: nothingLost }];

  it.each([
    [2, { states: 12, transitions: 14 }],
    [3, { states: 59, transitions: 99 }],
    [5, { states: 2_027, transitions: 5_755 }],
  ])('is found with %d tasks: two read before either writes', (tasks, expected) => {
    const run = explore(lostUpdate(tasks, 'racy'), { invariants, successors });
    expect(counts(run)).toEqual({ ...expected, depth: 2 * tasks, incomplete: undefined });
    const race = run.pathTo(run.violations.get('nothing lost') ?? -1);
    expect(race.map(({ process }) => process)).toEqual([0, 1, 0, 1]);
  });

  it('cannot happen when increments are atomic', () => {
    const run = explore(lostUpdate(5, 'atomic'), { invariants, successors });
    expect(counts(run)).toEqual({ states: 32, transitions: 80, depth: 5, incomplete: undefined });
    expect(run.result().violations.size).toBe(0);
    expect(run.result().deadlock).toBeUndefined();
  });
});
