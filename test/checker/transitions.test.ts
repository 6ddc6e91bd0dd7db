/** Every transition between stored states, once each, with the states before and after it. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diningPhilosophers } from '../../bench/models/dining_philosophers.js';
import { Search } from '../../src/checker/search.js';
import { compileSystem } from '../../src/checker/system.js';
import { replayMoves } from '../../src/checker/trace.js';
import { visitTransitions } from '../../src/checker/transitions.js';
import { randomSystem } from './random_system.js';

test('visits as many transitions as the search made', () => {
  fc.assert(
    fc.property(randomSystem, (system) => {
      const search = new Search(compileSystem(system));
      search.run();
      let visited = 0;
      visitTransitions(search, () => visited++);
      expect(visited).toBe(search.transitions);
    }),
    { seed: 1, numRuns: 100 },
  );
});

test('gives the states before and after, as a replay of the path and the move has them', () => {
  const program = compileSystem(diningPhilosophers(3, 'one differs'));
  const search = new Search(program);
  search.run();
  const seen: { before: string; after: string; state: number; process: number; branch: number; outcome: string }[] = [];
  visitTransitions(search, ({ before, after, branch, outcome }, state, process, index) => {
    const name = branch.action?.outcomes[outcome] ?? '';
    seen.push({
      before: JSON.stringify(before),
      after: JSON.stringify(after),
      state,
      process,
      branch: index,
      outcome: name,
    });
  });
  expect(seen.length).toBeGreaterThan(10);
  for (const { before, after, state, process, branch, outcome } of seen) {
    const { replay } = replayMoves(program, search.pathTo(state));
    expect(JSON.stringify(replay.state)).toBe(before);
    expect(replay.move({ process, branch })?.outcome ?? '').toBe(outcome);
    expect(JSON.stringify(replay.state)).toBe(after);
  }
});

test('visits nothing behind a state that the search did not look behind', () => {
  const program = compileSystem(diningPhilosophers(3, 'one differs'));
  const search = new Search(program, { invariants: [{ id: 'never', holds: () => false }], afterViolation: 'stop' });
  search.run();
  let visited = 0;
  visitTransitions(search, () => visited++);
  expect(visited).toBe(0);
});
