/** The edges of a finished search: each transition once, between the states that a replay of it joins. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diningPhilosophers } from '../../bench/models/dining_philosophers.js';
import { Search } from '../../src/checker/search.js';
import { stateEdges } from '../../src/checker/state_graph.js';
import { compileSystem } from '../../src/checker/system.js';
import { replayMoves } from '../../src/checker/trace.js';
import { randomSystem } from './random_system.js';

test('has each transition, between the states that a replay joins', () => {
  fc.assert(
    fc.property(randomSystem, (system) => {
      const program = compileSystem(system);
      const search = new Search(program);
      search.run();
      const edges = stateEdges(search);
      expect(edges.length).toBe(search.transitions);
      for (const { from, to, move, step } of edges) {
        const { replay } = replayMoves(program, search.pathTo(from));
        const { changes: _, ...made } = replay.move(move) ?? { changes: [] };
        expect(made).toEqual(step);
        const reached = replayMoves(program, search.pathTo(to)).replay;
        expect(Array.from(replay.workspace.words)).toEqual(Array.from(reached.workspace.words));
      }
    }),
    { seed: 1, numRuns: 50 },
  );
});

test('has none behind a state that the search did not look behind', () => {
  const program = compileSystem(diningPhilosophers(3, 'one differs'));
  const search = new Search(program, { invariants: [{ id: 'never', holds: () => false }], afterViolation: 'stop' });
  search.run();
  expect(stateEdges(search)).toEqual([]);
});

test('is refused for a search that did not see every state', () => {
  const program = compileSystem(diningPhilosophers(3, 'one differs'));
  const search = new Search(program, { maxStates: 5 });
  search.run();
  expect(() => stateEdges(search)).toThrow('the search is not finished');
});
