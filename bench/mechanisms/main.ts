/**
 * `npm run bench:mechanisms`: seconds of CPU for each mechanism of the model, without it and with it, and for the cells of the
 * comparison on the newest kernel; written into docs/mechanisms.md.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { DESIGN_IDS } from '../../src/model/designs.js';
import { propertyNamed } from '../../src/properties/catalogue/all.js';
import { PROPERTIES } from '../../src/properties/catalogue/main.js';
import { Decision } from '../../src/properties/decide.js';
import type { Property } from '../../src/properties/property.js';
import { MECHANISMS, mechanismScenario } from '../../src/properties/studies/mechanisms.js';
import { AS_RUN } from '../../src/properties/studies/variations.js';
import { markdownTable } from '../../src/report/markdown_table.js';
import { compact } from '../../src/report/verdict_text.js';
import { programOf } from '../../src/scenario/program.js';
import { type Scenario, scenarioOf } from '../../src/scenario/scenario.js';
import { machineText } from '../machine.js';
import { cpuSeconds, median } from '../measure.js';

const DOCUMENT = 'docs/mechanisms.md';
const BLOCK = /(<!-- seconds -->\n)[\s\S]*?(<!-- end of seconds -->)/;
const ROUNDS = 3;

interface Measured {
  readonly seconds: number;
  readonly states: number;
}

function measure(scenario: Scenario, properties: readonly Property[]): Measured {
  programOf(scenario);
  const rounds = Array.from({ length: ROUNDS }, () => {
    const before = cpuSeconds();
    const decision = new Decision(scenario, properties);
    decision.run();
    const states = Math.max(...decision.cells().map((cell) => cell.states));
    return { states, seconds: cpuSeconds() - before };
  });
  return { states: rounds[0].states, seconds: median(rounds.map(({ seconds }) => seconds)) };
}

const cellsOf = ({ seconds, states }: Measured): string[] => [compact(states), seconds.toFixed(2)];

const machine = machineText();

const mechanisms = MECHANISMS.map((mechanism) => {
  const asked = mechanism.property === undefined ? undefined : propertyNamed(mechanism.property);
  const properties = [...new Set([...PROPERTIES, ...(asked === undefined ? [] : [asked])])];
  const measured = [false, true].map((isThere) => measure(mechanismScenario(mechanism, isThere), properties));
  return [mechanism.name, ...measured.flatMap(cellsOf)];
});

const run = AS_RUN['7.3'];
if (run === undefined) throw new Error('it is not known what 7.3 runs');
const asRun = { kernel: '7.3', overrides: run.set ?? {} } as const;

const designs = DESIGN_IDS.map((design) => [
  design,
  ...cellsOf(measure(scenarioOf(design, 'walkers', { kernel: '7.3' }), PROPERTIES)),
  ...cellsOf(measure(scenarioOf(design, run.configuration, asRun), PROPERTIES)),
]);

const text = [
  machine,
  markdownTable(['mechanism', 'states without', 'seconds', 'states with it', 'seconds'], mechanisms),
  markdownTable(['design', 'states of `walkers`', 'seconds', 'states as Debian runs it', 'seconds'], designs),
].join('\n\n');
console.log(text);
writeFileSync(
  DOCUMENT,
  readFileSync(DOCUMENT, 'utf8').replace(BLOCK, (_, head: string, tail: string) => `${head}\n${text}\n\n${tail}`),
);
