/** Programs that are kept: they take the place of compiling, unless they are of something else. */

import { afterEach, expect, test } from 'vitest';
import type { KeptAutomaton } from '../../src/checker/kept_automaton.js';
import { knownText } from '../../src/checker/known_texts.js';
import { search } from '../../src/checker/search.js';
import { keepProgramsIn, keptPrograms } from '../../src/scenario/kept_programs.js';
import { noteLoaded } from '../../src/scenario/loaded_changes.js';
import { programOf } from '../../src/scenario/program.js';
import { configurationNamed, digestOf, type Scenario, scenarioOf } from '../../src/scenario/scenario.js';

const before = keptPrograms();
afterEach(() => keepProgramsIn(before));

/** As `tiny`, but of pages of a size that no other test has: so no program of it is in memory. */
function tiny(weight: number): Scenario {
  const configuration = configurationNamed('tiny');
  const subBlockPages = configuration.subBlockPages.map((pages) => pages.map(() => ({ weight })));
  return scenarioOf('D', { ...configuration, subBlockPages });
}

/** How many states the scenario's program has, and what was kept when all that there is are these automata. */
function statesWith(known: readonly KeptAutomaton[] | undefined, scenario: Scenario) {
  const kept = new Map<string, readonly KeptAutomaton[]>();
  keepProgramsIn({ get: () => known, keep: (digest, automata) => void kept.set(digest, automata) });
  return { states: search(programOf(scenario)).store.size, kept };
}

test('a program is kept under the digest of its scenario, and what is kept gives as many states', () => {
  const compiled = statesWith(undefined, tiny(1_001));
  expect([...compiled.kept.keys()]).toEqual([digestOf(tiny(1_001))]);
  const [automata] = compiled.kept.values();
  const restored = statesWith(automata, tiny(1_002));
  expect(restored).toEqual({ states: compiled.states, kept: new Map() });
});

test('what is of another scenario, or not all there, is compiled again', () => {
  const { states, kept } = statesWith(undefined, tiny(1_003));
  const [automata = []] = kept.values();
  const [driver, ...others] = automata;
  const broken = [{ ...driver, actions: driver.actions.map((action) => ({ ...action, name: `${action.name}!` })) }];
  for (const [i, known] of [others, [...broken, ...others]].entries()) {
    const again = statesWith(known, tiny(1_004 + i));
    expect([again.states, again.kept.size]).toEqual([states, 1]);
  }
});

test('the digest of a scenario says all of its program, unless a change has a part in it', () => {
  const scenario = tiny(1_006);
  const change = { title: 'none', digest: 'changes nothing', file: 'none' };
  noteLoaded(change, { edits: [], procedures: new Map() });
  expect(knownText(programOf(scenario))).toBe(digestOf(scenario));
  expect(knownText(programOf({ ...scenario, change }))).toBeUndefined();
});
