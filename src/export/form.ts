/**
 * The intermediate form: what an action or a predicate does to the state, with everything that does not change folded away. It is
 * made by `translate.ts` and is what code in other languages is written from.
 *
 * A routine is straight-line code with conditions: loops are unrolled and calls put in their place, so it has neither, and it
 * ends. Values are 32-bit integers; a truth value is 0 or 1. Expressions have no effects and are evaluated whole, in any order;
 * statements one after another.
 */

export type UnaryOperator = '-' | '~' | '!';

/** As in C. Those that compare give a truth value; `&&` and `||` are of truth values. */
export type BinaryOperator =
  | ArithmeticOperator
  | ComparisonOperator
  /** Both sides may be evaluated, since neither has effects. */
  | '&&'
  | '||';

export type ArithmeticOperator = '+' | '-' | '*' | '%' | '&' | '|' | '^' | '<<' | '>>';
export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';

export type Expression =
  | { readonly is: 'number'; readonly value: number }
  /** An element of a field of the state, as its typed array has it. */
  | { readonly is: 'cell'; readonly field: string; readonly element: Expression }
  | { readonly is: 'local'; readonly local: number }
  | { readonly is: 'unary'; readonly operator: UnaryOperator; readonly of: Expression }
  | {
      readonly is: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly is: 'choice'; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
  /** An index outside the table is an error of the model. */
  | { readonly is: 'table'; readonly values: readonly number[]; readonly index: Expression };

export type Statement =
  | { readonly is: 'set'; readonly local: number; readonly value: Expression }
  /** Wraps as the field's typed array does. An element outside the field is an error of the model. */
  | { readonly is: 'store'; readonly field: string; readonly element: Expression; readonly value: Expression }
  | {
      readonly is: 'if';
      readonly test: Expression;
      readonly yes: readonly Statement[];
      readonly no: readonly Statement[];
    }
  /** The target of those `leave`s inside it that name its label; no two blocks of a routine share one. */
  | { readonly is: 'block'; readonly label: number; readonly body: readonly Statement[] }
  /** Goes on behind the block with this label. */
  | { readonly is: 'leave'; readonly label: number };

export interface Routine {
  /** How many locals it has; each is 0 before it is set. */
  readonly locals: number;
  readonly body: readonly Statement[];
  /** Evaluated behind the body: the outcome of an action, -1 where it blocks; what a predicate says. */
  readonly result: Expression;
}

export const numberOf = (value: number): Expression => ({ is: 'number', value });

/** The parts that an expression is made of, itself not among them. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.is) {
    case 'number':
    case 'local':
      return [];
    case 'cell':
      return [expression.element];
    case 'unary':
      return [expression.of];
    case 'binary':
      return [expression.left, expression.right];
    case 'choice':
      return [expression.test, expression.yes, expression.no];
    case 'table':
      return [expression.index];
  }
}

/** Whether to evaluate an expression can be an error, so that it is only to be done where its value is asked for. */
export function mayFail(expression: Expression): boolean {
  if (expression.is === 'table' || (expression.is === 'cell' && expression.element.is !== 'number')) return true;
  if (expression.is === 'binary' && expression.operator === '%') return true;
  return partsOf(expression).some(mayFail);
}

/** The expressions that a statement evaluates itself, those of statements in it not among them. */
export function expressionsOf(statement: Statement): readonly Expression[] {
  switch (statement.is) {
    case 'set':
      return [statement.value];
    case 'store':
      return [statement.element, statement.value];
    case 'if':
      return [statement.test];
    case 'block':
    case 'leave':
      return [];
  }
}

/** The statements in a statement, in their order. */
export function statementsIn(statement: Statement): readonly Statement[] {
  if (statement.is === 'if') return [...statement.yes, ...statement.no];
  return statement.is === 'block' ? statement.body : [];
}
