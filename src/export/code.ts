/** A routine while it is written: its statements, locals and labels. */

import { type Expression, partsOf, type Statement, statementsIn } from './form.js';

export class Code {
  #locals = 0;
  #labels = 0;
  /** Locals that are set more than once, or later than they are first seen. */
  readonly #changing = new Set<number>();
  /** Where statements go. */
  #out: Statement[] = [];

  get locals(): number {
    return this.#locals;
  }

  /** How many statements stand in the innermost list. */
  get length(): number {
    return this.#out.length;
  }

  newLabel(): number {
    return this.#labels++;
  }

  /** A local that may be set again. */
  newVariable(): number {
    this.#changing.add(this.#locals);
    return this.#locals++;
  }

  /** From here on the local is set no more. */
  settle(local: number): void {
    this.#changing.delete(local);
  }

  emit(...statements: readonly Statement[]): void {
    this.#out.push(...statements);
  }

  /** What a piece of work emits, in place of emitting it. */
  collect(work: () => void): Statement[] {
    const around = this.#out;
    const collected: Statement[] = [];
    this.#out = collected;
    try {
      work();
    } finally {
      this.#out = around;
    }
    return collected;
  }

  /** Whether an expression has the same value wherever in the routine it is evaluated. */
  isFixed(expression: Expression): boolean {
    if (expression.is === 'cell') return false;
    if (expression.is === 'local') return !this.#changing.has(expression.local);
    return partsOf(expression).every((part) => this.isFixed(part));
  }

  /** The value that an expression has now, or had before the statement with this index. */
  keep(expression: Expression, at = this.length): Expression {
    if (this.isFixed(expression)) return expression;
    const local = this.#locals++;
    this.#out.splice(at, 0, { is: 'set', local, value: expression });
    return { is: 'local', local };
  }

  emitIf(test: Expression, yes: readonly Statement[], no: readonly Statement[]): void {
    if (test.is === 'number') this.emit(...(test.value === 0 ? no : yes));
    else if (yes.length > 0) this.emit({ is: 'if', test, yes, no });
    else if (no.length > 0) this.emit({ is: 'if', test: { is: 'unary', operator: '!', of: test }, yes: no, no: [] });
  }

  emitBlock(label: number, body: readonly Statement[]): void {
    const shorter = withoutLastLeave(body, label);
    if (shorter.some((statement) => leaves(statement, label))) this.emit({ is: 'block', label, body: shorter });
    else this.emit(...shorter);
  }
}

/** To leave a block at its end is to do nothing. */
function withoutLastLeave(body: readonly Statement[], label: number): readonly Statement[] {
  const last = body.at(-1);
  if (last === undefined) return body;
  const before = body.slice(0, -1);
  if (last.is === 'leave') return last.label === label ? before : body;
  if (last.is !== 'if') return body;
  const yes = withoutLastLeave(last.yes, label);
  const no = withoutLastLeave(last.no, label);
  if (yes.length > 0 || no.length === 0) return [...before, { ...last, yes, no }];
  return [...before, { is: 'if', test: { is: 'unary', operator: '!', of: last.test }, yes: no, no: [] }];
}

const leaves = (statement: Statement, label: number): boolean =>
  (statement.is === 'leave' && statement.label === label) ||
  statementsIn(statement).some((inner) => leaves(inner, label));
