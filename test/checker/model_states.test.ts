/** States of the model alone: as many as there are, each state of the search in its own, numbered as they come. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { search } from '../../src/checker/search.js';
import { accessTo } from '../../src/checker/state_access.js';
import { compileSystem, createWorkspace } from '../../src/checker/system.js';
import { randomSystem } from './random_system.js';

const NEVER_BROKEN = { id: 'always', holds: () => true };

test('two states of a search are in one exactly if they differ in nothing but locations', () => {
  fc.assert(
    fc.property(randomSystem, fc.boolean(), (system, whileSearching) => {
      const program = compileSystem(system);
      const { store, modelStates } = search(program, whileSearching ? { invariants: [NEVER_BROKEN] } : {});
      const { state, views } = createWorkspace(program);
      const { load } = accessTo(store, program.layout, views);
      const numbers = new Map<string, number>();
      const model = createWorkspace(program);
      const loadModel = modelStates.loaderInto(model);
      for (let i = 0; i < store.size; i++) {
        load(i);
        const text = Array.from(state.cell).join();
        if (!numbers.has(text)) numbers.set(text, numbers.size);
        loadModel(modelStates.of(i));
        expect([modelStates.of(i), Array.from(model.state.cell).join()]).toEqual([numbers.get(text), text]);
      }
      expect(modelStates.size).toBe(numbers.size);
    }),
    { numRuns: 50 },
  );
});
