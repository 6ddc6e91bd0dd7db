/** Runs routines of the intermediate form on a state, by their definition and no faster. */

import type { Cells } from '../../src/checker/layout.js';
import { computeBinary, computeUnary } from '../../src/export/fold.js';
import type { Expression, Routine, Statement } from '../../src/export/form.js';

type Views = Readonly<Record<string, Cells>>;

/** The result of a routine, which has its effects on the state. */
export function interpret({ locals, body, result }: Routine, views: Views): number {
  const values = new Int32Array(locals);
  const left = run(body, views, values);
  if (left !== undefined) throw new Error(`no block ${left} to leave`);
  return evaluate(result, views, values);
}

/** The label of the block that is being left, if any. */
function run(statements: readonly Statement[], views: Views, values: Int32Array): number | undefined {
  for (const statement of statements) {
    const left = execute(statement, views, values);
    if (left !== undefined) return left;
  }
  return undefined;
}

function execute(statement: Statement, views: Views, values: Int32Array): number | undefined {
  switch (statement.is) {
    case 'set':
      values[statement.local] = evaluate(statement.value, views, values);
      return undefined;
    case 'store': {
      const cells = views[statement.field];
      cells[inside(evaluate(statement.element, views, values), cells.length)] = evaluate(
        statement.value,
        views,
        values,
      );
      return undefined;
    }
    case 'if':
      return run(evaluate(statement.test, views, values) !== 0 ? statement.yes : statement.no, views, values);
    case 'block': {
      const left = run(statement.body, views, values);
      return left === statement.label ? undefined : left;
    }
    case 'leave':
      return statement.label;
  }
}

function evaluate(expression: Expression, views: Views, values: Int32Array): number {
  const of = (part: Expression): number => evaluate(part, views, values);
  switch (expression.is) {
    case 'number':
      return expression.value;
    case 'local':
      return values[expression.local];
    case 'cell': {
      const cells = views[expression.field];
      return cells[inside(of(expression.element), cells.length)];
    }
    case 'unary':
      return computeUnary(expression.operator, of(expression.of));
    case 'binary':
      return computeBinary(expression.operator, of(expression.left), of(expression.right));
    case 'choice':
      return of(expression.test) !== 0 ? of(expression.yes) : of(expression.no);
    case 'table':
      return expression.values[inside(of(expression.index), expression.values.length)];
  }
}

function inside(index: number, length: number): number {
  if (index < 0 || index >= length) throw new Error(`element ${index} of ${length}`);
  return index;
}
