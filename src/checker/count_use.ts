/**
 * How code uses counts that go up and down with processes, as someone knows who has read it. The engine runs code and does not
 * read it: who can does so for it, see `any_number.ts`.
 */

import type { ElementOf } from './identical.js';
import type { Atomic } from './process.js';

/** Elements that go up and down together with who holds something. */
export type Counter = readonly ElementOf[];

/** A number that belongs to an element of a counter. */
export interface OfElement extends ElementOf {
  readonly value: number;
}

/**
 * What holds of code wherever each element is at least the value of each of its `from`, and less than the value of each of its
 * `limits`: it takes the same way, and leaves each element of a counter as a number more or less than it found the counter, or as a
 * number that does not hang on the counter; all else that it leaves and tells does not hang on it either.
 */
export interface Uniform {
  /** Counters, by their places in the list, of which it reads or writes an element. */
  readonly seen: readonly number[];
  readonly from: readonly OfElement[];
  /** What an element is held against that grows by one with each process. */
  readonly limits: readonly OfElement[];
}

/** Nothing is known of larger numbers, for a reason that names the code and its place. */
export interface NotUniform {
  readonly why: string;
}

export type CountUse = Uniform | NotUniform;

/** How a program's code uses the counters of a process of which there is to be any number. */
export interface CountUses<S> {
  /** How many of them the program is made for; its limits are as many. */
  readonly size: number;
  /** Those that steps of the process change. */
  readonly counters: readonly Counter[];
  ofAction(action: Atomic<S>, args: readonly number[]): CountUse;
  /** @throws when nobody has read it */
  ofPredicate(id: string): CountUse;
}
