/** One uniform run of a scenario, as run number 0 of a campaign with this seed has it. */

import seedrandom from 'seedrandom';
import { Walk } from '../../src/checker/walk.js';
import { Run } from '../../src/run/run.js';
import { programOf } from '../../src/scenario/program.js';
import type { Scenario } from '../../src/scenario/scenario.js';

export function drawnRun(scenario: Scenario, seed: string, maxLength: number, number = 0): Run {
  const random = seedrandom(`${seed}/${number}`);
  const walk = new Walk(programOf(scenario));
  walk.run((below) => Math.floor(random.quick() * below), maxLength);
  return new Run(scenario, walk.path());
}
