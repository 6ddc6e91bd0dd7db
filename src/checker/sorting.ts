/**
 * Identical processes sorted: of states that differ in which of them is where, a search keeps the first that it comes to. The
 * store has each with its identical processes in order, and beside it which order they really had: so a state that is loaded is
 * the one that was found, and the moves that lead to it are possible as they are.
 */

import { type Identical, identicalProcesses } from './identical.js';
import type { Fields, Layout } from './layout.js';
import type { Program } from './system.js';

/** Which of several orders a state has is kept in a byte. */
const MOST_ORDERS = 256;

/** What a process is where, and its number, must be one positive number of 32 bits. */
const MOST_BITS = 31;

/** One class of identical processes, as generated code sorts it. */
export interface SortedClass {
  readonly identical: Identical;
  /** Bits of the number of a process. */
  readonly numberBits: number;
  /** By element of a process: where its value lies in what is sorted. */
  readonly shifts: readonly number[];
  /** Ways to order them; the first is the order in which they are. */
  readonly orders: readonly (readonly number[])[];
  /** Places to compare, and to exchange where they are out of order, so that all come to be in order. */
  readonly exchanges: readonly (readonly [low: number, high: number])[];
  /** By an order's numbers beside each other, `numberBits` each, the first lowest: which of {@link orders} it is. */
  readonly orderAt: Uint8Array;
}

/** What generated code says of sorting a workspace's state. */
export interface SortingCode {
  /** Statements that leave the sorted processes in variables. */
  readonly sort: string;
  /** An expression over these: which order the workspace's state has. */
  readonly order: string;
  /** An expression over these: what the sorted state has as an element, counted from its least value; undefined for all others. */
  readonly sorted: (field: string, element: number) => string | undefined;
  /** Statements that give a sorted state in the workspace the order in the variable `order`. */
  readonly unsort: string;
}

/** The order of identical processes: of states that differ only in which of them is where, one stands for all. */
export class Sorting {
  readonly #layout: Layout<Fields>;
  readonly classes: readonly SortedClass[];

  constructor(layout: Layout<Fields>, classes: readonly Identical[]) {
    this.#layout = layout;
    let orders = 1;
    this.classes = classes.flatMap((identical) => {
      const sorted = sortedClass(layout, identical);
      if (sorted === undefined || orders * sorted.orders.length > MOST_ORDERS) return [];
      orders *= sorted.orders.length;
      return [sorted];
    });
  }

  /** The processes that it sorts, by class. */
  get processes(): readonly (readonly number[])[] {
    return this.classes.map(({ identical }) => identical.processes);
  }

  /** What generated code calls its tables. */
  get tables(): { readonly orderAt: readonly Uint8Array[]; readonly placeIn: readonly Uint8Array[] } {
    return {
      orderAt: this.classes.map(({ orderAt }) => orderAt),
      placeIn: this.classes.map(({ orders }) => Uint8Array.from(orders.flat())),
    };
  }

