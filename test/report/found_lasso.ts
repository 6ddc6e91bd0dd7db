/** Real lassos for the tests of the report, as a decision gives them: design D. */

import { compileSystem, replaySteps } from '../../src/checker/index.js';
import type { Configuration } from '../../src/model/configuration.js';
import { type KernelVersion, switchesOf } from '../../src/model/designs.js';
import type { Switches } from '../../src/model/switches.js';
import { kernelSystem } from '../../src/model/system.js';
import { Decision } from '../../src/properties/decide.js';
import type { LivenessProperty } from '../../src/properties/property.js';
import { assumptionText } from '../../src/report/index.js';
import type { FoundRace } from './found_race.js';

export interface WantedLasso {
  readonly property: LivenessProperty;
  readonly configuration: Configuration;
  readonly kernel?: KernelVersion;
  readonly changed?: Partial<Switches>;
}

export interface FoundLasso extends FoundRace {
  readonly assumed: string;
  /** Absent: the run ends. */
  readonly loop?: number;
}

export function findLassoToDraw({ property, configuration, kernel = '5.8', changed = {} }: WantedLasso): FoundLasso {
  const decision = new Decision({ design: 'D', kernel, configuration, variation: '', changed }, [property]);
  decision.run();
  const [{ trace, loop, wrong }] = decision.cells();
  if (trace === undefined || wrong === undefined) throw new Error(`${property.id} holds: no lasso to draw`);
  const switches = switchesOf('D', kernel, changed);
  const program = compileSystem(kernelSystem(configuration, switches));
  const { steps } = replaySteps(program, trace);
  const processes = program.automata.map(({ process }) => process);
  const found = { configuration, switches, steps, wrong, assumed: assumptionText(property, processes) };
  return loop === undefined ? found : { ...found, loop };
}
