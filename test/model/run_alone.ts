/** Runs a function of the model as the kernel's would run: a call on a state, with what others do meanwhile put in by hand. */

import { BLOCKED, type Process } from '../../src/checker/process.js';
import type { Configuration } from '../../src/model/configuration.js';
import type { Context } from '../../src/model/context.js';
import { type DesignId, type KernelVersion, switchesOf } from '../../src/model/designs.js';
import { geometryOf } from '../../src/model/geometry.js';
import { initKernel } from '../../src/model/initial_state.js';
import { bindKernel, type Kernel, kernelFields } from '../../src/model/state.js';
import type { Switches } from '../../src/model/switches.js';

export interface Machine {
  readonly k: Kernel;
  readonly context: Context;
}

/** A kernel as it is at the start of the configuration. */
export function machine(
  configuration: Configuration,
  design: DesignId,
  kernel: KernelVersion,
  overrides: Partial<Switches> = {},
): Machine {
  const context = {
    configuration,
    switches: switchesOf(design, kernel, overrides),
    geometry: geometryOf(configuration),
  };
  const cells = Object.entries(kernelFields(context)).map(([name, { length }]) => [
    name,
    new Array<number>(length).fill(0),
  ]);
  const k = bindKernel(context, Object.fromEntries(cells));
  initKernel(k);
  return { k, context };
}

export interface Ran<R> {
  readonly returned: R;
  /** Each step as `action(arguments)`, with its outcome where it has several. */
  readonly steps: readonly string[];
}

/** What others do right before the process takes a step, by the step as `action(arguments)`; done once. */
export type Meanwhile = Readonly<Record<string, () => void>>;

/**
 * To its end, taking the first option of each choice.
 * @throws when it would wait
 */
export function runAlone<R>(k: Kernel, process: Process<Kernel, R>, meanwhile: Meanwhile = {}): Ran<R> {
  const steps: string[] = [];
  const due = new Map(Object.entries(meanwhile));
  let next = process.next(0);
  while (next.done !== true) {
    const request = next.value;
    if (!('action' in request)) {
      next = process.next(0);
      continue;
    }
    const { name, outcomes } = request.action;
    const call = `${name}(${request.args.join(', ')})`;
    due.get(call)?.();
    due.delete(call);
    const outcome = Number(request.action.run(k, ...request.args) ?? 0);
    if (outcome === BLOCKED) throw new Error(`${call} waits`);
    steps.push(outcomes.length > 1 ? `${call}: ${outcomes[outcome]}` : call);
    next = process.next(request.outcomeIgnored === true ? 0 : outcome);
  }
  return { returned: next.value, steps };
}
