/**
 * The code that looks the successors in the buffer up among the states that are stored, and that which stores those that are new.
 * To look up only reads, and what is found stays true whatever is stored meanwhile: so threads may do it at any time. What it reads
 * at random places it reads for all of them first, one right after another: then the processor waits once, not each time.
 */

import { ENTRY_NUMBER } from '../../checker/store.js';
import type { FunctionCode } from './binary.js';
import { type Buffer, hashOf } from './buffer.js';
import * as wasm from './instructions.js';
import { type Code, Label } from './instructions.js';
import type { Head } from './memory.js';
import { Locals } from './routine.js';

export interface Stored {
  readonly head: Head;
  /** Words of a packed state. */
  readonly words: number;
  /** By word: the bits that are of the model, and not of locations. */
  readonly modelMasks: Int32Array;
  readonly isSorted: boolean;
  /** What is called for a new state of the model, see {@link Asked}; undefined where states of the model are not noted. */
  readonly asked: Asked | undefined;
}

/** Indexes of functions. */
export interface Asked {
  /** See `AskingCode`; undefined: each state is asked about. */
  readonly look: number | undefined;
  /** See `NativeRequest`. */
  readonly ask: number;
}

/** Repeats what is inside while the successor in a local is not the end of those in the buffer. */
function untilOut(at: number, { headNumber }: Head, buffer: Buffer, ...body: readonly Code[]): Code {
  const [again, end] = [new Label(), new Label()];
  return wasm.block(
    end,
    wasm.loop(
      again,
      wasm.jumpIf(end, wasm.greaterOrEqualUnsigned(wasm.get(at), headNumber('out'))),
      ...body,
      wasm.set(at, wasm.plus(wasm.get(at), wasm.constant(buffer.stride))),
      wasm.jump(again),
    ),
  );
}

const fourTimes = (value: Code): Code => wasm.shiftLeft(value, wasm.constant(2));

const both = (values: readonly Code[]): Code => (values.length === 0 ? wasm.constant(1) : values.reduce(wasm.and));

/** What it takes to find a state by its hash. */
class Finding {
  readonly slot: number;
  /** 1 + that of the state, where it is found. */
  readonly number: number;
  readonly hash: number;
  /** The packed words of the state. */
  readonly kept: readonly number[];
  readonly arena: number;
  readonly #head: Head;
  readonly #entry: number;
  readonly #known: number;
  readonly #mask: number;
  readonly #table: number;

  constructor({ words, head }: Stored, locals: Locals) {
    const another = () => locals.another();
    this.#head = head;
    this.kept = Array.from({ length: words }, another);
    [this.slot, this.number, this.hash, this.arena, this.#entry, this.#known, this.#mask, this.#table] = Array.from(
      { length: 8 },
      another,
    );
  }

