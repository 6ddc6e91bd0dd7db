/** Expressions put together, those of numbers alone computed at once. */

import { type BinaryOperator, type Expression, numberOf, type UnaryOperator } from './form.js';

const BINARY: Readonly<Record<BinaryOperator, (a: number, b: number) => number>> = {
  '+': (a, b) => (a + b) | 0,
  '-': (a, b) => (a - b) | 0,
  '*': (a, b) => Math.imul(a, b),
  '%': (a, b) => a % b,
  '&': (a, b) => a & b,
  '|': (a, b) => a | b,
  '^': (a, b) => a ^ b,
  '<<': (a, b) => a << b,
  '>>': (a, b) => a >> b,
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
  '<': (a, b) => Number(a < b),
  '<=': (a, b) => Number(a <= b),
  '>': (a, b) => Number(a > b),
  '>=': (a, b) => Number(a >= b),
  '&&': (a, b) => Number(a !== 0 && b !== 0),
  '||': (a, b) => Number(a !== 0 || b !== 0),
};

const UNARY: Readonly<Record<UnaryOperator, (a: number) => number>> = {
  '-': (a) => -a | 0,
  '~': (a) => ~a,
  '!': (a) => Number(a === 0),
};

/** What an operator makes of two numbers of 32 bits. */
export const computeBinary = (operator: BinaryOperator, a: number, b: number): number => BINARY[operator](a, b);

export const computeUnary = (operator: UnaryOperator, a: number): number => UNARY[operator](a);

export function binary(operator: BinaryOperator, left: Expression, right: Expression): Expression {
  if (left.is === 'number' && right.is === 'number') return numberOf(computeBinary(operator, left.value, right.value));
  return { is: 'binary', operator, left, right };
}

export function unary(operator: UnaryOperator, of: Expression): Expression {
  if (of.is === 'number') return numberOf(computeUnary(operator, of.value));
  return { is: 'unary', operator, of };
}
