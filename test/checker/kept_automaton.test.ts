/** Automata that were written down are the same when they are got again; those of another process are not taken for them. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type KeptAutomaton, keepAutomaton, restoreAutomaton } from '../../src/checker/kept_automaton.js';
import { compileSystem, type System } from '../../src/checker/system.js';
import { CONFIGURATIONS } from '../../src/model/configurations.js';
import { DESIGN_IDS, KERNEL_VERSIONS, switchesOf } from '../../src/model/designs.js';
import { kernelSystem } from '../../src/model/system.js';
import { randomSystem } from './random_system.js';

/** By way of text, as in a file. */
function again<S>(system: System<S>) {
  const compiled = compileSystem(system);
  const text = JSON.stringify(compiled.automata.map(keepAutomaton));
  const kept: KeptAutomaton[] = JSON.parse(text);
  let next = 0;
  const restored = compileSystem(system, (_, run) => restoreAutomaton(kept[next++], run));
  return { compiled, restored };
}

test('random processes are the same when they are got again', () => {
  fc.assert(
    fc.property(randomSystem, (system) => {
      const { compiled, restored } = again(system);
      expect(restored.automata).toEqual(compiled.automata);
    }),
    { numRuns: 50 },
  );
});

test('so are those of the kernel, and they ask for the very same actions', () => {
  const asked = fc.tuple(
    fc.constantFrom(...CONFIGURATIONS),
    fc.constantFrom(...DESIGN_IDS),
    fc.constantFrom(...KERNEL_VERSIONS),
  );
  fc.assert(
    fc.property(asked, ([configuration, design, kernel]) => {
      const { compiled, restored } = again(kernelSystem(configuration, switchesOf(design, kernel)));
      const actions = ({ automata }: typeof compiled) =>
        automata.flatMap(({ locations }) => locations.flatMap(({ branches }) => branches.map(({ action }) => action)));
      const [one, other] = [actions(compiled), actions(restored)];
      expect(other.every((action, i) => action === one[i])).toBe(true);
      expect(restored.automata).toEqual(compiled.automata);
    }),
    { numRuns: 8, seed: Date.now() % 1e6 },
  );
});

test('another process is told from the one that was kept', () => {
  const [first, second] = ['small', 'readers'].map((name) => {
    const configuration = CONFIGURATIONS.find((each) => each.name === name) ?? CONFIGURATIONS[0];
    return kernelSystem(configuration, switchesOf('D', '5.8'));
  });
  const { automata } = compileSystem(first);
  const other = second.processes.at(-1)?.run ?? expect.fail('there is a process');
  expect(() => restoreAutomaton(keepAutomaton(automata[0]), other)).toThrow('when it was kept');
});
