/** Runs a function of the model as the kernel's would run: a call on a state, with what others do meanwhile put in by hand. */

import { NaiveReplay } from '../../src/checker/naive_replay.js';
import { BLOCKED, type Process } from '../../src/checker/process.js';
import type { Context } from '../../src/model/context.js';
import type { Kernel } from '../../src/model/state.js';
import { contextOf, kernelSystem } from '../../src/model/system.js';
import { type Scenario, switchesIn } from '../../src/scenario/scenario.js';

export interface Machine {
  readonly k: Kernel;
  readonly context: Context;
}

/** A kernel as it is at the start of the scenario. */
export function machine(scenario: Scenario): Machine {
  const { configuration } = scenario;
  const switches = switchesIn(scenario);
  const { state } = new NaiveReplay(kernelSystem(configuration, switches));
  return { k: state, context: contextOf(configuration, switches) };
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
