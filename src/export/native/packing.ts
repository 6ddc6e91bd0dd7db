/**
 * The packed form of successors: of a state that a step has changed in a few elements, only these are packed and held against
 * their ranges; all else is as it was before the step. With identical processes sorted, see `checker/sorting.ts`.
 */

import type { Fields, Layout, Slot } from '../../checker/layout.js';
import type { SortedClass, Sorting } from '../../checker/sorting.js';
import type { Code } from './instructions.js';
import * as wasm from './instructions.js';
import type { LaidOut } from './memory.js';
import type { Locals, StateCells } from './routine.js';
import type { WrittenElement } from './written.js';

/** Sets cells from what is packed of them. */
export const cellsFrom = (cells: StateCells, slots: readonly Slot[], word: (index: number) => Code): Code =>
  slots.map(({ field, element, min, bits, word: index, shift }) => {
    const value = bitsOf(word(index), shift, bits);
    return cells.store(field, element, min === 0 ? value : wasm.plus(value, wasm.constant(min)));
  });

/** What is packed for an element in place of what its cell has; undefined for its cell. */
type Other = (field: string, element: number) => Code | undefined;

const keyOf = (field: string, element: number): string => `${field} ${element}`;

/** A class of identical processes, and its tables in memory. */
interface ClassInMemory extends SortedClass {
  readonly orderTable: number;
  /** By order and place, a byte each: which process stands there. */
  readonly numberTable: number;
  /** By element of a process and number of one, 2 bytes each: where its cell is. */
  readonly cellTable: number;
}

export class Packing {
  readonly words: number;
  readonly #cells: StateCells;
  readonly #slots: ReadonlyMap<string, Slot>;
  readonly #classes: readonly ClassInMemory[];
  /** The packed state that is being expanded, as it is stored. */
  readonly #base: number;
  /** Which order its identical processes have. */
  readonly #order: number;

