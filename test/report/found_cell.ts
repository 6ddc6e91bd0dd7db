/** Real lassos and other violations for the tests of the report, as a decision gives them. */

import { replaySteps } from '../../src/checker/index.js';
import type { Configuration } from '../../src/model/configuration.js';
import type { DesignId, KernelVersion } from '../../src/model/designs.js';
import type { Switches } from '../../src/model/switches.js';
import { L1, L2, L6 } from '../../src/properties/catalogue/liveness.js';
import { Decision } from '../../src/properties/decide.js';
import type { LivenessProperty } from '../../src/properties/kinds/liveness.js';
import { ASSUMPTION } from '../../src/report/index.js';
import { programOf } from '../../src/scenario/program.js';
import { TWO_WALKERS } from '../../src/scenario/varied.js';
import { configurationNamed, propertyNamed } from '../named.js';
import { type FoundRace, smallConfiguration } from './found_race.js';

export interface WantedLasso {
  readonly property: LivenessProperty;
  readonly configuration: Configuration;
  readonly kernel?: KernelVersion;
  readonly overrides?: Partial<Switches>;
}

/** A violation that {@link findCell} is asked for. */
export interface WantedCell {
  readonly design: DesignId;
  readonly kernel?: KernelVersion;
  readonly configuration: string;
  readonly property: string;
}

/** A violation as a decision finds it, of a property of any kind. */
export function findCell({ design, kernel = '5.8', configuration: name, property: id }: WantedCell): FoundRace {
  const configuration = configurationNamed(name);
  const scenario = { design, kernel, configuration, overrides: {} };
  const decision = new Decision(scenario, [propertyNamed(id)]);
  decision.run();
  const [{ trace, wrong }] = decision.cells();
  if (trace === undefined || wrong === undefined) throw new Error(`${id} holds for ${design} in ${name}`);
  const { steps } = replaySteps(programOf(scenario), trace);
  return { scenario, steps, wrong };
}

export interface FoundLasso extends FoundRace {
  readonly assumed: string;
  /** Absent: the run ends. */
  readonly loop?: number;
}

export function findLassoToDraw({ property, configuration, kernel = '5.8', overrides = {} }: WantedLasso): FoundLasso {
  const scenario = { design: 'D' as const, kernel, configuration, overrides };
  const decision = new Decision(scenario, [property]);
  decision.run();
  const [{ trace, loop, wrong }] = decision.cells();
  if (trace === undefined || wrong === undefined) throw new Error(`${property.id} holds: no lasso to draw`);
  const program = programOf(scenario);
  const { steps } = replaySteps(program, trace);
  const found = { scenario, steps, wrong, assumed: ASSUMPTION };
  return loop === undefined ? found : { ...found, loop };
}

/** Lassos of many shapes. */
export const LASSOS: Readonly<Record<string, WantedLasso>> = {
  pcp_page_never_drained: { property: L1, configuration: configurationNamed('pcp') },
  'isolation_undone_7.3': { property: L6, kernel: '7.3', configuration: smallConfiguration() },
  walkers_hand_on_page: { property: L1, configuration: TWO_WALKERS, overrides: { scanEBUSY: false } },
  attempt_gives_up: { property: L2, configuration: TWO_WALKERS },
};
