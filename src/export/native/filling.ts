/** The code that fills the table of states anew once it has become longer, or a part of it, while other threads fill others. */

import { ENTRY_NUMBER } from '../../checker/store.js';
import type { FunctionCode } from './binary.js';
import { hashOf } from './buffer.js';
import * as wasm from './instructions.js';
import { type Code, Label } from './instructions.js';
import { Locals } from './routine.js';
import type { Stored } from './storing.js';

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
  const slotAt = wasm.plus(wasm.get(table), wasm.fourTimes(wasm.get(slot)));
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
        wasm.lower(behind, wasm.get(size)),
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
