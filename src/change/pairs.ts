/** Where a change is tried: pairs of scenarios, one with it and the same without. */

import type { Configuration } from '../model/configuration.js';
import { CONFIGURATIONS } from '../model/configurations.js';
import { DESIGN_IDS, type DesignId, KERNEL_VERSIONS, type KernelVersion } from '../model/designs.js';
import { MODULES } from '../model/modules.js';
import type { Switches } from '../model/switches.js';
import type { Scenario } from '../scenario/scenario.js';
import type { ModelChange } from './change.js';
import {
  changedScenario,
  configurationCalled,
  designCalled,
  kernelCalled,
  type RegisteredChange,
} from './registered.js';

/** Two scenarios that are compared. */
export interface Pair {
  /** Absent where there is nothing to compare with: the driver is one that the change brought along. */
  readonly before?: Scenario;
  readonly after: Scenario;
}

/** Where to try a change, where that is not what the change itself says. */
export interface Where {
  readonly designs?: readonly DesignId[];
  readonly kernels?: readonly KernelVersion[];
  readonly configurations?: readonly Configuration[];
  /** Switches set otherwise in both scenarios of each pair. */
  readonly overrides?: Partial<Switches>;
}

/** The design that a change is about most comes first, and the newest kernel. */
export function pairsOf(registered: RegisteredChange, where: Where = {}): Pair[] {
  const { change } = registered;
  const configurations = where.configurations ?? configurationsFor(change);
  const kernels = where.kernels ?? change.on?.kernels?.map(kernelCalled) ?? KERNEL_VERSIONS.toReversed();
  const designs = where.designs ?? designsFor(change);
  const { overrides = {} } = where;
  return designs.flatMap((design) =>
    kernels.flatMap((kernel) =>
      configurations.flatMap((configuration): Pair[] => {
        const after = changedWhere({ design, kernel, configuration, overrides }, registered);
        if (after === undefined) return [];
        if (!isKnown(configuration)) return [{ after }];
        return [{ before: { design: madeFrom(design, change), kernel, configuration, overrides }, after }];
      }),
    ),
  );
}

/** Its own, or those that it is made for, or all. */
function configurationsFor({ on, configurations = [] }: ModelChange): readonly Configuration[] {
  if (on?.configurations !== undefined) return on.configurations.map(configurationCalled);
  if (configurations.length > 0) return configurations.map(({ name }) => configurationCalled(name));
  return CONFIGURATIONS;
}

/** The design that a change is about most comes first. */
function designsFor({ on, designs = {} }: ModelChange): readonly DesignId[] {
  if (on?.designs !== undefined) return on.designs.map(designCalled);
  const own = Object.keys(designs);
  if (own.length > 0) return own.map(designCalled);
  return ['D', ...DESIGN_IDS.filter((id) => id !== 'D')];
}

function madeFrom(design: DesignId, { designs = {} }: ModelChange): DesignId {
  return Object.hasOwn(designs, design) ? designCalled(designs[design].from) : design;
}

/** Undefined where the configuration cannot be so. */
function changedWhere(scenario: Scenario, registered: RegisteredChange): Scenario | undefined {
  try {
    return changedScenario(scenario, registered);
  } catch (error) {
    if (registered.change.on?.configurations !== undefined) throw error;
    return undefined;
  }
}

/** Whether the model without any change has the driver of a configuration. */
function isKnown({ driver }: Configuration): boolean {
  return BUILT_IN.includes(driver);
}

const BUILT_IN: readonly string[] = MODULES.flatMap(({ driver = [] }) => driver);
