/**
 * One routine read for what it does with counts, in the forms that it has in a program for some number of processes and in one for
 * one more: a number in which the two differ by one grows with the processes. Every way through the routine is followed; a
 * condition decides nothing here, since only numbers are kept and not which of them go together.
 */

import type { CountUse } from '../checker/count_use.js';
import type { ElementOf } from '../checker/identical.js';
import {
  between,
  binaryOf,
  type Compared,
  type CountValue,
  countAt,
  either,
  exactly,
  freeOf,
  HangsOnCount,
  limitAt,
  testOf,
  unaryOf,
} from './count_values.js';
import type { Expression, Routine, Statement } from './form.js';

/** The elements of the state: which are counted, and what the others can be. */
export interface CountedState {
  readonly size: number;
  /** Every element of a counter, by its number. */
  readonly elements: readonly ElementOf[];
  /** By the number of an element. */
  readonly counters: readonly number[];
  /** The number of an element of a counter; undefined for one of the rest. */
  numberOf(field: string, element: number): number | undefined;
  lengthOf(field: string): number;
  /** What an element that is not counted can be; the same however many processes there are. */
  rangeOf(field: string, element: number): { readonly min: number; readonly max: number };
}

/** A routine in both forms. */
export type InBoth<T> = readonly [T, T];

/** What is known of a point of a routine. */
interface Known {
  readonly locals: Map<number, CountValue>;
  /** Elements that were written, by their names. */
  readonly written: Map<string, CountValue>;
}

const nameOf = (field: string, element: number): string => `${field}[${element}]`;
const copyOf = ({ locals, written }: Known): Known => ({ locals: new Map(locals), written: new Map(written) });

/** What a routine does with counts, and which counters it writes. @throws HangsOnCount */
export interface CountReading {
  readonly use: Extract<CountUse, { readonly from: unknown }>;
  readonly writes: readonly number[];
}

/** @throws HangsOnCount when it does what cannot be told of larger numbers */
export function readCounts(state: CountedState, [one, more]: InBoth<Routine>): CountReading {
  return new Reader(state).read(one, more);
}

class Reader implements Compared {
  readonly size: number;
  readonly #state: CountedState;
  readonly #seen = new Set<number>();
  readonly #writes = new Set<number>();
  readonly #from = new Map<number, number>();
  readonly #below = new Map<number, number>();
  /** By label: what is known where its block is left. */
  readonly #left = new Map<number, Known[]>();

  constructor(state: CountedState) {
    this.#state = state;
    this.size = state.size;
  }

