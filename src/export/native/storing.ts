/**
 * The code that looks the successors in the buffer up among the states that are stored, and stores those that are new. What it
 * reads at random places it reads for all of them first, one right after another: then the processor waits once, not each time.
 */

import { ENTRY_NUMBER } from '../../checker/store.js';
import type { FunctionCode } from './binary.js';
import { type Buffer, hashOf, headNumber, setHead } from './buffer.js';
import * as wasm from './instructions.js';
import { type Code, Label } from './instructions.js';
import { Locals } from './routine.js';

export interface Stored {
  /** Words of a packed state. */
  readonly words: number;
  /** By word: the bits that are of the model, and not of locations. */
  readonly modelMasks: Int32Array;
  readonly isSorted: boolean;
  /** Whether invariants are asked of states of the model. */
  readonly asks: boolean;
}

/** Repeats what is inside while the successor in a local is not the end of the buffer. */
function eachSuccessor(at: number, buffer: Buffer, ...body: readonly Code[]): Code {
  const [again, end] = [new Label(), new Label()];
  return [
    wasm.set(at, wasm.constant(buffer.at)),
    wasm.block(
      end,
      wasm.loop(
        again,
        wasm.jumpIf(end, wasm.greaterOrEqualUnsigned(wasm.get(at), headNumber('out'))),
        ...body,
        wasm.set(at, wasm.plus(wasm.get(at), wasm.constant(buffer.stride))),
        wasm.jump(again),
      ),
    ),
  ];
}

const fourTimes = (value: Code): Code => wasm.shiftLeft(value, wasm.constant(2));

const both = (values: readonly Code[]): Code => (values.length === 0 ? wasm.constant(1) : values.reduce(wasm.and));

