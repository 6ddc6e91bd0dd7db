/**
 * One check of what a reduced search can decide, in a process of its own, which tells its CPU time. Arguments: `reduced` or `native`,
 * which cell.
 */

import { searchNativelyWith } from '../../src/checker/native_search.js';
import { searchInWebAssembly } from '../../src/export/native/made_modules.js';
import { PROPERTIES } from '../../src/properties/catalogue/main.js';
import { Decision } from '../../src/properties/decide.js';
import { kindOf } from '../../src/properties/kinds/index.js';
import { programOf } from '../../src/scenario/program.js';
import { type Scenario, scenarioOf } from '../../src/scenario/scenario.js';
import { cpuSeconds } from '../measure.js';

export interface Work {
  /** CPU time without loading and compiling. */
  readonly seconds: number;
  /** Of the largest search. */
  readonly states: number;
}

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'one walker': scenarioOf('D', 'walkers'),
  'a frozen design': scenarioOf('F', 'walkers', { kernel: '7.3' }),
  reference: scenarioOf('A', 'reference'),
  'two walkers': scenarioOf('D', 'walkers', { actors: { walkers: ['late', 'late'] } }),
};

const REDUCIBLE = PROPERTIES.filter((property) => kindOf(property).isReducible === true);

const [kind, name] = process.argv.slice(2);
const scenario = SCENARIOS[name];
programOf(scenario);
searchNativelyWith(searchInWebAssembly);
const before = cpuSeconds();
const decision = new Decision(scenario, REDUCIBLE, { reduces: kind === 'reduced' });
decision.run();
const states = decision.cells().reduce((most, cell) => Math.max(most, cell.states), 0);
console.log(JSON.stringify({ seconds: cpuSeconds() - before, states } satisfies Work));
