/** The module of a program's search, put together: what its memory begins with, and its functions. */

import type { NativeRequest } from '../../checker/native_search.js';
import type { TranslatedProgram } from '../program.js';
import { moduleBytes } from './binary.js';
import { Buffer } from './buffer.js';
import { Expanding } from './expanding.js';
import { LaidOut, type Span } from './memory.js';
import { expandStates, fillTable, storeSuccessors } from './storing.js';

/** So many states are expanded before their successors are looked up. More, and these would not stay in the processor's cache. */
const BATCH = 16;

export interface SearchModule {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where the long arrays may begin. */
  readonly end: number;
  /** A state: what is there at the start. */
  readonly workspace: { readonly at: number; readonly initial: Uint8Array };
  /** See `coverageIndex`. */
  readonly coverage: Span;
  /** So many successors may be made before any is stored. */
  readonly mostAtOnce: number;
}

export function searchModule<S>(
  { program, sorting, mostSuccessors, keepsWays, ask: asked }: NativeRequest<S>,
  translated: TranslatedProgram,
): SearchModule {
  const memory = new LaidOut();
  const { layout, system } = program;
  const words = layout.packedWords;
  const mostAtOnce = BATCH * mostSuccessors;
  const buffer = new Buffer(memory.room(Buffer.bytesOf(words, mostAtOnce)), words);
  const expanding = new Expanding({ program, sorting, keepsWays }, translated, memory, buffer);
  const ask = { name: 'ask', params: 2, results: 1 } as const;
  const imports = [ask];
  const { functions, table, expand } = expanding.code(imports.length);
  const stored = {
    words,
    modelMasks: layout.masks(Object.keys(system.fields)),
    isSorted: sorting !== undefined,
    asks: asked !== undefined,
  };
  const store = imports.length + functions.length;
  const all = [
    ...functions,
    storeSuccessors(buffer, stored, imports.indexOf(ask)),
    fillTable(stored),
    expandStates(buffer, { expand, store, batch: BATCH, mostSuccessors }),
  ];
  const bytes = moduleBytes({ imports, functions: all, table, data: memory.data });
  const { workspace, coverage } = expanding;
  return { bytes, end: memory.end, workspace, coverage, mostAtOnce };
}
