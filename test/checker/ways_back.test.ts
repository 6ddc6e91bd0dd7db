/** The moves that lead to a state are the first by which a search comes to it, though it keeps none of them. */

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { search } from '../../src/checker/search.js';
import { compileSystem, type Program } from '../../src/checker/system.js';
import { type Move, Replay } from '../../src/checker/trace.js';
import { randomSystem } from './random_system.js';

/** For each state, in the order in which they are found, the moves to it: by a search that keeps them. */
function waysKept<S>(program: Program<S>): Move[][] {
  const replay = new Replay(program);
  const found = [{ words: replay.workspace.words.slice(), way: [] as Move[] }];
  const known = new Set([found[0].words.join()]);
  for (const { words, way } of found) {
    replay.workspace.words.set(words);
    for (const move of replay.enabled()) {
      replay.workspace.words.set(words);
      replay.move(move);
      const key = replay.workspace.words.join();
      if (known.has(key)) continue;
      known.add(key);
      found.push({ words: replay.workspace.words.slice(), way: [...way, move] });
    }
  }
  return found.map(({ way }) => way);
}

it('the moves to every state are those of a search that keeps them', () => {
  fc.assert(
    fc.property(randomSystem, (system) => {
      const program = compileSystem(system);
      const run = search(program);
      const kept = waysKept(program);
      expect(kept.map((_, state) => run.pathTo(state))).toEqual(kept);
      expect(kept.map((_, state) => run.distanceTo(state))).toEqual(kept.map(({ length }) => length));
      expect(run.store.size).toBe(kept.length);
    }),
    { numRuns: 60 },
  );
});
