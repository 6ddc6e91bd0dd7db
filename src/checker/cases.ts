/**
 * All that a function of the state can come to see: it is run on a state that gives an element a value only when it is read, for
 * every value in turn. So what is found out of a function is true of every state, without a list of them.
 */

import type { Cells, Slot } from './layout.js';
import { PC, type Program } from './system.js';

/** An element of the state, by its place among `Layout.slots`, and a value of it. */
export type Valued = readonly [element: number, value: number];

/** The values that some elements are known to have, by element. */
export type Given = readonly (number | undefined)[];

interface Reading {
  readonly element: number;
  value: number;
}

export class Cases<S> {
  /** What reads and writes go to. */
  readonly state: S;
  readonly #slots: readonly Slot[];
  #given: Given = [];
  /** What was read of the state as it was before, in the order of reading; the last is the next to be changed. */
  readonly #readings: Reading[] = [];
  readonly #before: (number | undefined)[];
  #written = new Map<number, number>();

  constructor({ system, layout }: Program<S>) {
    this.#slots = layout.slots;
    this.#before = layout.slots.map(() => undefined);
    const views = Object.fromEntries(Object.keys(layout.fields).map((field) => [field, this.#cellsOf(field)]));
    this.state = system.bind({ ...views, [PC]: {} as Cells });
  }

  #cellsOf(field: string): Cells {
    const own = [...this.#slots.entries()].filter(([, slot]) => slot.field === field);
    const cells = Object.defineProperty({}, 'length', { value: own.length }) as Cells;
    for (const [element, slot] of own) {
      Object.defineProperty(cells, slot.element, {
        get: () => this.#written.get(element) ?? this.#read(element, slot),
        set: (value: number) => this.#written.set(element, value),
      });
    }
    return cells;
  }

  #read(element: number, { min, max }: Slot): number {
    const known = this.#before[element] ?? (min === max ? min : this.#given[element]);
    if (known !== undefined) return known;
    this.#readings.push({ element, value: min });
    this.#before[element] = min;
    return min;
  }

  /** What has been read in the present case, of elements that may have more than one value. */
  get reads(): Valued[] {
    return this.#readings.map(({ element, value }): Valued => [element, value]);
  }

  /** What differs in the present case from what it was before, as far as that was read. */
  get changes(): Valued[] {
    return [...this.#written].filter(([element, value]) => value !== (this.#before[element] ?? this.#given[element]));
  }

  /** Whether something was written in the present case that its element cannot have. */
  get isOutOfRange(): boolean {
    return [...this.#written].some(([element, value]) => {
      const { min, max } = this.#slots[element];
      return !(value >= min && value <= max);
    });
  }

  /** Gives an element a value in the present case. */
  write(element: number, value: number): void {
    this.#written.set(element, value);
  }

  /**
   * Runs a function in every case.
   * @param run looks at {@link state}, and may change it; the same must do the same
   * @param given values that are known: they are not read
   * @param most cases
   * @returns false when there are more cases, of which so many were run, or `run` has returned 'enough'
   */
  every(run: () => 'go on' | 'enough', given: Given = [], most = Number.POSITIVE_INFINITY): boolean {
    this.#given = given;
    this.#readings.length = 0;
    this.#before.fill(undefined);
    for (let count = 0; count < most; count++) {
      this.#written = new Map();
      if (run() === 'enough') return false;
      if (!this.#next()) return true;
    }
    return false;
  }

  /** Whether there is another case. */
  #next(): boolean {
    for (;;) {
      const last = this.#readings.at(-1);
      if (last === undefined) return false;
      if (last.value < this.#slots[last.element].max) {
        last.value++;
        this.#before[last.element] = last.value;
        return true;
      }
      this.#before[last.element] = undefined;
      this.#readings.pop();
    }
  }
}
