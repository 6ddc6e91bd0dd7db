/** The code that expands states, so many at a time before their successors are looked up. */

import type { FunctionCode } from './binary.js';
import * as wasm from './instructions.js';
import { type Code, Label } from './instructions.js';
import { Locals } from './routine.js';
import type { Stored } from './storing.js';

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
      wasm.lower(behind, headNumber('end')),
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
    wasm.lower(behind, headNumber('end')),
    wasm.lower(behind, headNumber('nextDepthAt')),
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
