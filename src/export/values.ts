/**
 * What the translator computes with: values that are known when it runs are themselves, JavaScript's own; those that only the state
 * decides are expressions; a function written inside a translated one is its text and the names around it.
 */

import { type Expression, numberOf } from './form.js';
import type { AnyFunction, FunctionNode } from './function_text.js';

/** `numeric`: integers and truth values are not told apart; `mixed`: nor is nothing at all, which is 0. */
export type Type = 'int' | 'bool' | 'numeric' | 'mixed';

/** A value that only the state decides. */
export class Dynamic {
  readonly expression: Expression;
  readonly type: Type;

  constructor(expression: Expression, type: Type) {
    this.expression = expression;
    this.type = type;
  }
}

/** A variable that is assigned to: a local of the routine. */
export class Variable {
  readonly local: number;
  readonly type: Type;

  constructor(local: number, type: Type) {
    this.local = local;
    this.type = type;
  }
}

/** The names of one block of a function. */
export class Scope {
  readonly #names = new Map<string, unknown>();
  readonly #around: Scope | undefined;

  constructor(around?: Scope) {
    this.#around = around;
  }

  bind(name: string, value: unknown): void {
    this.#names.set(name, value);
  }

  has(name: string): boolean {
    return this.#names.has(name) || this.#around?.has(name) === true;
  }

  /** What a name was bound to: a value or a {@link Variable}. */
  get(name: string): unknown {
    return this.#names.has(name) ? this.#names.get(name) : this.#around?.get(name);
  }
}

/** A function that is to be put in the place of a call of it. */
export class Closure {
  readonly node: FunctionNode;
  readonly scope: Scope | undefined;
  /** The function object in whose text it stands. */
  readonly home: AnyFunction;

  constructor(node: FunctionNode, scope: Scope | undefined, home: AnyFunction) {
    this.node = node;
    this.scope = scope;
    this.home = home;
  }
}

/** Whether a value is known when the translator runs, as far as can be seen of itself. */
export const isKnown = (value: unknown): boolean => !(value instanceof Dynamic || value instanceof Closure);

/** The type of what has a place in a routine; undefined for what has none. */
export function typeOf(value: unknown): Type | undefined {
  if (value instanceof Dynamic) return value.type;
  if (typeof value === 'boolean') return 'bool';
  return isInt32(value) ? 'int' : undefined;
}

export const isInt32 = (value: unknown): value is number => typeof value === 'number' && (value | 0) === value;

/** Undefined for what has no place in a routine. */
export function expressionOf(value: unknown): Expression | undefined {
  if (value instanceof Dynamic) return value.expression;
  return typeOf(value) === undefined ? undefined : numberOf(Number(value));
}
