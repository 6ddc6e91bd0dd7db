/** One piece of work of the checker in a process of its own, which tells its CPU time. Arguments: which, design, configuration. */

import { search } from '../../src/checker/search.js';
import { sortingOf } from '../../src/checker/sorting.js';
import { PROPERTIES } from '../../src/properties/catalogue/main.js';
import { Decision } from '../../src/properties/decide.js';
import { programOf } from '../../src/scenario/program.js';
import { type Scenario, scenarioOf } from '../../src/scenario/scenario.js';

export interface Work {
  /** CPU time without loading and compiling. */
  readonly seconds: number;
  readonly states: number;
  readonly transitions: number;
  readonly bytesPerState: number;
}

/** CPU time of this process so far, in seconds. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  reference: scenarioOf('A', 'reference'),
  'two walkers': scenarioOf('D', 'walkers', { actors: { walkers: ['late', 'late'] } }),
};

function rawSearch(scenario: Scenario): Omit<Work, 'seconds'> {
  const program = programOf(scenario);
  // As a check does.
  const { store, transitions } = search(program, { sorting: sortingOf(program) });
  return { states: store.size, transitions, bytesPerState: store.bytes / store.size };
}

function check(scenario: Scenario): Omit<Work, 'seconds'> {
  const decision = new Decision(scenario, PROPERTIES);
  decision.run();
  const [{ states, transitions }] = decision.cells();
  return { states, transitions, bytesPerState: 0 };
}

const [kind, name] = process.argv.slice(2);
const scenario = SCENARIOS[name];
programOf(scenario);
const before = cpuSeconds();
const done = kind === 'check' ? check(scenario) : rawSearch(scenario);
console.log(JSON.stringify({ seconds: cpuSeconds() - before, ...done } satisfies Work));
