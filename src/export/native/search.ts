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
import { type CompiledModule, moduleOf } from './made_modules.js';
import { HEAD_LENGTH, type HeadNumber, indexOf, type Span } from './memory.js';

const PAGE = 2 ** 16;
/** What 32 bits can address. */
const MOST_BYTES = 2 ** 32 - PAGE;

/** Where the arrays of a search lie. */
type Places = Readonly<Record<ArrayName, Span>>;

type ArrayName = Extract<
  HeadNumber,
  'arena' | 'reached' | 'order' | 'table' | 'ways' | 'modelOf' | 'modelArena' | 'modelTable' | 'modelCuts'
>;

interface Room {
  readonly places: Places;
  readonly end: number;
  /** Of the model. */
  readonly mostModels: number;
}

/** Room for so many states, and half as many of the model, but for all that there may be already. */
function roomFor<S>(
  capacity: number,
  from: number,
  { program, sorting, keepsWays, ask, stored }: NativeRequest<S>,
): Room {
  const words = program.layout.packedWords;
  const mostModels = Math.max(stored, capacity / 2);
  const [sorted, ways, models] = [sorting, keepsWays, ask].map((each) => Number(each !== undefined));
  const lengths: readonly (readonly [name: ArrayName, bytes: number])[] = [
    ['arena', 4 * words * capacity],
    ['reached', 4 * wordsOfPredecessors(capacity)],
    ['table', 8 * capacity],
    ['ways', 4 * capacity * ways],
    ['modelOf', 4 * capacity * models],
    ['modelArena', 4 * words * mostModels * models],
    ['modelTable', 8 * mostModels * models],
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
  let capacity = request.stored;
  while (capacity < request.mostStored) capacity *= 2;
  for (; capacity >= request.stored; capacity /= 2) {
    const room = roomFor(capacity, from, request);
    if (room.end <= MOST_BYTES) return room;
  }
  return undefined;
}

/** Undefined where there are not so many addresses to be had. */
function memoryOf(bytes: number): WebAssembly.Memory | undefined {
  try {
    return new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) });
  } catch {
    return undefined;
  }
}

/** See `NativeMaker`. */
export const searchInWebAssembly: NativeMaker = <S>(request: NativeRequest<S>) => {
  const module = moduleOf({ ...request, asks: request.ask !== undefined, at: 0 }, request.isLarge);
  if (module === undefined) return undefined;
  const room = largestRoom(module.end, request);
  if (room === undefined) return undefined;
  const memory = memoryOf(room.end);
  return memory === undefined ? undefined : new WebAssemblySearch(request, module, room, memory);
};

type Exported = () => void;

class WebAssemblySearch<S> implements NativeSearch {
  readonly arrays: SearchArrays;
  readonly coverage: Uint8Array;
  readonly #module: CompiledModule;
  readonly #head: Int32Array;
  readonly #workspace: Uint8Array;
  readonly #expandStates: Exported;
  readonly #lookUp: Exported;
  readonly #commit: Exported;
  readonly #mostModels: number;
  readonly #modelMask: () => number;

  constructor(
    request: NativeRequest<S>,
    module: CompiledModule,
    { places, mostModels }: Room,
    memory: WebAssembly.Memory,
  ) {
    const { ask, modelMask } = request;
    const { buffer } = memory;
    const integers = ({ at, length }: Span) => new Int32Array(buffer, at, length / 4);
    const bytes = ({ at, length }: Span) => new Uint8Array(buffer, at, length);
    this.#module = module;
    this.#mostModels = mostModels;
    this.#modelMask = modelMask;
    this.#head = new Int32Array(buffer, 0, HEAD_LENGTH);
    this.coverage = bytes(module.coverage);
    this.#workspace = bytes({ at: module.workspace.at, length: module.workspace.initial.length });
    const instance = new WebAssembly.Instance(module.compiled, {
      search: {
        memory,
        ask: (state: number, model: number) => {
          const isCut = ask?.(state, model) === true;
          this.#set('modelMask', modelMask());
          return Number(isCut);
        },
      },
    });
    const exported = (name: string) => instance.exports[name] as Exported;
    this.#expandStates = exported('expandStates');
    this.#lookUp = exported('lookUp');
    this.#commit = exported('commit');
    const fill = exported('fillTable');
    this.#set('buffer', module.buffer.at);
    for (const [name, { at }] of Object.entries(places)) this.#set(name as ArrayName, at);
    this.arrays = {
      store: {
        arena: integers(places.arena),
        reached: integers(places.reached),
        order: bytes(places.order),
        table: integers(places.table),
        fillTable: (size, mask) => {
          this.#set('size', size);
          this.#set('mask', mask);
          fill();
        },
      },
      models: {
        of: integers(places.modelOf),
        arena: integers(places.modelArena),
        table: integers(places.modelTable),
      },
      cutting: bytes(places.modelCuts),
      ways: integers(places.ways),
    };
  }

  expand(counts: SearchCounts, { end, limit, mask }: SearchBounds): void {
    const { current, size, depth, nextDepthAt, models } = counts;
    const modelLimit = this.#mostModels - this.#module.mostAtOnce;
    const numbers = {
      current,
      size,
      depth,
      nextDepthAt,
      models,
      end,
      limit,
      mask,
      modelMask: this.#modelMask(),
      modelLimit,
    };
    for (const [name, value] of Object.entries(numbers)) this.#set(name as keyof typeof numbers, value);
    this.#set('transitions', 0);
    this.#set('deadlock', -1);
    try {
      this.#expandStates();
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError)) throw error;
      this.#leaveState();
    }
    counts.current = this.#get('current');
    counts.size = this.#get('size');
    counts.transitions = this.#get('transitions') >>> 0;
    counts.depth = this.#get('depth');
    counts.nextDepthAt = this.#get('nextDepthAt');
    counts.models = this.#get('models');
    counts.stuck = this.#get('deadlock');
  }

  /** Stops before the state that is being expanded, as if it had not begun with it. */
  #leaveState(): void {
    this.#set('out', this.#get('began'));
    this.#lookUp();
    this.#commit();
    this.#set('current', this.#get('expanding'));
    // Of what is constant, nothing else puts it right.
    this.#workspace.set(this.#module.workspace.initial);
  }

  #get(name: HeadNumber): number {
    return this.#head[indexOf(name)];
  }

  #set(name: HeadNumber, value: number): void {
    this.#head[indexOf(name)] = value;
  }
}
