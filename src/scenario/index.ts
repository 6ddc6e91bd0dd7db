/** What is asked: a design on a kernel version, in a configuration, with single switches set otherwise. */

export { digestOf, type Scenario, type ScenarioChanges, scenarioOf, switchesIn } from './scenario.js';
export { readScenario } from './schema.js';
export { describeScenario, headingOf } from './wording.js';
