/** One piece of work of the checker in a process of its own, which tells its time. Arguments: which, design, configuration. */

import { type NativeMaker, searchNativelyWith } from '../../src/checker/native_search.js';
import { type SearchOptions, search } from '../../src/checker/search.js';
import { sortingOf } from '../../src/checker/sorting.js';
import { searchNatively as searchAsCommandsDo } from '../../src/cli/native_search.js';
import { searchInWebAssembly, searchInWebAssemblyWith } from '../../src/export/native/made_modules.js';
import { SHARING } from '../../src/export/native/threads.js';
import type { Kernel } from '../../src/model/state.js';
import { PROPERTIES } from '../../src/properties/catalogue/main.js';
import { Decision } from '../../src/properties/decide.js';
import { programOf } from '../../src/scenario/program.js';
import { type Scenario, scenarioOf } from '../../src/scenario/scenario.js';
import { cpuSeconds } from '../measure.js';

export interface Work {
  /** CPU time without loading and compiling. */
  readonly seconds: number;
  /** By the clock. */
  readonly elapsed: number;
  readonly states: number;
  readonly transitions: number;
  readonly bytesPerState: number;
}

type Searched = Omit<Work, 'seconds' | 'elapsed'>;

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  reference: scenarioOf('A', 'reference'),
  'two walkers': scenarioOf('D', 'walkers', { actors: { walkers: ['late', 'late'] } }),
  'three walkers': scenarioOf('D', 'walkers', { actors: { walkers: ['late', 'late', 'late'] } }),
};

function rawSearch(scenario: Scenario, options: SearchOptions<Kernel>): Searched {
  const program = programOf(scenario);
  // As a check does.
  const { store, transitions } = search(program, { sorting: sortingOf(program), ...options });
  return { states: store.size, transitions, bytesPerState: store.bytes / store.size };
}

function check(scenario: Scenario): Searched {
  const decision = new Decision(scenario, PROPERTIES);
  decision.run();
  const [{ states, transitions }] = decision.cells();
  return { states, transitions, bytesPerState: 0 };
}

/** In one thread, as CPU time is measured. */
const searchNatively = (): void => searchNativelyWith(searchInWebAssembly);

async function searchNativelyAndKeep(): Promise<void> {
  await searchAsCommandsDo();
  searchNatively();
}

interface Kind {
  /** Done before, and not counted. */
  readonly before?: (scenario: Scenario) => void | Promise<void>;
  readonly work: (scenario: Scenario) => Searched;
}

/** Its program is translated before. */
const fromTheStart = (maker: NativeMaker): Kind => ({
  before: (scenario) => {
    searchNativelyWith(maker);
    rawSearch(scenario, { successors: 'native', maxStates: 1 });
  },
  work: (scenario) => rawSearch(scenario, { successors: 'native' }),
});

const KINDS: Readonly<Record<string, Kind>> = {
  raw: { work: (scenario) => rawSearch(scenario, { successors: 'generated' }) },
  check: { work: check },
  /** As a command does it that finds nothing kept. */
  'raw, native': { before: searchNatively, work: (scenario) => rawSearch(scenario, {}) },
  'raw, native from the start': fromTheStart(searchInWebAssembly),
  'raw, native from the start, shared': fromTheStart(searchInWebAssemblyWith(SHARING)),
  'check, native': { before: searchNatively, work: check },
  /** As a command does it behind another of the same: what that kept is found. */
  'raw, kept': { before: searchNativelyAndKeep, work: (scenario) => rawSearch(scenario, {}) },
  'check, kept': { before: searchNativelyAndKeep, work: check },
};

const [kind, name] = process.argv.slice(2);
const scenario = SCENARIOS[name];
programOf(scenario);
await KINDS[kind].before?.(scenario);
const before = cpuSeconds();
const began = performance.now();
const done = KINDS[kind].work(scenario);
const [seconds, elapsed] = [cpuSeconds() - before, (performance.now() - began) / 1_000];
console.log(JSON.stringify({ seconds, elapsed, ...done } satisfies Work));
