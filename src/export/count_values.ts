/**
 * What a number of a routine can be, as far as counts are concerned: a number that hangs on no count, a count and a number, or a
 * number that grows with the processes. Of what is neither, such as the sum of two counts, nothing is said.
 */

import { computeBinary, computeUnary } from './fold.js';
import type { BinaryOperator, UnaryOperator } from './form.js';

interface Between {
  readonly least: number;
  readonly most: number;
}

/** A number that hangs on no count. */
export interface Free extends Between {
  readonly is: 'free';
}

/** What the element with this number was before, and a number more. */
export interface Count extends Between {
  readonly is: 'count';
  readonly element: number;
}

/** Grows by one with each process; `at` is what it is with as many as the program is made for. */
export interface Limit {
  readonly is: 'limit';
  readonly at: number;
}

export type Alternative = Free | Count | Limit;

/** One of these. */
export type CountValue = readonly Alternative[];

/** What a number is compared with. */
export interface Compared {
  /** From this value of the element on the comparison says the same. */
  from(element: number, value: number): void;
  /** Below this value of the element the comparison says the same. */
  below(element: number, value: number): void;
  counterOf(element: number): number;
  /** How many the program is made for. */
  readonly size: number;
}

/** Says what code does that cannot be told of larger numbers. */
export class HangsOnCount extends Error {}

export const exactly = (value: number): CountValue => [{ is: 'free', least: value, most: value }];
export const between = (least: number, most: number): CountValue => [{ is: 'free', least, most }];
export const countAt = (element: number): CountValue => [{ is: 'count', element, least: 0, most: 0 }];
export const limitAt = (at: number): CountValue => [{ is: 'limit', at }];

const TRUTH = between(0, 1);
const WHATEVER: Free = { is: 'free', least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY };

/** Either of two. */
export function either(one: CountValue, other: CountValue): CountValue {
  if (one === other) return one;
  const joined = [...one];
  for (const each of other) {
    const known = joined.findIndex((alternative) => isAlike(alternative, each));
    if (known < 0) joined.push(each);
    else joined[known] = hull(joined[known], each);
  }
  return joined;
}

function isAlike(one: Alternative, other: Alternative): boolean {
  if (one.is === 'limit') return other.is === 'limit' && one.at === other.at;
  return one.is === other.is && (one.is === 'free' || (other.is === 'count' && one.element === other.element));
}

function hull(one: Alternative, other: Alternative): Alternative {
  if (one.is === 'limit' || other.is === 'limit') return one;
  return { ...one, least: Math.min(one.least, other.least), most: Math.max(one.most, other.most) };
}

/** The numbers of a value that hangs on no count. @throws HangsOnCount */
export function freeOf(value: CountValue, what: string): Free {
  const [first, ...others] = value;
  if (others.length > 0 || first.is !== 'free') throw new HangsOnCount(what);
  return first;
}

const COMPARISONS: ReadonlySet<BinaryOperator> = new Set<BinaryOperator>(['==', '!=', '<', '<=', '>', '>=']);

export function binaryOf(
  operator: BinaryOperator,
  left: CountValue,
  right: CountValue,
  compared: Compared,
): CountValue {
  if (operator === '&&' || operator === '||') {
    testOf(left, compared);
    testOf(right, compared);
    return TRUTH;
  }
  if (COMPARISONS.has(operator)) {
    for (const one of left) for (const other of right) compare(one, other, compared);
    return TRUTH;
  }
  return left
    .flatMap((one) => right.map((other): CountValue => [computed(operator, one, other, compared)]))
    .reduce(either);
}

export function unaryOf(operator: UnaryOperator, of: CountValue, compared: Compared): CountValue {
  if (operator === '!') {
    testOf(of, compared);
    return TRUTH;
  }
  const { least, most } = freeOf(of, 'takes a count from a number');
  if (operator === '-') return between(-most, -least);
  return least === most ? exactly(computeUnary(operator, least)) : [WHATEVER];
}

/** That it is not 0. */
export function testOf(value: CountValue, compared: Compared): void {
  const [zero] = exactly(0);
  for (const alternative of value) compare(alternative, zero, compared);
}

function compare(one: Alternative, other: Alternative, compared: Compared): void {
  if (one.is === 'free' && other.is === 'free') return;
  if (one.is === 'count' && other.is === 'count') {
    if (compared.counterOf(one.element) !== compared.counterOf(other.element))
      throw new HangsOnCount('compares one count with another');
    return;
  }
  if (one.is === 'count' && other.is === 'limit') compared.below(one.element, known(other.at - one.most));
  else if (one.is === 'count' && other.is === 'free') compareWithNumber(one, other, compared);
  else if (one.is === 'limit' && other.is === 'free') {
    // With one process it is least.
    if (other.most >= one.at - compared.size + 1)
      throw new HangsOnCount('compares a number with how many there may be');
  } else if (one.is === 'limit' && other.is === 'limit') return;
  else compare(other, one, compared);
}

function compareWithNumber({ element, least }: Count, { most }: Free, compared: Compared): void {
  compared.from(element, known(most - least + 1));
}

function known(value: number): number {
  if (!Number.isFinite(value)) throw new HangsOnCount('compares a count with a number that may be any');
  return value;
}

function computed(operator: BinaryOperator, one: Alternative, other: Alternative, compared: Compared): Alternative {
  if (one.is === 'free' && other.is === 'free') return numbers(operator, one, other);
  if (one.is === 'count' && other.is === 'free' && (operator === '+' || operator === '-'))
    return { ...one, ...spread(operator, one, other) };
  if (one.is === 'free' && other.is === 'count' && operator === '+') return { ...other, ...spread('+', other, one) };
  const isSame = one.is === 'count' && other.is === 'count';
  if (isSame && operator === '-' && compared.counterOf(one.element) === compared.counterOf(other.element))
    return WHATEVER;
  throw new HangsOnCount(`computes ${operator} of a count`);
}

function numbers(operator: BinaryOperator, one: Free, other: Free): Free {
  const [a, b] = [one.least, other.least];
  if (a === one.most && b === other.most) {
    const value = computeBinary(operator, a, b);
    return { is: 'free', least: value, most: value };
  }
  return operator === '+' || operator === '-' ? { is: 'free', ...spread(operator, one, other) } : WHATEVER;
}

function spread(operator: '+' | '-', one: Between, other: Between): Between {
  if (operator === '+') return { least: one.least + other.least, most: one.most + other.most };
  return { least: one.least - other.most, most: one.most - other.least };
}
