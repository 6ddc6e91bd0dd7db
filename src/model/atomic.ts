/**
 * Declares an atomic action of the kernel: what it does, and what it is about. The declaration costs nothing at run time; a
 * test runs every action on a state that notes what it touches, and holds the two against each other.
 */

import { type Atomic, atomic as declare, type Outcome } from '../checker/process.js';
import type { FieldName, Kernel } from './state.js';

/**
 * What an argument numbers; an `end` follows the first of a range and is the first behind it, a `process` is one of several of
 * an actor, a `value` numbers nothing of the state. An action touches only what its arguments are about: the cells of a page, those of its sub-block and those of its
 * block; of a sub-block or a block its pages too; and of fields that no argument is about every cell.
 */
export type ArgumentKind = 'page' | 'sub-block' | 'sub-block end' | 'block' | 'block end' | 'process' | 'value';

/** What an action may read and write, over all states and outcomes; `oops` apart, which any step may raise. */
export interface Touched<A extends readonly number[]> {
  readonly on: { readonly [I in keyof A]: ArgumentKind };
  readonly reads?: readonly FieldName[];
  readonly writes?: readonly FieldName[];
  /** Of an action that looks at struct pages: outcomes by which it looked at none, but found its page on no list, say. */
  readonly blind?: readonly string[];
}

type Run<A extends readonly number[]> = (k: Kernel, ...args: A) => Outcome;

/** As the checker's `atomic`, with what the action is about. */
export function atomic<A extends readonly number[]>(
  name: string,
  touched: Touched<A>,
  ...does: [run: Run<A>] | [outcomes: readonly string[], run: Run<A>]
): Atomic<Kernel, A> {
  const action = does.length === 1 ? declare(name, does[0]) : declare(name, does[0], does[1]);
  const { on, reads = [], writes = [], blind = [] } = touched;
  return { ...action, touches: { on: [...on], reads, writes, blind } };
}
