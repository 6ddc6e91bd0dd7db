/** Routines of the intermediate form in instructions of WebAssembly. What the form calls an error of the model is a trap. */

import { cellBits, type Fields, type Layout } from '../../checker/layout.js';
import { type BinaryOperator, type Expression, mayFail, type Routine, type Statement } from '../form.js';
import * as wasm from './instructions.js';
import { type Code, Label } from './instructions.js';
import type { LaidOut } from './memory.js';

/** The locals of a function, numbered as they are asked for, behind its parameters. */
export class Locals {
  readonly #params: number;
  #next: number;

  constructor(params = 0) {
    this.#params = params;
    this.#next = params;
  }

  get count(): number {
    return this.#next - this.#params;
  }

  another(): number {
    return this.#next++;
  }
}

const OPERATORS: Readonly<Record<BinaryOperator, (left: Code, right: Code) => Code>> = {
  '+': wasm.plus,
  '-': wasm.minus,
  '*': wasm.times,
  '%': wasm.remainder,
  '&': wasm.and,
  '|': wasm.or,
  '^': wasm.xor,
  '<<': wasm.shiftLeft,
  '>>': wasm.shiftRight,
  '==': wasm.equal,
  '!=': wasm.unequal,
  '<': wasm.less,
  '<=': wasm.lessOrEqual,
  '>': wasm.greater,
  '>=': wasm.greaterOrEqual,
  '&&': wasm.and,
  '||': wasm.or,
};

/** The cells of one state, unpacked. */
export class StateCells {
  readonly #layout: Layout<Fields>;
  readonly #at: number;

  /** @param at where the state lies in memory */
  constructor(layout: Layout<Fields>, at: number) {
    this.#layout = layout;
    this.#at = at;
  }

  lengthOf(field: string): number {
    return this.#layout.fields[field].length;
  }

  /** @param index times the width of a cell is added to the constant place of the first */
  load(field: string, element: number, index?: Code): Code {
    const [address, offset] = this.#place(field, element, index);
    const loading = { 8: wasm.loadByte, 16: wasm.loadShort, 32: wasm.load }[this.#bitsOf(field)];
    return loading(address, offset);
  }

  store(field: string, element: number, value: Code, index?: Code): Code {
    const [address, offset] = this.#place(field, element, index);
    const storing = { 8: wasm.storeByte, 16: wasm.storeShort, 32: wasm.store }[this.#bitsOf(field)];
    return storing(address, value, offset);
  }

  /** @param address of a cell of the field, in the module's own memory */
  storeAt(field: string, address: Code, value: Code): Code {
    return { 8: wasm.storeByte, 16: wasm.storeShort, 32: wasm.store }[this.#bitsOf(field)](
      wasm.plus(wasm.own, address),
      value,
    );
  }

  /** Where a cell is, in the module's own memory. */
  addressOf(field: string, element: number): number {
    return this.#at + this.#layout.byteOf(field, element);
  }

  #place(field: string, element: number, index: Code | undefined): [address: Code, offset: number] {
    const bytes = this.#bitsOf(field) / 8;
    const address = index === undefined ? wasm.own : wasm.plus(wasm.own, wasm.times(index, wasm.constant(bytes)));
    return [address, this.addressOf(field, element)];
  }

  #bitsOf(field: string): 8 | 16 | 32 {
    return cellBits(this.#layout.fields[field]);
  }
}

/** One routine as part of a function. */
export class RoutineCode {
  readonly #cells: StateCells;
  readonly #memory: LaidOut;
  readonly #locals: Locals;
  readonly #own: readonly number[];
  readonly #labels = new Map<number, Label>();
  readonly #wrong: Code;

  /** @param wrong what stands for a value that cannot be told, by an error of the model */
  constructor(routine: Routine, cells: StateCells, memory: LaidOut, locals: Locals, wrong: Code = wasm.trap) {
    this.#wrong = wrong;
    this.#cells = cells;
    this.#memory = memory;
    this.#locals = locals;
    this.#own = Array.from({ length: routine.locals }, () => locals.another());
  }

