/** The model of a recorded machine: its state, and the running of the model's processes on it, one at a time. */

import { interpret, type Performed } from '../checker/interpreter.js';
import { type Fields, Layout, type Views } from '../checker/layout.js';
import type { Process } from '../checker/process.js';
import type { Context } from '../model/context.js';
import { switchesOf } from '../model/designs.js';
import type { Kernel } from '../model/state.js';
import { contextOf, kernelState } from '../model/system.js';
import type { Abstraction } from './abstraction.js';
import type { Veto } from './recording.js';

/** Something the model and the kernel disagree in. */
export interface Mismatch {
  readonly what: string;
  readonly model: string;
  readonly kernel: string;
}

/** What a recorded action decides of the model's choices. */
export interface Circumstances {
  readonly veto?: Veto | undefined;
  /** A signal comes while the attempt goes round its loop. */
  readonly signal: boolean;
}

/** How often an interrupted attempt is seen to go round its loop before the signal: an attempt that ends first, ends. */
const PASSES_BEFORE_SIGNAL = 2;

const QUIET: Circumstances = { signal: false };

/** Either the process's result, or why it has none. */
export type Ran<R> = { readonly value: R } | { readonly mismatch: Mismatch };

export class Machine {
  readonly context: Context;
  readonly kernel: Kernel;
  readonly #layout: Layout<Fields>;
  readonly #views: Views<Fields>;
  readonly #words: Int32Array;

  constructor({ configuration, header }: Abstraction) {
    const switches = switchesOf('D', header.series);
    this.context = contextOf(configuration, switches);
    const { fields, bind, init } = kernelState(this.context);
    this.#layout = new Layout(fields);
    const buffer = this.#layout.createBuffer();
    this.#words = new Int32Array(buffer);
    this.#views = this.#layout.views(buffer);
    this.kernel = bind(this.#views);
    init(this.kernel);
  }

  /** Runs a process to its end. `observe` is called after each step. */
  run<R>(process: Process<Kernel, R>, circumstances = QUIET, observe?: (performed: Performed) => void): Ran<R> {
    const result = interpret(process, {
      state: this.kernel,
      decide: decisions(circumstances),
      ...(observe === undefined ? {} : { observe }),
    });
    if (result.ended === 'returned') return { value: result.value };
    const model = result.ended === 'endless' ? `goes round for ever at ${result.at}` : `waits for ever at ${result.at}`;
    return { mismatch: { what: 'end of the process', model, kernel: 'ended' } };
  }

  /** What a process would return, on a copy of the state. */
  wouldReturn<R>(process: Process<Kernel, R>): Ran<R> {
    const before = this.#words.slice();
    try {
      return this.run(process);
    } finally {
      this.#words.set(before);
    }
  }

  /** Why the state means nothing any more, if so: the model's kernel crashed, or a value left its range. */
  fault(): Mismatch | undefined {
    const oops = this.kernel.oops[0];
    if (oops !== 0)
      return { what: 'kernel', model: `crashed: ${this.#layout.valueName('oops', oops)}`, kernel: 'went on' };
    const outOfRange = this.#layout.outOfRange(this.#views);
    return outOfRange === undefined ? undefined : { what: 'state', model: outOfRange, kernel: 'in range' };
  }
}

/** The recorded action decides each choice: who vetoes, and when a signal comes. */
function decisions({ veto, signal }: Circumstances): (name: string, options: readonly string[]) => number {
  let passes = 0;
  const choices: Readonly<Record<string, () => boolean>> = {
    'notifier before the driver': () => veto?.when === 'beforeDriver',
    'notifier after the driver': () => veto?.when === 'afterDriver',
    signal_pending: () => signal && passes++ >= PASSES_BEFORE_SIGNAL,
  };
  return (name) => {
    const choice = choices[name];
    if (choice === undefined) throw new Error(`no recorded action decides the choice "${name}"`);
    return choice() ? 1 : 0;
  };
}