  /** To be done before anything is sought. */
  begin(): Code {
    const { headNumber } = this.#head;
    return [
      wasm.set(this.#mask, headNumber('mask')),
      wasm.set(this.#table, headNumber('table')),
      wasm.set(this.arena, headNumber('arena')),
    ];
  }

  /** The address of what is in a slot. */
  slotAt(slot: number): Code {
    return wasm.plus(wasm.get(this.#table), fourTimes(wasm.get(slot)));
  }

  firstSlot(hash: Code): Code {
    return wasm.and(hash, wasm.get(this.#mask));
  }

  /** The address of the state before which a number counts. */
  stateAt(number: Code): Code {
    const stride = wasm.constant(4 * this.kept.length);
    return wasm.plus(wasm.minus(wasm.get(this.arena), stride), wasm.times(number, stride));
  }

  /**
   * Goes on from the slot: to a label where the state is found, behind this where it is not.
   * @param unknown what to do with a number that may be that of the state, before its words are read
   */
  find(found: Label, unknown: (number: Code, absent: Label) => Code): Code {
    const [absent, again] = [new Label(), new Label()];
    const words = this.kept.map((word, i) => wasm.equal(wasm.load(wasm.get(this.#known), 4 * i), wasm.get(word)));
    const differentBits = wasm.and(wasm.xor(wasm.get(this.#entry), wasm.get(this.hash)), wasm.constant(~ENTRY_NUMBER));
    return wasm.block(
      absent,
      wasm.loop(
        again,
        wasm.set(this.#entry, wasm.load(this.slotAt(this.slot))),
        wasm.jumpIf(absent, wasm.isZero(wasm.get(this.#entry))),
        wasm.when(wasm.isZero(differentBits), [
          wasm.set(this.number, wasm.and(wasm.get(this.#entry), wasm.constant(ENTRY_NUMBER))),
          unknown(wasm.get(this.number), absent),
          wasm.set(this.#known, this.stateAt(wasm.get(this.number))),
          wasm.jumpIf(found, both(words)),
        ]),
        wasm.set(this.slot, this.firstSlot(wasm.plus(wasm.get(this.slot), wasm.constant(1)))),
        wasm.jump(again),
      ),
    );
  }
}

/** Looks those successors in the buffer up that were not yet, and leaves there only those that there is more to do with. */
export function lookUp(buffer: Buffer, stored: Stored): FunctionCode {
  const { headNumber, setHead } = stored.head;
  const locals = new Locals();
  const at = locals.another();
  const finding = new Finding(stored, locals);
  const { slot, number, hash, kept } = finding;
  const successor = wasm.get(at);
  const eachSought = (...body: readonly Code[]): Code => [
    wasm.set(at, headNumber('sought')),
    untilOut(at, stored.head, buffer, ...body),
  ];
  const [published, to] = [locals.another(), locals.another()];
  const found = new Label();
  const left = wasm.get(to);
  const body = [
    finding.begin(),
    wasm.set(published, headNumber('published')),
    setHead(
      'transitions',
      wasm.plus(
        headNumber('transitions'),
        wasm.quotient(wasm.minus(headNumber('out'), headNumber('sought')), wasm.constant(buffer.stride)),
      ),
    ),
    eachSought(
      wasm.set(slot, finding.firstSlot(buffer.get(successor, 'hash'))),
      buffer.set(successor, 'number', wasm.load(finding.slotAt(slot))),
    ),
    eachSought(
      wasm.set(number, wasm.and(buffer.get(successor, 'number'), wasm.constant(ENTRY_NUMBER))),
      buffer.set(successor, 'slot', wasm.load(finding.stateAt(wasm.get(number)))),
    ),
    wasm.set(to, headNumber('sought')),
    eachSought(
      kept.map((word, i) => wasm.set(word, buffer.word(successor, i))),
      wasm.set(hash, buffer.get(successor, 'hash')),
      wasm.set(slot, finding.firstSlot(wasm.get(hash))),
      wasm.block(
        found,
        // Whoever stores it, or has just done so, goes on from here.
        finding.find(found, (found, absent) => wasm.jumpIf(absent, wasm.greaterUnsigned(found, wasm.get(published)))),
        wasm.set(number, wasm.constant(0)),
      ),
      wasm.when(wasm.or(wasm.isZero(wasm.get(number)), buffer.get(successor, 'isWay')), [
        kept.map((word, i) => buffer.setWord(left, i, wasm.get(word))),
        buffer.set(left, 'hash', wasm.get(hash)),
        buffer.set(left, 'parent', buffer.get(successor, 'parent')),
        stored.isSorted ? buffer.set(left, 'order', buffer.get(successor, 'order')) : [],
        buffer.set(left, 'isWay', buffer.get(successor, 'isWay')),
        buffer.set(left, 'slot', wasm.get(slot)),
        buffer.set(left, 'number', wasm.get(number)),
        wasm.set(to, wasm.plus(left, wasm.constant(buffer.stride))),
      ]),
    ),
    setHead('out', left),
    setHead('sought', left),
  ];
  return { params: 0, results: 0, locals: locals.count, body, exported: 'lookUp' };
}

/** Stores the new ones of the successors in the buffer, which were looked up. */
export function commit(buffer: Buffer, stored: Stored): FunctionCode {
  const { modelMasks, words, isSorted, asked } = stored;
  const { headNumber, setHead } = stored.head;
  const locals = new Locals();
  const [at, parent, place, model, to] = Array.from({ length: 5 }, () => locals.another());
  const finding = new Finding(stored, locals);
  const { slot, number, hash, kept } = finding;
  const successor = wasm.get(at);
  const insert = [
    wasm.set(number, headNumber('size')),
    wasm.set(to, wasm.plus(wasm.get(finding.arena), wasm.times(wasm.get(number), wasm.constant(4 * words)))),
    kept.map((word, i) => wasm.store(wasm.get(to), wasm.get(word), 4 * i)),
    wasm.store(
      finding.slotAt(slot),
      wasm.or(wasm.and(wasm.get(hash), wasm.constant(~ENTRY_NUMBER)), wasm.plus(wasm.get(number), wasm.constant(1))),
    ),
    // See `checker/predecessors.ts`.
    wasm.set(place, wasm.plus(wasm.plus(wasm.get(number), wasm.get(parent)), wasm.constant(1))),
    wasm.set(
      to,
      wasm.plus(headNumber('reached'), fourTimes(wasm.shiftRightUnsigned(wasm.get(place), wasm.constant(5)))),
    ),
    wasm.store(wasm.get(to), wasm.or(wasm.load(wasm.get(to)), wasm.shiftLeft(wasm.constant(1), wasm.get(place)))),
    isSorted ? wasm.storeByte(wasm.plus(headNumber('order'), wasm.get(number)), buffer.get(successor, 'order')) : [],
    setHead('size', wasm.plus(wasm.get(number), wasm.constant(1))),
    asked === undefined
      ? []
      : noteModel({ head: stored.head, words, modelMasks, kept, number, parent, model, asked }, locals),
    wasm.set(number, wasm.plus(wasm.get(number), wasm.constant(1))),
  ];
  const found = new Label();
  const store = [
    kept.map((word, i) => wasm.set(word, buffer.word(successor, i))),
    wasm.set(hash, buffer.get(successor, 'hash')),
    wasm.set(slot, buffer.get(successor, 'slot')),
    wasm.block(
      found,
      finding.find(found, () => []),
      insert,
    ),
  ];
  const wayAt = wasm.plus(headNumber('ways'), fourTimes(wasm.get(parent)));
  const keepWay = wasm.when(buffer.get(successor, 'isWay'), [
    wasm.set(to, wayAt),
    wasm.when(wasm.greater(wasm.get(number), wasm.load(wasm.get(to))), wasm.store(wasm.get(to), wasm.get(number))),
  ]);
  const body = [
    finding.begin(),
    wasm.set(at, headNumber('buffer')),
    untilOut(
      at,
      stored.head,
      buffer,
      wasm.set(parent, buffer.get(successor, 'parent')),
      wasm.set(number, buffer.get(successor, 'number')),
      wasm.when(wasm.isZero(wasm.get(number)), store),
      keepWay,
    ),
  ];
  return { params: 0, results: 0, locals: locals.count, body, exported: 'commit' };
}

interface NewState {
  readonly head: Head;
  readonly words: number;
  readonly modelMasks: Int32Array;
  /** Locals with its words, its number, that of its parent, and one for its state of the model. */
  readonly kept: readonly number[];
  readonly number: number;
  readonly parent: number;
  readonly model: number;
  readonly asked: Asked;
}

/** Notes which state of the model a new state is in, and asks of it if it is new too. */
function noteModel({ head, words, modelMasks, kept, number, parent, model, asked }: NewState, locals: Locals): Code {
  const { headNumber, setHead } = head;
  const [hash, slot, entry, known, table, arena] = Array.from({ length: 6 }, () => locals.another());
  const masked = kept.map((word, i) => wasm.and(wasm.get(word), wasm.constant(modelMasks[i])));
  const compared = [...kept.keys()].filter((i) => modelMasks[i] !== 0);
  const stride = wasm.constant(4 * words);
  const isIt = both(compared.map((i) => wasm.equal(wasm.load(wasm.get(known), 4 * i), masked[i])));
  const goTo = (at: number): Code => wasm.set(known, wasm.plus(wasm.get(arena), wasm.times(wasm.get(at), stride)));
  const [found, absent, again] = [new Label(), new Label(), new Label()];
  const of = (state: number): Code => wasm.plus(headNumber('modelOf'), fourTimes(wasm.get(state)));
  const slotAt = wasm.plus(wasm.get(table), fourTimes(wasm.get(slot)));
  const ask = wasm.storeByte(
    wasm.plus(headNumber('modelCuts'), wasm.get(model)),
    wasm.call(asked.ask, wasm.get(number), wasm.get(model)),
  );
  // Who is asked makes the table longer; a full one would be searched for ever.
  const slots = wasm.plus(headNumber('modelMask'), wasm.constant(1));
  const isHalfFull = wasm.greater(wasm.shiftLeft(headNumber('models'), wasm.constant(1)), slots);
  return [
    wasm.set(arena, headNumber('modelArena')),
    wasm.block(
      found,
      // Most steps leave the model as it is.
      wasm.set(model, wasm.load(of(parent))),
      goTo(model),
      wasm.jumpIf(found, isIt),
      hashOf(masked, hash),
      wasm.set(table, headNumber('modelTable')),
      wasm.set(slot, wasm.and(wasm.get(hash), headNumber('modelMask'))),
      wasm.block(
        absent,
        wasm.loop(
          again,
          wasm.set(entry, wasm.load(slotAt)),
          wasm.jumpIf(absent, wasm.isZero(wasm.get(entry))),
          wasm.set(model, wasm.minus(wasm.get(entry), wasm.constant(1))),
          goTo(model),
          wasm.jumpIf(found, isIt),
          wasm.set(slot, wasm.and(wasm.plus(wasm.get(slot), wasm.constant(1)), headNumber('modelMask'))),
          wasm.jump(again),
        ),
      ),
      wasm.set(model, headNumber('models')),
      goTo(model),
      masked.map((word, i) => wasm.store(wasm.get(known), word, 4 * i)),
      wasm.store(slotAt, wasm.plus(wasm.get(model), wasm.constant(1))),
      setHead('models', wasm.plus(wasm.get(model), wasm.constant(1))),
      asked.look === undefined
        ? ask
        : wasm.when(wasm.or(wasm.call(asked.look, ...kept.map(wasm.get), wasm.get(model)), isHalfFull), ask),
    ),
    wasm.store(of(number), wasm.get(model)),
  ];
}

const least = (local: number, value: Code): Code =>
  wasm.when(wasm.less(value, wasm.get(local)), wasm.set(local, value));

/** So many states are put into the table at once. */
const FILLED_AT_ONCE = 256;

/** Of each of them: its number, its hash, and what its first slot has. */
const FILLED_STRIDE = 12;

/** What it takes to fill the table. */
export const FILLING_BYTES = FILLED_AT_ONCE * FILLED_STRIDE;

/**
 * Puts states into the table, from `first` on, as far as their first slot is from `current` to `end`. What finds no place there is
 * listed from `out` on, where there is room up to `limit`: beyond, it traps.
 * @param room where there are so many bytes in what the module has for itself
 */
export function fillTable({ head: { headNumber, setHead }, words }: Stored, room: number): FunctionCode {
  const locals = new Locals();
  const another = () => locals.another();
  const [number, at, hash, slot, from, end, mask, table, size, each, to, behind] = Array.from({ length: 12 }, another);
  const [again, filled, next] = [new Label(), new Label(), new Label()];
  const slotAt = wasm.plus(wasm.get(table), fourTimes(wasm.get(slot)));
  const taken = Array.from({ length: words }, (_, i) => wasm.load(wasm.get(at), 4 * i));
  const firstSlot = wasm.set(slot, wasm.and(wasm.get(hash), wasm.get(mask)));
  const isInPart = wasm.lessUnsigned(
    wasm.minus(wasm.get(slot), wasm.get(from)),
    wasm.minus(wasm.get(end), wasm.get(from)),
  );
  const eachTaken = (...body: readonly Code[]): Code => {
    const [again, end] = [new Label(), new Label()];
    return [
      wasm.set(each, wasm.own),
      wasm.block(
        end,
        wasm.loop(
          again,
          wasm.jumpIf(end, wasm.equal(wasm.get(each), wasm.get(to))),
          wasm.set(hash, wasm.load(wasm.get(each), room + 4)),
          firstSlot,
          ...body,
          wasm.set(each, wasm.plus(wasm.get(each), wasm.constant(FILLED_STRIDE))),
          wasm.jump(again),
        ),
      ),
    ];
  };
  const list = [
    wasm.when(wasm.greaterOrEqualUnsigned(headNumber('out'), headNumber('limit')), wasm.trap),
    wasm.store(headNumber('out'), wasm.load(wasm.get(each), room)),
    setHead('out', wasm.plus(headNumber('out'), wasm.constant(4))),
  ];
  const place = (): Code => {
    const [probe, placed] = [new Label(), new Label()];
    const entry = wasm.or(
      wasm.and(wasm.get(hash), wasm.constant(~ENTRY_NUMBER)),
      wasm.plus(wasm.load(wasm.get(each), room), wasm.constant(1)),
    );
    return wasm.block(
      placed,
      wasm.loop(
        probe,
        wasm.when(wasm.load(slotAt), [
          wasm.set(slot, wasm.plus(wasm.get(slot), wasm.constant(1))),
          wasm.when(wasm.equal(wasm.get(slot), wasm.get(end)), [list, wasm.jump(placed)]),
          wasm.set(slot, wasm.and(wasm.get(slot), wasm.get(mask))),
          // Inside the condition, so that it is the loop that goes on.
          wasm.jump(probe),
        ]),
      ),
      wasm.store(slotAt, entry),
    );
  };
  const body = [
    wasm.set(mask, headNumber('mask')),
    wasm.set(table, headNumber('table')),
    wasm.set(size, headNumber('size')),
    wasm.set(from, headNumber('current')),
    wasm.set(end, headNumber('end')),
    wasm.set(number, headNumber('first')),
    wasm.set(at, wasm.plus(headNumber('arena'), wasm.times(wasm.get(number), wasm.constant(4 * words)))),
    wasm.block(
      filled,
      wasm.loop(
        again,
        wasm.jumpIf(filled, wasm.greaterOrEqual(wasm.get(number), wasm.get(size))),
        wasm.set(to, wasm.own),
        wasm.set(behind, wasm.plus(wasm.get(number), wasm.constant(FILLED_AT_ONCE))),
        least(behind, wasm.get(size)),
        wasm.loop(
          next,
          hashOf(taken, hash),
          firstSlot,
          wasm.store(wasm.get(to), wasm.get(number), room),
          wasm.store(wasm.get(to), wasm.get(hash), room + 4),
          // Without a jump, which nobody could foretell.
          wasm.set(to, wasm.plus(wasm.get(to), wasm.times(isInPart, wasm.constant(FILLED_STRIDE)))),
          wasm.set(number, wasm.plus(wasm.get(number), wasm.constant(1))),
          wasm.set(at, wasm.plus(wasm.get(at), wasm.constant(4 * words))),
          wasm.jumpIf(next, wasm.less(wasm.get(number), wasm.get(behind))),
        ),
        eachTaken(wasm.store(wasm.get(each), wasm.load(slotAt), room + 8)),
        eachTaken(place()),
        wasm.jump(again),
      ),
    ),
  ];
  return { params: 0, results: 0, locals: locals.count, body, exported: 'fillTable' };
}

/** Indexes of functions, and how many states are expanded before their successors are looked up. */
export interface Batches {
  readonly expand: number;
  readonly lookUp: number;
  readonly commit: number;
  readonly batch: number;
  readonly mostSuccessors: number;
}

/** Expands the states from one in a local to another, and looks their successors up. */
const expandBatch = (current: number, behind: number, { expand, lookUp }: Batches): Code => {
  const each = new Label();
  return [
    wasm.loop(
      each,
      wasm.call(expand, wasm.get(current)),
      wasm.set(current, wasm.plus(wasm.get(current), wasm.constant(1))),
      wasm.jumpIf(each, wasm.less(wasm.get(current), wasm.get(behind))),
    ),
    wasm.call(lookUp),
  ];
};

/** Expands states until the end that is asked for, and leaves their successors in the buffer, looked up. */
export function expandChunk({ head: { headNumber, setHead } }: Stored, batches: Batches): FunctionCode {
  const locals = new Locals();
  const [current, behind] = [locals.another(), locals.another()];
  const again = new Label();
  const body = [
    setHead('out', headNumber('buffer')),
    setHead('sought', headNumber('buffer')),
    wasm.set(current, headNumber('current')),
    wasm.loop(
      again,
      wasm.set(behind, wasm.plus(wasm.get(current), wasm.constant(batches.batch))),
      least(behind, headNumber('end')),
      expandBatch(current, behind, batches),
      wasm.jumpIf(again, wasm.less(wasm.get(current), headNumber('end'))),
    ),
    setHead('current', wasm.get(current)),
  ];
  return { params: 0, results: 0, locals: locals.count, body, exported: 'expandChunk' };
}

/** Expands states until the end that is asked for, or where there may be no room for their successors, and stores these. */
export function expandStates({ head: { headNumber, setHead } }: Stored, batches: Batches): FunctionCode {
  const { commit, batch, mostSuccessors } = batches;
  const locals = new Locals();
  const [current, behind, size] = [locals.another(), locals.another(), locals.another()];
  const again = new Label();
  const room = wasm.plus(
    wasm.get(size),
    wasm.times(
      wasm.minus(wasm.minus(wasm.get(behind), wasm.get(current)), wasm.constant(1)),
      wasm.constant(mostSuccessors),
    ),
  );
  const body = wasm.loop(
    again,
    wasm.set(current, headNumber('current')),
    wasm.set(size, headNumber('size')),
    wasm.when(wasm.greaterOrEqual(wasm.get(current), headNumber('end')), wasm.leaveFunction),
    wasm.when(wasm.greaterOrEqual(wasm.get(current), wasm.get(size)), wasm.leaveFunction),
    wasm.when(wasm.greater(wasm.get(size), headNumber('limit')), wasm.leaveFunction),
    wasm.when(wasm.greater(headNumber('models'), headNumber('modelLimit')), wasm.leaveFunction),
    wasm.when(wasm.equal(wasm.get(current), headNumber('nextDepthAt')), [
      setHead('depth', wasm.plus(headNumber('depth'), wasm.constant(1))),
      setHead('nextDepthAt', wasm.get(size)),
    ]),
    wasm.set(behind, wasm.plus(wasm.get(current), wasm.constant(batch))),
    least(behind, headNumber('end')),
    least(behind, headNumber('nextDepthAt')),
    // The last of them must be as much within the limit as if it were expanded alone.
    wasm.when(
      wasm.greater(room, headNumber('limit')),
      wasm.set(behind, wasm.plus(wasm.get(current), wasm.constant(1))),
    ),
    setHead('published', wasm.get(size)),
    setHead('out', headNumber('buffer')),
    setHead('sought', headNumber('buffer')),
    expandBatch(current, behind, batches),
    wasm.call(commit),
    setHead('current', wasm.get(current)),
    wasm.jump(again),
  );
  return { params: 0, results: 0, locals: locals.count, body, exported: 'expandStates' };
}
