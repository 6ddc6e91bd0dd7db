/** The model's path through one action: its steps in order, with the traced pages and the managed count at each. */

import type { Performed } from '../checker/interpreter.js';
import type { Kernel } from '../model/state.js';
import { type Abstraction, modelPageOf } from './abstraction.js';
import { modelPageState } from './page_class.js';
import type { PageState } from './recording.js';

/** The traced pages and the managed count between two steps of the model. */
export interface Moment {
  readonly pages: Readonly<Record<string, PageState>>;
  readonly managed: number;
}

/** A step of the model, with what it found and left. */
export interface Taken {
  readonly performed: Performed;
  readonly before: Moment;
  readonly after: Moment;
}

/** Writes down the model's steps, with the traced pages at each. */
export class StepRecorder {
  readonly taken: Taken[] = [];
  readonly abstraction: Abstraction;
  readonly #kernel: Kernel;
  #last: Moment;

  constructor(kernel: Kernel, abstraction: Abstraction) {
    this.#kernel = kernel;
    this.abstraction = abstraction;
    this.#last = this.#moment();
  }

  readonly observe = (performed: Performed): void => {
    const before = this.#last;
    this.#last = this.#moment();
    this.taken.push({ performed, before, after: this.#last });
  };

  #moment(): Moment {
    const { tracedBlock, tracedPages = {} } = this.abstraction.header;
    const pages = Object.entries(tracedPages).map(([label, page]): [string, PageState] => {
      const modelPage = modelPageOf(this.abstraction, tracedBlock ?? 0, page);
      return [label, modelPageState(this.#kernel, modelPage)];
    });
    return { pages: Object.fromEntries(pages), managed: this.#kernel.managed[0] };
  }
}

/** How much the managed count changed over these steps. */
export const managedDelta = (taken: readonly Taken[]): number =>
  taken.reduce((sum, { before, after }) => sum + after.managed - before.managed, 0);