  read(one: Routine, more: Routine): CountReading {
    const end = this.#statements([one.body, more.body], { locals: new Map(), written: new Map() });
    if (end !== undefined) {
      freeOf(this.#value([one.result, more.result], end), 'tells a count');
      this.#judge(end);
    }
    const ofElements = (values: ReadonlyMap<number, number>) =>
      [...values].map(([element, value]) => ({ ...this.#state.elements[element], value }));
    const ordered = (counters: ReadonlySet<number>) => [...counters].sort((a, b) => a - b);
    const use = { seen: ordered(this.#seen), from: ofElements(this.#from), limits: ofElements(this.#below) };
    return { use, writes: ordered(this.#writes) };
  }

  from(element: number, value: number): void {
    this.#from.set(element, Math.max(value, this.#from.get(element) ?? value));
  }

  below(element: number, value: number): void {
    this.#below.set(element, Math.min(value, this.#below.get(element) ?? value));
  }

  counterOf(element: number): number {
    return this.#state.counters[element];
  }

  /** Each element of a counter is left as its counter and a number, or as a number. */
  #judge({ written }: Known): void {
    for (const [number, { field, element }] of this.#state.elements.entries()) {
      for (const alternative of written.get(nameOf(field, element)) ?? []) {
        if (alternative.is === 'limit') throw new HangsOnCount('keeps how many there may be');
        if (alternative.is === 'count' && this.counterOf(alternative.element) !== this.counterOf(number))
          throw new HangsOnCount('copies a count to another');
      }
    }
  }

  /** Undefined where nothing is come to behind them. */
  #statements([one, more]: InBoth<readonly Statement[]>, known: Known): Known | undefined {
    if (one.length !== more.length) throw differs();
    let now: Known | undefined = known;
    for (let i = 0; i < one.length && now !== undefined; i++) now = this.#statement([one[i], more[i]], now);
    return now;
  }

  #statement([one, more]: InBoth<Statement>, known: Known): Known | undefined {
    if (one.is === 'set' && more.is === 'set' && one.local === more.local) {
      known.locals.set(one.local, this.#value([one.value, more.value], known));
      return known;
    }
    if (one.is === 'store' && more.is === 'store' && one.field === more.field) {
      const value = this.#value([one.value, more.value], known);
      this.#store(one.field, this.#elements(one.field, [one.element, more.element], known), value, known);
      return known;
    }
    if (one.is === 'if' && more.is === 'if') {
      testOf(this.#value([one.test, more.test], known), this);
      const other = copyOf(known);
      return this.#join(this.#statements([one.yes, more.yes], known), this.#statements([one.no, more.no], other));
    }
    if (one.is === 'block' && more.is === 'block' && one.label === more.label) {
      const end = this.#statements([one.body, more.body], known);
      const left = this.#left.get(one.label) ?? [];
      this.#left.delete(one.label);
      return left.reduce<Known | undefined>((joined, each) => this.#join(joined, each), end);
    }
    if (one.is === 'leave' && more.is === 'leave' && one.label === more.label) {
      this.#left.set(one.label, [...(this.#left.get(one.label) ?? []), known]);
      return undefined;
    }
    throw differs();
  }

  #join(one: Known | undefined, other: Known | undefined): Known | undefined {
    if (one === undefined || other === undefined) return one ?? other;
    for (const local of new Set([...one.locals.keys(), ...other.locals.keys()]))
      one.locals.set(local, either(localIn(one, local), localIn(other, local)));
    for (const name of new Set([...one.written.keys(), ...other.written.keys()]))
      one.written.set(name, either(this.#cellIn(one, name), this.#cellIn(other, name)));
    return one;
  }

  #store(field: string, elements: readonly number[], value: CountValue, known: Known): void {
    for (const element of elements) {
      const number = this.#state.numberOf(field, element);
      if (number === undefined) freeOf(value, `copies a count to ${field}`);
      else this.#note(number, this.#writes);
      const name = nameOf(field, element);
      known.written.set(name, elements.length === 1 ? value : either(this.#cellIn(known, name), value));
    }
  }

  #note(element: number, among: Set<number>): void {
    this.#seen.add(this.counterOf(element));
    among.add(this.counterOf(element));
  }

  #value([one, more]: InBoth<Expression>, known: Known): CountValue {
    if (one.is === 'number' && more.is === 'number') return numberIn(one.value, more.value);
    if (one.is === 'local' && more.is === 'local' && one.local === more.local) return localIn(known, one.local);
    if (one.is === 'cell' && more.is === 'cell' && one.field === more.field) {
      const { field } = one;
      const elements = this.#elements(field, [one.element, more.element], known);
      for (const element of elements) {
        const number = this.#state.numberOf(field, element);
        if (number !== undefined) this.#note(number, this.#seen);
      }
      return elements.map((element) => this.#cellIn(known, nameOf(field, element))).reduce(either);
    }
    if (one.is === 'unary' && more.is === 'unary' && one.operator === more.operator)
      return unaryOf(one.operator, this.#value([one.of, more.of], known), this);
    if (one.is === 'binary' && more.is === 'binary' && one.operator === more.operator) {
      const [left, right] = [[one.left, more.left] as const, [one.right, more.right] as const];
      return binaryOf(one.operator, this.#value(left, known), this.#value(right, known), this);
    }
    if (one.is === 'choice' && more.is === 'choice') {
      testOf(this.#value([one.test, more.test], known), this);
      return either(this.#value([one.yes, more.yes], known), this.#value([one.no, more.no], known));
    }
    if (one.is === 'table' && more.is === 'table' && one.values.join() === more.values.join()) {
      freeOf(this.#value([one.index, more.index], known), 'looks a count up');
      return between(Math.min(...one.values), Math.max(...one.values));
    }
    throw differs();
  }

  /** Those that an index may be of. */
  #elements(field: string, index: InBoth<Expression>, known: Known): number[] {
    const { least, most } = freeOf(this.#value(index, known), `chooses an element of ${field} by a count`);
    const first = Math.max(0, least);
    const last = Math.min(this.#state.lengthOf(field) - 1, most);
    if (last < first) throw new HangsOnCount(`chooses an element that ${field} does not have`);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  }

  #cellIn(known: Known, name: string): CountValue {
    return known.written.get(name) ?? this.#initial(name);
  }

  #initial(name: string): CountValue {
    const [field, element] = [name.slice(0, name.indexOf('[')), Number(name.slice(name.indexOf('[') + 1, -1))];
    const number = this.#state.numberOf(field, element);
    if (number !== undefined) return countAt(number);
    const { min, max } = this.#state.rangeOf(field, element);
    return between(min, max);
  }
}

/** Each local is 0 before it is set. */
const localIn = ({ locals }: Known, local: number): CountValue => locals.get(local) ?? exactly(0);

function numberIn(one: number, more: number): CountValue {
  if (one === more) return exactly(one);
  if (more === one + 1) return limitAt(one);
  throw differs();
}

const differs = (): HangsOnCount => new HangsOnCount('is another with one process more');