/** Stores the new ones of the successors in the buffer, which is empty then. @param ask index of the imported function */
export function storeSuccessors(
  buffer: Buffer,
  { words, modelMasks, isSorted, asks }: Stored,
  ask: number,
): FunctionCode {
  const locals = new Locals();
  const another = () => locals.another();
  const [at, hash, slot, entry, number, known, mask, table, arena, parent, model] = Array.from({ length: 11 }, another);
  const kept = Array.from({ length: words }, another);
  const all = [...kept.keys()];
  const stride = 4 * words;

  const lookAtTable = eachSuccessor(
    at,
    buffer,
    wasm.set(slot, wasm.and(buffer.get(wasm.get(at), 'hash'), wasm.get(mask))),
    buffer.set(wasm.get(at), 'entry', wasm.load(wasm.plus(wasm.get(table), fourTimes(wasm.get(slot))))),
  );
  const lookAtStates = eachSuccessor(
    at,
    buffer,
    wasm.set(number, wasm.and(buffer.get(wasm.get(at), 'entry'), wasm.constant(ENTRY_NUMBER))),
    // The number is one more than that of the state.
    wasm.set(
      known,
      wasm.plus(
        wasm.minus(wasm.get(arena), wasm.constant(stride)),
        wasm.times(wasm.get(number), wasm.constant(stride)),
      ),
    ),
    buffer.set(wasm.get(at), 'known', wasm.load(wasm.get(known))),
  );

  const [found, absent, again] = [new Label(), new Label(), new Label()];
  const isIt = both(all.map((i) => wasm.equal(wasm.load(wasm.get(known), 4 * i), wasm.get(kept[i]))));
  const differentBits = wasm.and(wasm.xor(wasm.get(entry), wasm.get(hash)), wasm.constant(~ENTRY_NUMBER));
  const find = wasm.block(
    absent,
    wasm.loop(
      again,
      wasm.set(entry, wasm.load(wasm.plus(wasm.get(table), fourTimes(wasm.get(slot))))),
      wasm.jumpIf(absent, wasm.isZero(wasm.get(entry))),
      wasm.when(wasm.isZero(differentBits), [
        wasm.set(number, wasm.minus(wasm.and(wasm.get(entry), wasm.constant(ENTRY_NUMBER)), wasm.constant(1))),
        wasm.set(known, wasm.plus(wasm.get(arena), wasm.times(wasm.get(number), wasm.constant(stride)))),
        wasm.jumpIf(found, isIt),
      ]),
      wasm.set(slot, wasm.and(wasm.plus(wasm.get(slot), wasm.constant(1)), wasm.get(mask))),
      wasm.jump(again),
    ),
  );
  const put = (array: 'parent' | 'move', value: Code): Code =>
    wasm.store(wasm.plus(headNumber(array), fourTimes(wasm.get(number))), value);
  const successor = wasm.get(at);
  const insert = [
    wasm.set(number, headNumber('size')),
    wasm.set(known, wasm.plus(wasm.get(arena), wasm.times(wasm.get(number), wasm.constant(stride)))),
    all.map((i) => wasm.store(wasm.get(known), wasm.get(kept[i]), 4 * i)),
    wasm.store(
      wasm.plus(wasm.get(table), fourTimes(wasm.get(slot))),
      wasm.or(wasm.and(wasm.get(hash), wasm.constant(~ENTRY_NUMBER)), wasm.plus(wasm.get(number), wasm.constant(1))),
    ),
    put('parent', wasm.get(parent)),
    put('move', buffer.get(successor, 'move')),
    isSorted ? wasm.storeByte(wasm.plus(headNumber('order'), wasm.get(number)), buffer.get(successor, 'order')) : [],
    setHead('size', wasm.plus(wasm.get(number), wasm.constant(1))),
    asks ? noteModel({ words, modelMasks, kept, number, parent, model, ask }, locals) : [],
  ];
  const wayAt = wasm.plus(headNumber('ways'), fourTimes(wasm.get(parent)));
  const keepWay = wasm.when(buffer.get(successor, 'isWay'), [
    wasm.set(known, wayAt),
    wasm.when(
      wasm.greaterOrEqual(wasm.get(number), wasm.load(wasm.get(known))),
      wasm.store(wasm.get(known), wasm.plus(wasm.get(number), wasm.constant(1))),
    ),
  ]);
  const body = [
    wasm.set(mask, headNumber('mask')),
    wasm.set(table, headNumber('table')),
    wasm.set(arena, headNumber('arena')),
    lookAtTable,
    lookAtStates,
    eachSuccessor(
      at,
      buffer,
      all.map((i) => wasm.set(kept[i], buffer.word(successor, i))),
      wasm.set(hash, buffer.get(successor, 'hash')),
      wasm.set(parent, buffer.get(successor, 'parent')),
      wasm.set(slot, wasm.and(wasm.get(hash), wasm.get(mask))),
      wasm.block(found, find, insert),
      keepWay,
    ),
    setHead(
      'transitions',
      wasm.plus(
        headNumber('transitions'),
        wasm.quotient(wasm.minus(headNumber('out'), wasm.constant(buffer.at)), wasm.constant(buffer.stride)),
      ),
    ),
    setHead('out', wasm.constant(buffer.at)),
  ];
  return { params: 0, results: 0, locals: locals.count, body, exported: 'storeSuccessors' };
}

interface NewState {
  readonly words: number;
  readonly modelMasks: Int32Array;
  /** Locals with its words, its number, that of its parent, and one for its state of the model. */
  readonly kept: readonly number[];
  readonly number: number;
  readonly parent: number;
  readonly model: number;
  readonly ask: number;
}

