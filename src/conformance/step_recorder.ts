/** The model's path through one action: its steps in order, with the traced pages and the managed count at each. */

import type { Performed } from '../checker/interpreter.js';
import { BlockState, type Kernel } from '../model/state.js';
import { type Abstraction, modelPageOf } from './abstraction.js';
import { CLASS, type PageClass } from './differences.js';
import { observedClass, tracedModelClass } from './page_class.js';
import type { KernelCall, PageState, RecordedAction } from './recording.js';

/** The traced pages and the managed count between two steps of the model. */
export interface Moment {
  readonly pages: Readonly<Record<string, PageClass>>;
  readonly managed: number;
}

/** A step of the model, with what it found and left. */
export interface Taken {
  readonly performed: Performed;
  readonly before: Moment;
  readonly after: Moment;
}

/** The model page that stands for a traced page. */
interface TracedPage {
  readonly page: number;
  /** It is the page that the kernel holds in its sub-block. */
  readonly ofKernel: boolean;
}

/** Writes down the model's steps, with the traced pages at each. */
export class StepRecorder {
  readonly taken: Taken[] = [];
  readonly abstraction: Abstraction;
  /** By label. */
  readonly traced: ReadonlyMap<string, TracedPage>;
  readonly #kernel: Kernel;
  #last: Moment;

  /** @param kernel in the state before the action */
  constructor(kernel: Kernel, abstraction: Abstraction, { steps = [] }: RecordedAction) {
    this.#kernel = kernel;
    this.abstraction = abstraction;
    const first = steps.at(0);
    this.traced = tracedPages(kernel, abstraction, first === undefined || 'cycle' in first ? undefined : first);
    this.#last = this.#moment();
  }

  readonly observe = (performed: Performed): void => {
    const before = this.#last;
    this.#last = this.#moment();
    this.taken.push({ performed, before, after: this.#last });
  };

  #moment(): Moment {
    const pages = [...this.traced].map(([label, { page, ofKernel }]): [string, PageClass] => [
      label,
      tracedModelClass(this.#kernel, page, ofKernel),
    ]);
    return { pages: Object.fromEntries(pages), managed: this.#kernel.managed[0] };
  }
}

/** What the kernel holds of a sub-block has no fixed place there, so the trace itself tells whether a page is the kernel's. */
function tracedPages(
  kernel: Kernel,
  abstraction: Abstraction,
  first: KernelCall | undefined,
): ReadonlyMap<string, TracedPage> {
  const { tracedBlock, tracedPages = {} } = abstraction.header;
  const entries = Object.entries(tracedPages).map(([label, index]): [string, TracedPage] => {
    const page = modelPageOf(abstraction, tracedBlock ?? 0, index);
    const subBlock = kernel.geometry.subBlockOfPage[page];
    const held = abstraction.kernelPage.get(subBlock);
    const seen = first?.observedPages[label];
    const named = abstraction.named[subBlock].includes(index);
    if (named || held === undefined || seen === undefined || !isKernels(kernel, abstraction, seen))
      return [label, { page, ofKernel: false }];
    return [label, { page: held, ofKernel: true }];
  });
  return new Map(entries);
}

function isKernels(kernel: Kernel, { header }: Abstraction, seen: PageState): boolean {
  const slot = (header.tracedBlock ?? 0) - header.device.firstBlock;
  if (kernel.blockState[slot] !== BlockState.ONLINE || kernel.zoneMovable[slot] === 1) return false;
  const place = {
    series: header.series,
    block: { state: 'online', zone: 'Normal' },
    named: false,
    pinned: true,
  } as const;
  return observedClass(place, seen) === CLASS.KERNEL;
}

/** How much the managed count changed over these steps. */
export const managedDelta = (taken: readonly Taken[]): number =>
  taken.reduce((sum, { before, after }) => sum + after.managed - before.managed, 0);
