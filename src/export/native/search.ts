/**
 * Searches in WebAssembly: the module of the search runs on a memory that has room for as many states as may come. The memory takes
 * addresses at once, but no more of the machine's than is written.
 */

import type {
  NativeMaker,
  NativeRequest,
  NativeSearch,
  SearchArrays,
  SearchBounds,
  SearchCounts,
} from '../../checker/native_search.js';
import { wordsOfPredecessors } from '../../checker/predecessors.js';
import { answerWords } from '../../checker/question.js';
import { type Extent, extended, roomOf } from '../../checker/store.js';
import { Instance } from './instance.js';
import type { CompiledModule, ModuleSource } from './kept_module.js';
import type { HeadNumber, Span } from './memory.js';
import { buffersBytes, SharedSearch, type Sharing, type ToBeShared } from './sharing.js';

const PAGE = 2 ** 16;
/** What 32 bits can address. */
const MOST_BYTES = 2 ** 32 - PAGE;

/** Where the arrays of a search lie. */
type Places = Readonly<Record<ArrayName, Span>>;

type ArrayName = Extract<
  HeadNumber,
  | 'arena'
  | 'reached'
  | 'order'
  | 'table'
  | 'ways'
  | 'modelOf'
  | 'modelArena'
  | 'modelTable'
  | 'modelCuts'
  | 'modelAnswers'
>;

interface Room {
  readonly places: Places;
  readonly end: number;
  /** Of the model. */
  readonly mostModels: number;
}

/** Room for so many states, and half as many of the model, but for all that there may be already. */
function roomFor<S>(
  { capacity, slots }: Extent,
  from: number,
  { program, sorting, keepsWays, invariants, questions, stored }: NativeRequest<S>,
): Room {
  const words = program.layout.packedWords;
  const mostModels = Math.max(stored.capacity, Math.ceil(capacity / 2));
  const [sorted, ways] = [sorting, keepsWays].map((each) => Number(each !== undefined));
  const models = Math.min(invariants.length, 1);
  const lengths: readonly (readonly [name: ArrayName, bytes: number])[] = [
    ['arena', 4 * words * capacity],
    ['reached', 4 * wordsOfPredecessors(capacity)],
    ['table', 4 * slots],
    ['ways', 4 * capacity * ways],
    ['modelOf', 4 * capacity * models],
    ['modelArena', 4 * words * mostModels * models],
    ['modelTable', 4 * 2 ** Math.ceil(Math.log2(2 * mostModels)) * models],
    ['modelAnswers', 4 * answerWords(questions.length) * mostModels * models],
    ['order', capacity * sorted],
    ['modelCuts', mostModels * models],
  ];
  let end = 64 * Math.ceil(from / 64);
  const places = lengths.map(([name, length]) => {
    const at = end;
    end += length;
    return [name, { at, length }] as const;
  });
  return { places: Object.fromEntries(places) as Record<ArrayName, Span>, end, mostModels };
}

/** Undefined where what is stored is too much already. */
function largestRoom<S>(from: number, request: NativeRequest<S>): Room | undefined {
  let extent = request.stored;
  let room: Room | undefined;
  for (;;) {
    const larger = roomFor(extent, from, request);
    if (larger.end > MOST_BYTES) return room;
    room = larger;
    const states = roomOf(extent);
    if (states >= request.mostStored) return room;
    extent = extended(extent, states + 1);
  }
}

/** Undefined where there are not so many addresses to be had. */
function memoryOf(bytes: number): WebAssembly.Memory | undefined {
  const pages = Math.ceil(bytes / PAGE);
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  } catch {
    return undefined;
  }
}

/** See `NativeMaker`. @param sharing how large searches are shared by threads; undefined: they are not */
export const searchOfModules =
  (moduleOf: ModuleSource, sharing: Sharing | undefined): NativeMaker =>
  <S>(request: NativeRequest<S>) => {
    const module = moduleOf(request, request.isLarge);
    if (module === undefined) return undefined;
    const ownOf = (thread: number): number => module.constants + thread * module.own;
    const others = Array.from({ length: sharing?.helpers ?? 0 }, (_, i) => ownOf(1 + i));
    const buffersAt = ownOf(1 + others.length);
    const buffers = sharing === undefined ? 0 : buffersBytes(sharing, module);
    const room = largestRoom(buffersAt + buffers, request);
    if (room === undefined) return undefined;
    const memory = memoryOf(room.end);
    if (memory === undefined) return undefined;
    const toBeShared = sharing && { sharing, others, memory, buffersAt };
    return new WebAssemblySearch(request, module, room, memory, toBeShared);
  };

