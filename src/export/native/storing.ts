/**
 * The code that looks the successors in the buffer up among the states that are stored, and that which stores those that are new.
 * To look up only reads, and what is found stays true whatever is stored meanwhile: so threads may do it at any time. What it reads
 * at random places it reads for all of them first, one right after another: then the processor waits once, not each time.
 */

import { ENTRY_NUMBER } from '../../checker/store.js';
import type { FunctionCode } from './binary.js';
import type { Buffer } from './buffer.js';
import * as wasm from './instructions.js';
import { type Code, Label } from './instructions.js';
import type { Head } from './memory.js';
import { type Asked, noteModel } from './noting_models.js';
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
    return wasm.plus(wasm.get(this.#table), wasm.fourTimes(wasm.get(slot)));
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
          wasm.jumpIf(found, wasm.allOf(words)),
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
      wasm.plus(headNumber('reached'), wasm.fourTimes(wasm.shiftRightUnsigned(wasm.get(place), wasm.constant(5)))),
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
  const wayAt = wasm.plus(headNumber('ways'), wasm.fourTimes(wasm.get(parent)));
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