  /**
   * Sorting, as generated code does it.
   * @param cell what generated code calls an element of the workspace
   */
  code(cell: (field: string, element: number) => string): SortingCode {
    const variable = (c: number, place: number) => `s${c}_${place}`;
    const values = new Map<string, string>();
    const sort: string[] = [];
    const order: string[] = [];
    const unsort: string[] = [];
    let below = 1;
    for (const [c, sorted] of this.classes.entries()) {
      const { identical, numberBits, shifts, orders, exchanges } = sorted;
      const { elements } = identical;
      for (const [number, own] of elements.entries()) {
        const parts = own.map(
          ({ field, element }, e) => `(${cell(field, element)} - ${this.#least(field, element)}) << ${shifts[e]}`,
        );
        sort.push(`let ${variable(c, number)} = ${[...parts, number].join(' | ')};`);
      }
      for (const [low, high] of exchanges) {
        const [a, b] = [variable(c, low), variable(c, high)];
        sort.push(`if (${b} < ${a}) { const t = ${a}; ${a} = ${b}; ${b} = t; }`);
      }
      for (const [place, own] of elements.entries()) {
        for (const [e, { field, element }] of own.entries()) {
          const { bits } = this.#layout.rangeOf(field, element);
          values.set(`${field} ${element}`, `(${variable(c, place)} >>> ${shifts[e]} & ${2 ** bits - 1})`);
        }
      }
      const numbers = elements.map(
        (_, place) => `(${variable(c, place)} & ${2 ** numberBits - 1}) << ${place * numberBits}`,
      );
      order.push(`${below} * orderAt[${c}][${numbers.join(' | ')}]`);
      unsort.push(
        unsortCode(sorted, `placeIn[${c}]`, `(order / ${below} | 0) % ${orders.length} * ${elements.length}`, cell),
      );
      below *= orders.length;
    }
    return {
      sort: sort.join('\n'),
      order: order.join(' + '),
      sorted: (field, element) => values.get(`${field} ${element}`),
      unsort: unsort.join('\n'),
    };
  }

  #least(field: string, element: number): number {
    return this.#layout.rangeOf(field, element).min;
  }
}

/** The sorting of a program's identical processes; undefined where it has none that can be sorted. */
export function sortingOf<S>(program: Program<S>, classes = identicalProcesses(program)): Sorting | undefined {
  const sorting = new Sorting(program.layout, classes);
  return sorting.processes.length === 0 ? undefined : sorting;
}

/** Undefined where they are too many, or what goes with each takes too many bits, or none. */
function sortedClass(layout: Layout<Fields>, identical: Identical): SortedClass | undefined {
  const [own] = identical.elements;
  const count = identical.elements.length;
  if (factorial(count) > MOST_ORDERS) return undefined;
  const numberBits = Math.ceil(Math.log2(count));
  let bits = numberBits;
  const shifts = own.map(({ field, element }) => {
    const shift = bits;
    bits += layout.rangeOf(field, element).bits;
    return shift;
  });
  if (bits === numberBits || bits > MOST_BITS) return undefined;
  const orders = permutations([...Array(count).keys()]);
  const orderAt = new Uint8Array(2 ** (numberBits * count));
  for (const [i, order] of orders.entries()) {
    orderAt[order.reduce((at, number, place) => at | (number << (place * numberBits)), 0)] = i;
  }
  return { identical, numberBits, shifts, orders, exchanges: exchanges(count), orderAt };
}

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));

/** In lexicographic order, so that the first is the one given. */
function permutations(numbers: readonly number[]): number[][] {
  if (numbers.length === 0) return [[]];
  return numbers.flatMap((first) =>
    permutations(numbers.filter((number) => number !== first)).map((rest) => [first, ...rest]),
  );
}

function exchanges(count: number): [low: number, high: number][] {
  return [...Array(count).keys()].flatMap((pass) =>
    Array.from({ length: count - 1 - pass }, (_, low): [number, number] => [low, low + 1]),
  );
}

/** Gives each process what stands at its place. */
function unsortCode(
  { identical: { elements } }: SortedClass,
  places: string,
  first: string,
  cell: (field: string, element: number) => string,
): string {
  const [own] = elements;
  const taken = elements.flatMap((each, place) =>
    each.map(({ field, element }, e) => `const v${e}_${place} = ${cell(field, element)};`),
  );
  const given = elements.map((_, place) => {
    const cases = elements.map((each, number) => {
      const writes = own.map((_, e) => `${cell(each[e].field, each[e].element)} = v${e}_${place};`);
      return `case ${number}: ${writes.join(' ')} break;`;
    });
    return `switch (${places}[at + ${place}]) { ${cases.join(' ')} }`;
  });
  return `{ const at = ${first}; ${taken.join(' ')} ${given.join('\n')} }`;
}