class WebAssemblySearch<S> implements NativeSearch {
  readonly arrays: SearchArrays;
  readonly coverage: Uint8Array;
  readonly #own: Instance;
  readonly #places: Readonly<Record<ArrayName, number>>;
  readonly #covered: Int32Array;
  readonly #mostModels: number;
  readonly #mostSuccessors: number;
  readonly #modelMask: () => number;
  readonly #toBeShared: ToBeShared | undefined;
  #shared: SharedSearch | undefined;
  #hasEnded = false;

  constructor(
    request: NativeRequest<S>,
    module: CompiledModule,
    { places, mostModels }: Room,
    memory: WebAssembly.Memory,
    toBeShared: ToBeShared | undefined,
  ) {
    const { ask, isAsked, modelMask } = request;
    const { buffer } = memory;
    const integers = ({ at, length }: Span) => new Int32Array(buffer, at, length / 4);
    const bytes = ({ at, length }: Span) => new Uint8Array(buffer, at, length);
    this.#mostModels = mostModels;
    this.#mostSuccessors = request.mostSuccessors;
    this.#modelMask = modelMask;
    this.#toBeShared = toBeShared;
    const { cells, asked } = module.asking;
    bytes({ at: module.constants + cells, length: module.workspace.initial.length }).set(module.workspace.initial);
    const flags = bytes({ at: module.constants + asked.at, length: asked.length });
    const noteAsked = () => {
      for (let i = 0; i < flags.length; i++) flags[i] = Number(isAsked(i));
    };
    noteAsked();
    this.#own = new Instance(module, memory, module.constants, (state, model) => {
      const isCut = ask(state, model);
      this.#own.head.set({ modelMask: modelMask() });
      noteAsked();
      return Number(isCut);
    });
    this.#covered = new Int32Array(this.#own.coverage.length);
    this.coverage = new Uint8Array(this.#covered.buffer, 0, module.coverage.length);
    this.#places = Object.fromEntries(Object.entries(places).map(([name, { at }]) => [name, at])) as Record<
      ArrayName,
      number
    >;
    this.#own.head.set(this.#places);
    this.arrays = {
      store: {
        arena: integers(places.arena),
        reached: integers(places.reached),
        order: bytes(places.order),
        table: integers(places.table),
        fillTable: (size, mask) => {
          // Pages that are read before they are written are made twice, and the second time stops all threads.
          this.arrays.store.table.fill(0, (mask + 1) / 2, mask + 1);
          if (this.#shared?.isReady === true) {
            if (this.#shared.fillTable(size, mask)) return;
            this.arrays.store.table.fill(0, 0, mask + 1);
          }
          this.#own.fillTable({ first: 0, size, mask });
        },
      },
      models: {
        of: integers(places.modelOf),
        arena: integers(places.modelArena),
        table: integers(places.modelTable),
        answers: integers(places.modelAnswers),
      },
      cutting: bytes(places.modelCuts),
      ways: integers(places.ways),
    };
  }

  expand(counts: SearchCounts, { end, limit, mask }: SearchBounds): void {
    const { current, size, depth, nextDepthAt, models } = counts;
    const { head, module, coverage } = this.#own;
    const modelLimit = this.#mostModels - module.mostAtOnce;
    head.set({ current, size, depth, nextDepthAt, models, end, limit, mask, modelLimit });
    head.set({ modelMask: this.#modelMask(), transitions: 0, deadlock: -1 });
    try {
      this.#sharedSearch(size)?.expand({ end, limit, modelLimit, mostSuccessors: this.#mostSuccessors });
      coverage.fill(0);
      if (!this.#own.expand('expandStates')) this.#own.commit();
    } catch (error) {
      this.end();
      throw error;
    }
    for (let i = 0; i < coverage.length; i++) this.#covered[i] |= coverage[i];
    counts.current = head.get('current');
    counts.size = head.get('size');
    counts.transitions = head.get('transitions') >>> 0;
    counts.depth = head.get('depth');
    counts.nextDepthAt = head.get('nextDepthAt');
    counts.models = head.get('models');
    counts.stuck = head.get('deadlock');
  }

  end(): void {
    this.#hasEnded = true;
    this.#shared?.end();
  }

  /** Undefined while nobody else is there to share it. */
  #sharedSearch(size: number): SharedSearch | undefined {
    if (this.#hasEnded || this.#toBeShared === undefined || size < this.#toBeShared.sharing.from) return undefined;
    this.#shared ??= new SharedSearch({
      ...this.#toBeShared,
      ...{ own: this.#own, coverage: this.#covered, places: this.#places },
    });
    return this.#shared.isReady ? this.#shared : undefined;
  }
}
