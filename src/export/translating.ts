/**
 * What every part of the translation of a routine has: the functions' texts, the state, the code that is written, and values one
 * after another. The parts of it stand in files of their own, each on top of the one before; `translate.ts` puts them together.
 */

import type {
  AnyNode,
  ArrowFunctionExpression,
  Expression as ExpressionNode,
  FunctionExpression,
  SpreadElement,
  Super,
} from 'acorn';
import { PC } from '../checker/system.js';
import { Code } from './code.js';
import type { Expression } from './form.js';
import type { AnyFunction, FunctionTexts } from './function_text.js';
import { Untranslatable } from './untranslatable.js';
import { Dynamic, expressionOf, isInt32, type Scope, type Type } from './values.js';

/** The state, as functions of the model see it. */
export interface StateView {
  /** The field that cells are of; undefined for what are no cells of the state. */
  fieldOf(cells: unknown): string | undefined;
  lengthOf(field: string): number;
  /** The value that every element of a field always has; undefined when some can change. */
  constantOf(field: string): number | undefined;
  /** Told when something is written to a field that is said to be constant: then it may not be. */
  written(field: string): void;
}

/** A function while its call is being put in place. */
export interface Frame {
  readonly label: number;
  /** Where its result goes, once there is more than one return. */
  result: number | undefined;
  /** Of the values it returned. */
  readonly types: Set<Type | 'nothing'>;
  /** What it returns where it has one return, which is always come to. */
  only: { readonly value: unknown } | undefined;
  /** How many conditions and loops of the function stand around. */
  depth: number;
}

/** Where a piece of code stands. */
export interface Place {
  readonly scope: Scope;
  readonly home: AnyFunction;
  readonly frame: Frame;
  readonly loop?: { readonly end: number; readonly next: number };
}

export const isIterable = (value: unknown): value is Iterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.iterator in value;

/** The translation of one routine, without what it knows of the language. */
export abstract class Translating {
  protected readonly texts: FunctionTexts;
  protected readonly state: StateView;
  protected readonly code = new Code();

  constructor(texts: FunctionTexts, state: StateView) {
    this.texts = texts;
    this.state = state;
  }

  /** What an expression is: known, or of the state. */
  protected abstract value(node: ExpressionNode | Super | SpreadElement, place: Place): unknown;

  protected nodeOf(of: AnyFunction): FunctionExpression | ArrowFunctionExpression {
    const written = this.texts.written(of);
    if (written === undefined)
      throw new Untranslatable(of.name || 'a function', 'code that is not written in JavaScript', '');
    return written.node;
  }

  protected refuse(home: AnyFunction, node: AnyNode, what: string): Untranslatable {
    const text = this.texts.written(home)?.text ?? '';
    const place = this.texts.placeOf(home, text.slice(0, node.start).split('\n').length);
    return new Untranslatable(place, what, text.slice(node.start, node.end));
  }

  /**
   * Expressions evaluated one after another, spread ones into several. What the state says of one is kept before another's effects.
   */
  protected values(nodes: readonly (ExpressionNode | SpreadElement | Super)[], place: Place): unknown[] {
    const code = this.code;
    const values: unknown[] = [];
    for (const node of nodes) {
      const before = code.length;
      const value = this.value(node.type === 'SpreadElement' ? node.argument : node, place);
      // They differ from one another in nothing that statements between them could change: each is kept as it was before the later one.
      if (code.length > before) for (const [i, earlier] of values.entries()) values[i] = this.kept(earlier, before);
      if (node.type === 'SpreadElement') values.push(...this.elementsOf(value, node, place));
      else values.push(value);
    }
    return values;
  }

  protected hole(node: AnyNode, place: Place): never {
    throw this.refuse(place.home, node, 'an array with holes');
  }

  /** The value of now, whatever becomes of the state. */
  protected kept(value: unknown, at?: number): unknown {
    if (!(value instanceof Dynamic)) return value;
    const expression = this.code.keep(value.expression, at);
    return expression === value.expression ? value : new Dynamic(expression, value.type);
  }

  protected expressionOf(value: unknown, node: AnyNode, place: Place): Expression {
    const expression = expressionOf(value);
    if (expression === undefined) throw this.refuse(place.home, node, 'a value that is no number');
    return expression;
  }

  protected cell(field: string, index: unknown, node: AnyNode, place: Place): unknown {
    if (field === PC) throw this.refuse(place.home, node, 'where a process is');
    const constant = this.state.constantOf(field);
    const element = this.elementIn(field, index, node, place);
    return constant ?? new Dynamic({ is: 'cell', field, element }, 'int');
  }

  protected elementIn(field: string, index: unknown, node: AnyNode, place: Place): Expression {
    const known = isInt32(index) && index >= 0 && index < this.state.lengthOf(field);
    if (!known && !(index instanceof Dynamic && index.type === 'int'))
      throw this.refuse(place.home, node, `an element that ${field} does not have`);
    return this.expressionOf(index, node, place);
  }

  protected elementsOf(value: unknown, node: AnyNode, place: Place): unknown[] {
    if (Array.isArray(value)) return [...value];
    const field = this.state.fieldOf(value);
    if (field !== undefined)
      return Array.from({ length: this.state.lengthOf(field) }, (_, i) => this.kept(this.cell(field, i, node, place)));
    if (isIterable(value)) return [...value];
    throw this.refuse(place.home, node, 'what is no list that is known');
  }
}
