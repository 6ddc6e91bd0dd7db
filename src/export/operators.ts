/** Operators, of what is known and of what only the state decides. */

import type {
  AnyNode,
  BinaryExpression,
  ConditionalExpression,
  Expression as ExpressionNode,
  LogicalExpression,
  UnaryExpression,
} from 'acorn';
import { binary, unary } from './fold.js';
import { type ArithmeticOperator, type ComparisonOperator, type Expression, mayFail, numberOf } from './form.js';
import { type Place, Translating } from './translating.js';
import { Dynamic, isInt32, isKnown, typeOf } from './values.js';

const ARITHMETIC: ReadonlySet<string> = new Set<ArithmeticOperator>(['+', '-', '*', '%', '&', '|', '^', '<<', '>>']);

const COMPARISONS: Readonly<Record<string, ComparisonOperator>> = {
  '===': '==',
  '!==': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

export const isArithmetic = (operator: string): operator is ArithmeticOperator => ARITHMETIC.has(operator);

/** Whether a number tells itself from nothing and from truth values, as which 0 and 1 stand. */
const isTold = (value: unknown, other: unknown): boolean =>
  isInt32(value) &&
  value !== 0 &&
  value !== 1 &&
  other instanceof Dynamic &&
  (other.type === 'mixed' || other.type === 'numeric');

const isEquality = (operator: ComparisonOperator): boolean => operator === '==' || operator === '!=';

const KNOWN: Readonly<Record<string, (a: number, b: number) => unknown>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '**': (a, b) => a ** b,
  '&': (a, b) => a & b,
  '|': (a, b) => a | b,
  '^': (a, b) => a ^ b,
  '<<': (a, b) => a << b,
  '>>': (a, b) => a >> b,
  '>>>': (a, b) => a >>> b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

export const toExpression = (value: boolean | Expression): Expression =>
  typeof value === 'boolean' ? numberOf(Number(value)) : value;

/** With operators. */
export abstract class Operators extends Translating {
  protected unary(node: UnaryExpression, place: Place): unknown {
    const { operator, argument } = node;
    if (operator === '!') {
      const test = this.test(argument, place);
      return typeof test === 'boolean' ? !test : new Dynamic(unary('!', test), 'bool');
    }
    const value = this.value(argument, place);
    if (operator === 'void' && isKnown(value)) return undefined;
    if (isInt32(value)) {
      if (operator === '-') return -value;
      if (operator === '~') return ~value;
      if (operator === '+') return value;
    }
    if (value instanceof Dynamic && value.type === 'int' && (operator === '-' || operator === '~'))
      return new Dynamic(unary(operator, value.expression), 'int');
    throw this.refuse(place.home, node, `the operator ${operator}`);
  }

  /** Whether a condition holds: known, or an expression that is 0 when it does not. */
  protected test(node: ExpressionNode, place: Place): boolean | Expression {
    if (node.type === 'ParenthesizedExpression') return this.test(node.expression, place);
    if (node.type === 'UnaryExpression' && node.operator === '!') {
      const test = this.test(node.argument, place);
      return typeof test === 'boolean' ? !test : unary('!', test);
    }
    if (node.type === 'LogicalExpression' && node.operator !== '??') return this.bothOrEither(node, place);
    return this.truthOf(this.value(node, place));
  }

  protected truthOf(value: unknown): boolean | Expression {
    if (!(value instanceof Dynamic)) return Boolean(value);
    return value.type === 'bool' ? value.expression : binary('!=', value.expression, numberOf(0));
  }

  protected bothOrEither({ operator, left, right }: LogicalExpression, place: Place): boolean | Expression {
    const both = operator === '&&';
    const first = this.test(left, place);
    if (typeof first === 'boolean') return first === both ? this.test(right, place) : first;
    let second: boolean | Expression = false;
    const code = this.code;
    const effects = code.collect(() => {
      second = this.test(right, place);
    });
    if (effects.length === 0) return this.joined(first, second, both);
    const local = code.newVariable();
    const decided = toExpression(second);
    code.emit({ is: 'set', local, value: first });
    const yes = [...effects, { is: 'set', local, value: decided } as const];
    if (both) code.emitIf({ is: 'local', local }, yes, []);
    else code.emitIf({ is: 'local', local }, [], yes);
    code.settle(local);
    return { is: 'local', local };
  }

  protected joined(first: Expression, second: boolean | Expression, both: boolean): boolean | Expression {
    if (typeof second !== 'boolean') return binary(both ? '&&' : '||', first, second);
    return second === both ? first : second;
  }

  protected logical(node: LogicalExpression, place: Place): unknown {
    const { operator, left, right } = node;
    if (operator === '??') return this.orElse(node, place);
    const both = operator === '&&';
    const first = this.value(left, place);
    if (!(first instanceof Dynamic)) return Boolean(first) === both ? this.value(right, place) : first;
    if (first.type !== 'bool') throw this.refuse(place.home, node, `${operator} of numbers as a value`);
    // Both sides are truth values, or the whole is refused: then it is its own test.
    let second: unknown;
    const code = this.code;
    const effects = code.collect(() => {
      second = this.value(right, place);
    });
    if (typeOf(second) !== 'bool') throw this.refuse(place.home, node, `${operator} of numbers as a value`);
    if (effects.length === 0) {
      const joined = this.joined(first.expression, this.truthOf(second), both);
      return typeof joined === 'boolean' ? joined : new Dynamic(joined, 'bool');
    }
    const local = code.newVariable();
    code.emit({ is: 'set', local, value: first.expression });
    const yes = [...effects, { is: 'set', local, value: this.expressionOf(second, right, place) } as const];
    code.emitIf({ is: 'local', local }, both ? yes : [], both ? [] : yes);
    code.settle(local);
    return new Dynamic({ is: 'local', local }, 'bool');
  }

  protected orElse({ left, right }: LogicalExpression, place: Place): unknown {
    const value = this.value(left, place);
    if (!(value instanceof Dynamic)) return value ?? this.value(right, place);
    if (value.type !== 'mixed') return value;
    // Nothing is kept as 0.
    if (this.value(right, place) !== 0) throw this.refuse(place.home, right, 'another default than 0');
    return new Dynamic(value.expression, 'numeric');
  }

  protected conditional({ test, consequent, alternate }: ConditionalExpression, place: Place): unknown {
    const condition = this.test(test, place);
    if (typeof condition === 'boolean') return this.value(condition ? consequent : alternate, place);
    const code = this.code;
    let values: readonly [unknown, unknown] = [0, 0];
    const yes = code.collect(() => {
      values = [this.value(consequent, place), 0];
    });
    const no = code.collect(() => {
      values = [values[0], this.value(alternate, place)];
    });
    const [first, second] = values;
    const type = typeOf(first) === typeOf(second) ? typeOf(first) : 'numeric';
    const [a, b] = [this.expressionOf(first, consequent, place), this.expressionOf(second, alternate, place)];
    if (yes.length + no.length === 0)
      return new Dynamic({ is: 'choice', test: condition, yes: a, no: b }, type ?? 'numeric');
    const local = code.newVariable();
    code.emitIf(condition, [...yes, { is: 'set', local, value: a }], [...no, { is: 'set', local, value: b }]);
    code.settle(local);
    return new Dynamic({ is: 'local', local }, type ?? 'numeric');
  }

  protected binary(node: BinaryExpression, place: Place): unknown {
    const { operator, left, right } = node;
    if (left.type === 'PrivateIdentifier') throw this.refuse(place.home, node, 'a private name');
    const [a, b] = this.values([left, right], place);
    if (operator === 'in') return this.isAmong(a, Object.keys(Object(b)).map(Number), node, place);
    if (isKnown(a) && isKnown(b)) return this.computed(operator, a, b, node, place);
    const [type, other] = [typeOf(a), typeOf(b)];
    const comparison = COMPARISONS[operator];
    if (comparison !== undefined) {
      // Nothing that a cell or a truth value can be.
      const nothing = a === undefined || b === undefined;
      if (nothing && type !== 'mixed' && other !== 'mixed' && isEquality(comparison)) {
        if ([a, b].some((value) => value instanceof Dynamic && mayFail(value.expression)))
          throw this.refuse(place.home, node, 'whether a field has an element that the state chooses');
        return comparison === '!=';
      }
      const alike = type === other && (type === 'int' || type === 'bool');
      if (!alike && !isTold(a, b) && !isTold(b, a))
        throw this.refuse(place.home, node, 'a comparison of different types');
      return new Dynamic(
        binary(comparison, this.expressionOf(a, left, place), this.expressionOf(b, right, place)),
        'bool',
      );
    }
    if (!isArithmetic(operator) || type !== 'int' || other !== 'int')
      throw this.refuse(place.home, node, `the operator ${operator} of these`);
    return new Dynamic(binary(operator, this.expressionOf(a, left, place), this.expressionOf(b, right, place)), 'int');
  }

  /** Of two values that are known. */
  protected computed(operator: string, a: unknown, b: unknown, node: AnyNode, place: Place): unknown {
    if (operator === '===') return a === b;
    if (operator === '!==') return a !== b;
    if (typeof a === 'string' && operator === '+') return a + String(b);
    if (typeof a !== 'number' || typeof b !== 'number')
      throw this.refuse(place.home, node, `the operator ${operator} of these`);
    const compute = KNOWN[operator];
    if (compute === undefined) throw this.refuse(place.home, node, `the operator ${operator}`);
    return compute(a, b);
  }

  protected isAmong(value: unknown, among: readonly unknown[], node: AnyNode, place: Place): unknown {
    if (!(value instanceof Dynamic)) return among.includes(value);
    if (value.type !== 'int') throw this.refuse(place.home, node, 'a look-up of what is no number');
    const kept = this.code.keep(value.expression);
    const equal = among.filter(isInt32).map((each) => binary('==', kept, numberOf(each)));
    if (equal.length === 0) return false;
    return new Dynamic(
      equal.reduce((a, b) => binary('||', a, b)),
      'bool',
    );
  }
}