  /** Leaves the result on the stack. The routine's locals must be 0 before. */
  of({ body, result }: Routine): Code {
    return [this.#statements(body), this.#value(result)];
  }

  #statements(statements: readonly Statement[]): Code {
    return statements.map((each) => this.#statement(each));
  }

  #statement(statement: Statement): Code {
    switch (statement.is) {
      case 'set':
        return wasm.set(this.#own[statement.local], this.#value(statement.value));
      case 'store':
        return this.#store(statement.field, statement.element, this.#value(statement.value));
      case 'if': {
        const no = statement.no.length === 0 ? undefined : this.#statements(statement.no);
        return wasm.when(this.#value(statement.test), this.#statements(statement.yes), no);
      }
      case 'block': {
        const label = new Label();
        this.#labels.set(statement.label, label);
        return wasm.block(label, this.#statements(statement.body));
      }
      case 'leave': {
        const label = this.#labels.get(statement.label);
        if (label === undefined) throw new Error(`no block ${statement.label} to leave`);
        return wasm.jump(label);
      }
    }
  }

  #store(field: string, element: Expression, value: Code): Code {
    if (element.is === 'number') return this.#cells.store(field, element.value, value);
    const [index, kept] = [this.#locals.another(), this.#locals.another()];
    return [
      wasm.set(kept, value),
      wasm.set(index, this.#index(element, this.#cells.lengthOf(field))),
      this.#cells.store(field, 0, wasm.get(kept), wasm.get(index)),
    ];
  }

  /** An index that the state chooses, held against its end. */
  #index(expression: Expression, length: number): Code {
    const index = this.#locals.another();
    const inside = wasm.lessUnsigned(wasm.tee(index, this.#value(expression)), wasm.constant(length));
    return wasm.either(inside, wasm.get(index), this.#wrong);
  }

  #value(expression: Expression): Code {
    switch (expression.is) {
      case 'number':
        return wasm.constant(expression.value);
      case 'local':
        return wasm.get(this.#own[expression.local]);
      case 'cell': {
        const { field, element } = expression;
        if (element.is === 'number') return this.#cells.load(field, element.value);
        return this.#cells.load(field, 0, this.#index(element, this.#cells.lengthOf(field)));
      }
      case 'unary':
        return this.#unary(expression.operator, this.#value(expression.of));
      case 'binary':
        return this.#binary(expression.operator, expression.left, expression.right);
      case 'choice': {
        const { test, yes, no } = expression;
        const choosing = mayFail(yes) || mayFail(no) ? wasm.either : wasm.select;
        return choosing(this.#value(test), this.#value(yes), this.#value(no));
      }
      case 'table': {
        const at = this.#memory.filled(new Uint8Array(Int32Array.from(expression.values).buffer));
        const index = this.#index(expression.index, expression.values.length);
        return wasm.load(wasm.times(index, wasm.constant(4)), at);
      }
    }
  }

  #unary(operator: '-' | '~' | '!', of: Code): Code {
    if (operator === '-') return wasm.minus(wasm.constant(0), of);
    return operator === '~' ? wasm.xor(of, wasm.constant(-1)) : wasm.isZero(of);
  }

  #binary(operator: BinaryOperator, left: Expression, right: Expression): Code {
    const [first, second] = [this.#value(left), this.#value(right)];
    if (operator === '&&' && mayFail(right)) return wasm.either(first, second, wasm.constant(0));
    if (operator === '||' && mayFail(right)) return wasm.either(first, wasm.constant(1), second);
    if (operator === '%' && !(right.is === 'number' && right.value !== 0))
      return wasm.either(second, wasm.remainder(first, second), this.#wrong);
    return OPERATORS[operator](first, second);
  }
}