/** Notes which state of the model a new state is in, asks of it if it is new too, and marks the state if it is to be cut. */
function noteModel({ words, modelMasks, kept, number, parent, model, ask }: NewState, locals: Locals): Code {
  const [hash, slot, entry, known, table, arena] = Array.from({ length: 6 }, () => locals.another());
  const masked = kept.map((word, i) => wasm.and(wasm.get(word), wasm.constant(modelMasks[i])));
  const compared = [...kept.keys()].filter((i) => modelMasks[i] !== 0);
  const stride = wasm.constant(4 * words);
  const isIt = both(compared.map((i) => wasm.equal(wasm.load(wasm.get(known), 4 * i), masked[i])));
  const goTo = (at: number): Code => wasm.set(known, wasm.plus(wasm.get(arena), wasm.times(wasm.get(at), stride)));
  const [found, absent, again] = [new Label(), new Label(), new Label()];
  const of = (state: number): Code => wasm.plus(headNumber('modelOf'), fourTimes(wasm.get(state)));
  const slotAt = wasm.plus(wasm.get(table), fourTimes(wasm.get(slot)));
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
      wasm.storeByte(
        wasm.plus(headNumber('modelCuts'), wasm.get(model)),
        wasm.call(ask, wasm.get(number), wasm.get(model)),
      ),
    ),
    wasm.store(of(number), wasm.get(model)),
    wasm.when(
      wasm.loadByte(wasm.plus(headNumber('modelCuts'), wasm.get(model))),
      wasm.storeByte(wasm.plus(headNumber('cuts'), wasm.get(number)), wasm.constant(1)),
    ),
  ];
}

/** Fills the table of states, which is all 0, anew. */
export function fillTable({ words }: Stored): FunctionCode {
  const locals = new Locals();
  const [number, at, hash, slot, mask, table, size] = Array.from({ length: 7 }, () => locals.another());
  const [again, end, probe] = [new Label(), new Label(), new Label()];
  const slotAt = wasm.plus(wasm.get(table), fourTimes(wasm.get(slot)));
  const taken = Array.from({ length: words }, (_, i) => wasm.load(wasm.get(at), 4 * i));
  const body = [
    wasm.set(mask, headNumber('mask')),
    wasm.set(table, headNumber('table')),
    wasm.set(size, headNumber('size')),
    wasm.set(at, headNumber('arena')),
    wasm.block(
      end,
      wasm.loop(
        again,
        wasm.jumpIf(end, wasm.greaterOrEqualUnsigned(wasm.get(number), wasm.get(size))),
        hashOf(taken, hash),
        wasm.set(slot, wasm.and(wasm.get(hash), wasm.get(mask))),
        wasm.set(number, wasm.plus(wasm.get(number), wasm.constant(1))),
        wasm.set(at, wasm.plus(wasm.get(at), wasm.constant(4 * words))),
        wasm.loop(
          probe,
          wasm.when(wasm.load(slotAt), [
            wasm.set(slot, wasm.and(wasm.plus(wasm.get(slot), wasm.constant(1)), wasm.get(mask))),
            // Inside the condition, so that it is the loop that goes on.
            wasm.jump(probe),
          ]),
        ),
        wasm.store(slotAt, wasm.or(wasm.and(wasm.get(hash), wasm.constant(~ENTRY_NUMBER)), wasm.get(number))),
        wasm.jump(again),
      ),
    ),
  ];
  return { params: 0, results: 0, locals: locals.count, body, exported: 'fillTable' };
}

/** Expands states until the end that is asked for, or where there may be no room for their successors. */
export function expandStates(
  buffer: Buffer,
  {
    expand,
    store,
    batch,
    mostSuccessors,
  }: {
    /** Indexes of functions. */
    readonly expand: number;
    readonly store: number;
    /** So many states are expanded at once. */
    readonly batch: number;
    readonly mostSuccessors: number;
  },
): FunctionCode {
  const locals = new Locals();
  const [current, behind, size] = [locals.another(), locals.another(), locals.another()];
  const [again, each] = [new Label(), new Label()];
  const least = (local: number, value: Code): Code =>
    wasm.when(wasm.less(value, wasm.get(local)), wasm.set(local, value));
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
    setHead('out', wasm.constant(buffer.at)),
    wasm.loop(
      each,
      wasm.call(expand, wasm.get(current)),
      wasm.set(current, wasm.plus(wasm.get(current), wasm.constant(1))),
      wasm.jumpIf(each, wasm.less(wasm.get(current), wasm.get(behind))),
    ),
    wasm.call(store),
    setHead('current', wasm.get(current)),
    wasm.jump(again),
  );
  return { params: 0, results: 0, locals: locals.count, body, exported: 'expandStates' };
}