  constructor(layout: Layout<Fields>, cells: StateCells, sorting: Sorting | undefined, memory: LaidOut) {
    this.words = layout.packedWords;
    this.#cells = cells;
    this.#slots = new Map(layout.slots.map((slot) => [keyOf(slot.field, slot.element), slot]));
    this.#base = memory.room(4 * this.words);
    this.#order = memory.room(4);
    this.#classes = (sorting?.classes ?? []).map((sorted) => ({
      ...sorted,
      orderTable: memory.filled(sorted.orderAt),
      numberTable: memory.filled(Uint8Array.from(sorted.orders.flat())),
      cellTable: memory.filled(this.#cellTable(sorted)),
    }));
  }

  #cellTable({ identical: { elements } }: SortedClass): Uint8Array {
    const [own] = elements;
    const addresses = own.flatMap((_, e) =>
      elements.map((each) => this.#cells.addressOf(each[e].field, each[e].element)),
    );
    return new Uint8Array(Uint16Array.from(addresses).buffer);
  }

  /** A word of the state that is being expanded. */
  #baseWord(word: number): Code {
    return wasm.load(wasm.own, this.#base + 4 * word);
  }

  #baseOrder(): Code {
    return wasm.load(wasm.own, this.#order);
  }

  /**
   * Makes a stored state the one that is expanded.
   * @param at the local that has the address of its words
   * @param order undefined where nothing is sorted
   */
  unpack(at: number, order: Code | undefined, locals: Locals): Code {
    const words = Array.from({ length: this.words }, () => locals.another());
    const taken = words.map((word, i) => [
      wasm.set(word, wasm.load(wasm.get(at), 4 * i)),
      wasm.store(wasm.own, wasm.get(word), this.#base + 4 * i),
    ]);
    const slots = [...this.#slots.values()].filter(({ bits }) => bits > 0);
    const cells = cellsFrom(this.#cells, slots, (word) => wasm.get(words[word]));
    return [taken, cells, order === undefined ? [] : this.#unsort(order, locals)];
  }

  #unsort(order: Code, locals: Locals): Code {
    const kept = locals.another();
    let below = 1;
    const given = this.#classes.map((sorted) => {
      const code = this.#give(sorted, orderOf(wasm.get(kept), below, sorted.orders.length), locals);
      below *= sorted.orders.length;
      return code;
    });
    return [wasm.set(kept, order), wasm.store(wasm.own, wasm.get(kept), this.#order), wasm.when(wasm.get(kept), given)];
  }

  /** Gives each process what stands at its place. */
  #give({ identical: { elements }, numberTable, cellTable }: ClassInMemory, order: Code, locals: Locals): Code {
    const count = elements.length;
    const first = locals.another();
    const standing = elements.map((own) =>
      own.map(({ field, element }) => ({ field, at: locals.another(), value: this.#cells.load(field, element) })),
    );
    const taken = standing.flat().map(({ at, value }) => wasm.set(at, value));
    const number = locals.another();
    const given = standing.map((own, place) => [
      wasm.set(number, wasm.loadByte(wasm.get(first), numberTable + place)),
      own.map(({ field, at }, e) => {
        const cell = wasm.loadUnsignedShort(wasm.times(wasm.get(number), wasm.constant(2)), cellTable + 2 * e * count);
        return this.#cells.storeAt(field, cell, wasm.get(at));
      }),
    ]);
    return [wasm.set(first, wasm.times(order, wasm.constant(count))), taken, given];
  }

  /**
   * The packed words of the state that is being expanded, changed in what was written.
   * @param other what is packed in place of a cell
   * @returns code that must come first, and the values behind it; what is out of range is a trap
   */
  pack(
    written: readonly WrittenElement[],
    other: Other,
    locals: Locals,
  ): { readonly before: Code; readonly words: readonly Code[]; readonly order: Code } {
    const slots = written.map((each) => ({ ...each, slot: this.#slot(each.field, each.element) }));
    const checks = slots.filter(
      ({ values, slot: { min, max } }) => !values?.every((value) => value >= min && value <= max),
    );
    const outside = checks.map(({ field, element, slot: { min, max } }) =>
      wasm.greaterUnsigned(this.#based(field, element, other), wasm.constant(max - min)),
    );
    const sorts = written.some(({ field, element }) => this.#isSorted(field, element));
    const sorted = sorts
      ? this.#sort(other, locals)
      : { before: [], values: new Map<string, Code>(), order: this.#baseOrder() };
    const changed = new Map<string, Code>(
      written.map(({ field, element }) => [keyOf(field, element), this.#based(field, element, other)]),
    );
    for (const [key, value] of sorted.values) changed.set(key, value);
    const words = Array.from({ length: this.words }, (_, word) => this.#word(word, changed));
    const check = outside.length === 0 ? [] : wasm.when(wasm.anyOf(outside), wasm.trap);
    return { before: [check, sorted.before], words, order: sorted.order };
  }

  #word(word: number, changed: ReadonlyMap<string, Code>): Code {
    let mask = 0;
    const parts: Code[] = [];
    for (const [key, value] of changed) {
      const slot = this.#slots.get(key);
      if (slot === undefined || slot.word !== word || slot.bits === 0) continue;
      mask |= maskOf(slot.bits) << slot.shift;
      parts.push(slot.shift === 0 ? value : wasm.shiftLeft(value, wasm.constant(slot.shift)));
    }
    if (mask === 0) return this.#baseWord(word);
    return mask === -1
      ? wasm.anyOf(parts)
      : wasm.anyOf([wasm.and(this.#baseWord(word), wasm.constant(~mask)), ...parts]);
  }

  #slot(field: string, element: number): Slot {
    const slot = this.#slots.get(keyOf(field, element));
    if (slot === undefined) throw new Error(`field ${field} has no element ${element}`);
    return slot;
  }

  /** What an element is, counted from its least value. */
  #based(field: string, element: number, other: Other): Code {
    const value = other(field, element) ?? this.#cells.load(field, element);
    const { min } = this.#slot(field, element);
    return min === 0 ? value : wasm.minus(value, wasm.constant(min));
  }

  #isSorted(field: string, element: number): boolean {
    return this.#classes.some(({ identical: { elements } }) =>
      elements.some((own) => own.some((each) => each.field === field && each.element === element)),
    );
  }

  #sort(other: Other, locals: Locals): { before: Code; values: Map<string, Code>; order: Code } {
    const values = new Map<string, Code>();
    const before: Code[] = [];
    const orders: Code[] = [];
    let below = 1;
    for (const {
      identical: { elements },
      numberBits,
      shifts,
      orders: all,
      exchanges,
      orderTable,
    } of this.#classes) {
      const places = elements.map(() => locals.another());
      for (const [number, own] of elements.entries()) {
        const parts = own.map(({ field, element }, e) =>
          wasm.shiftLeft(this.#based(field, element, other), wasm.constant(shifts[e])),
        );
        before.push(wasm.set(places[number], wasm.anyOf([...parts, wasm.constant(number)])));
      }
      const [a, b] = [locals.another(), locals.another()];
      for (const [low, high] of exchanges) {
        before.push(wasm.set(a, wasm.get(places[low])), wasm.set(b, wasm.get(places[high])));
        const outOfOrder = wasm.less(wasm.get(b), wasm.get(a));
        before.push(wasm.set(places[low], wasm.select(outOfOrder, wasm.get(b), wasm.get(a))));
        before.push(wasm.set(places[high], wasm.select(outOfOrder, wasm.get(a), wasm.get(b))));
      }
      for (const [place, own] of elements.entries()) {
        for (const [e, { field, element }] of own.entries()) {
          const { bits } = this.#slot(field, element);
          values.set(keyOf(field, element), bitsOf(wasm.get(places[place]), shifts[e], bits));
        }
      }
      const numbers = places.map((place, i) =>
        wasm.shiftLeft(wasm.and(wasm.get(place), wasm.constant(maskOf(numberBits))), wasm.constant(i * numberBits)),
      );
      orders.push(wasm.times(wasm.loadByte(wasm.anyOf(numbers), orderTable), wasm.constant(below)));
      below *= all.length;
    }
    return { before, values, order: orders.reduce(wasm.plus) };
  }
}

const maskOf = (bits: number): number => (bits === 32 ? -1 : 2 ** bits - 1);

function bitsOf(word: Code, shift: number, bits: number): Code {
  const shifted = shift === 0 ? word : wasm.shiftRightUnsigned(word, wasm.constant(shift));
  return shift + bits === 32 ? shifted : wasm.and(shifted, wasm.constant(maskOf(bits)));
}

/** Which of a class's orders is in a number for all of them. */
function orderOf(order: Code, below: number, orders: number): Code {
  const divided = below === 1 ? order : wasm.quotient(order, wasm.constant(below));
  return wasm.remainder(divided, wasm.constant(orders));
}
