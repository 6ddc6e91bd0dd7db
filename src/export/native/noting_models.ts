/** The code that notes which state of the model a new state is in, and has the invariants asked of those that are new too. */

import { hashOf } from './buffer.js';
import * as wasm from './instructions.js';
import { type Code, Label } from './instructions.js';
import type { Head } from './memory.js';
import type { Locals } from './routine.js';

/** Indexes of functions. */
export interface Asked {
  /** See `AskingCode`; undefined: each state is asked about. */
  readonly look: number | undefined;
  /** See `NativeRequest`. */
  readonly ask: number;
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
export function noteModel(
  { head, words, modelMasks, kept, number, parent, model, asked }: NewState,
  locals: Locals,
): Code {
  const { headNumber, setHead } = head;
  const [hash, slot, entry, known, table, arena] = Array.from({ length: 6 }, () => locals.another());
  const masked = kept.map((word, i) => wasm.and(wasm.get(word), wasm.constant(modelMasks[i])));
  const compared = [...kept.keys()].filter((i) => modelMasks[i] !== 0);
  const stride = wasm.constant(4 * words);
  const isIt = wasm.allOf(compared.map((i) => wasm.equal(wasm.load(wasm.get(known), 4 * i), masked[i])));
  const goTo = (at: number): Code => wasm.set(known, wasm.plus(wasm.get(arena), wasm.times(wasm.get(at), stride)));
  const [found, absent, again] = [new Label(), new Label(), new Label()];
  const of = (state: number): Code => wasm.plus(headNumber('modelOf'), wasm.fourTimes(wasm.get(state)));
  const slotAt = wasm.plus(wasm.get(table), wasm.fourTimes(wasm.get(slot)));
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
