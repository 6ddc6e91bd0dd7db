/** The module of a program's search, put together: what its memory begins with, and its functions. */

import type { NativeRequest } from '../../checker/native_search.js';
import type { TranslatedProgram } from '../program.js';
import { Asking } from './asking.js';
import { expandChunk, expandStates } from './batches.js';
import { moduleBytes } from './binary.js';
import { Buffer } from './buffer.js';
import { Expanding } from './expanding.js';
import { FILLING_BYTES, fillTable } from './filling.js';
import { LaidOut, type Span } from './memory.js';
import { commit, lookUp } from './storing.js';

/** So many states are expanded before their successors are looked up. More, and these would not stay in the processor's cache. */
const BATCH = 16;

/** Plain data, that another thread may be given. Places are in the memory that it has for itself. */
export interface SearchModule {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Bytes at the beginning of memory that never change, and those that it has for itself in each thread. */
  readonly constants: number;
  readonly own: number;
  /** For the successors of a batch. */
  readonly buffer: Span;
  /** Bytes of the successors that a state may have. */
  readonly mostBytes: number;
  /** A state: what is there at the start. */
  readonly workspace: { readonly at: number; readonly initial: Uint8Array };
  /** See `coverageIndex`. */
  readonly coverage: Span;
  /** So many successors may be made before any is stored. */
  readonly mostAtOnce: number;
  /** See `Asking`. */
  readonly asking: { readonly cells: number; readonly asked: Span };
}

/** All that a module hangs on. */
export interface ModuleRequest<S>
  extends Pick<NativeRequest<S>, 'program' | 'sorting' | 'mostSuccessors' | 'keepsWays' | 'invariants' | 'questions'> {}

/** @param translated with all that is asked as predicates, the invariants first, or with none: then it is asked otherwise */
export function searchModule<S>(
  { program, sorting, mostSuccessors, keepsWays, invariants }: ModuleRequest<S>,
  translated: TranslatedProgram,
): SearchModule {
  const memory = new LaidOut();
  const { layout, system } = program;
  const words = layout.packedWords;
  const mostAtOnce = BATCH * mostSuccessors;
  const buffer = new Buffer(words);
  const length = Buffer.bytesOf(words, mostAtOnce);
  const span = { at: memory.room(length), length };
  const expanding = new Expanding(
    { program, sorting, keepsWays, asks: invariants.length > 0 },
    translated,
    memory,
    buffer,
  );
  const ask = { name: 'ask', params: 2, results: 1 } as const;
  const imports = [ask];
  const { functions, table, expand } = expanding.code(imports.length);
  const { workspace, coverage } = expanding;
  const asking = new Asking(
    layout,
    {
      invariants: translated.predicates.slice(0, invariants.length),
      questions: translated.predicates.slice(invariants.length),
    },
    memory,
  );
  const look = asking.code(imports.length + functions.length);
  const made = [...functions, ...look.functions];
  const stored = {
    head: memory.head,
    words,
    modelMasks: layout.masks(Object.keys(system.fields)),
    isSorted: sorting !== undefined,
    asked: invariants.length === 0 ? undefined : { ask: imports.indexOf(ask), look: look.look },
  };
  const storing = [lookUp(buffer, stored), commit(buffer, stored)];
  const [lookUpAt, commitAt] = storing.map((_, i) => imports.length + made.length + i);
  const batches = { expand, lookUp: lookUpAt, commit: commitAt, batch: BATCH, mostSuccessors };
  const all = [
    ...made,
    ...storing,
    fillTable(stored, memory.room(FILLING_BYTES)),
    expandStates(stored, batches),
    expandChunk(stored, batches),
  ];
  const bytes = moduleBytes({ imports, functions: all, table, data: memory.data });
  return {
    bytes,
    constants: memory.constants,
    own: memory.own,
    buffer: span,
    mostBytes: length / BATCH,
    workspace,
    coverage,
    mostAtOnce,
    asking: { cells: asking.cells, asked: asking.asked },
  };
}
