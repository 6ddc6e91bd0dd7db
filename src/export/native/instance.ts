/** A module on the memory of a search, in whichever thread: the numbers that it reads and writes, and what it can be asked to do. */

import type { CompiledModule } from './kept_module.js';
import { HeadNumbers, type Span } from './memory.js';

type Exported = 'expandStates' | 'expandChunk' | 'lookUp' | 'commit' | 'fillTable';

/** The states that are put into the table, and the bits of a hash that are a slot of it. */
export interface FilledTable {
  readonly first: number;
  readonly size: number;
  readonly mask: number;
}

/** A slot that no table has. */
const WHOLE = -1;

export class Instance {
  readonly module: CompiledModule;
  readonly head: HeadNumbers;
  /** Where the successors of a batch are. */
  readonly buffer: number;
  /** As `Expander.coverage`, in words; bytes beyond its end are 0. */
  readonly coverage: Int32Array;
  readonly #workspace: Uint8Array;
  readonly #exports: Readonly<Record<Exported, () => void>>;

  /**
   * @param own where the memory begins that it has for itself, a multiple of 8
   * @param ask see `NativeRequest`: 1 where the search does not look behind the state of the model
   */
  constructor(
    module: CompiledModule,
    memory: WebAssembly.Memory,
    own: number,
    ask: (state: number, model: number) => number,
  ) {
    const { compiled, buffer, coverage, workspace } = module;
    this.module = module;
    this.buffer = own + buffer.at;
    this.head = new HeadNumbers(memory, own);
    this.coverage = new Int32Array(memory.buffer, own + coverage.at, Math.ceil(coverage.length / 4));
    this.#workspace = new Uint8Array(memory.buffer, own + workspace.at, workspace.initial.length);
    this.#workspace.set(workspace.initial);
    const { exports } = new WebAssembly.Instance(compiled, { search: { memory, own, ask } });
    this.#exports = exports as Record<Exported, () => void>;
    this.head.set({ buffer: this.buffer });
  }

  commit(): void {
    this.#exports.commit();
  }

  /**
   * Puts states into the table that have their first slot in a part of it.
   * @param part its first slot, and the one behind its last; absent: the whole table, in which each finds a place
   * @param listed where there is room for those that find none in the part
   * @returns whether there was enough: `out` is the end of the list
   */
  fillTable(states: FilledTable, part?: { readonly from: number; readonly end: number }, listed?: Span): boolean {
    const { at, length } = listed ?? { at: 0, length: 0 };
    const [current, end] = part === undefined ? [0, WHOLE] : [part.from, part.end];
    this.head.set({ ...states, current, end, out: at, limit: at + length });
    return this.#runs('fillTable');
  }

  /**
   * Expands states. Before one that traps it stops, as if it had not begun with it.
   * @returns whether none did; the successors of those before it are in the buffer, looked up
   */
  expand(how: 'expandStates' | 'expandChunk'): boolean {
    if (this.#runs(how)) return true;
    this.head.set({ out: this.head.get('began') });
    this.#exports.lookUp();
    this.head.set({ current: this.head.get('expanding') });
    // Of what is constant, nothing else puts it right.
    this.#workspace.set(this.module.workspace.initial);
    return false;
  }

  /** Whether it does not trap. */
  #runs(what: Exported): boolean {
    try {
      this.#exports[what]();
      return true;
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError)) throw error;
      return false;
    }
  }
}
