/**
 * Translates functions of a model to routines of the intermediate form: it runs them on what is known, the state's constants among
 * it, and writes down what only the state decides. Calls are put in place, loops unrolled. Code whose meaning it does not know for
 * certain it refuses.
 */

import type {
  AnyNode,
  ArrowFunctionExpression,
  AssignmentExpression,
  BinaryExpression,
  CallExpression,
  ConditionalExpression,
  Expression as ExpressionNode,
  ForOfStatement,
  ForStatement,
  FunctionExpression,
  IfStatement,
  LogicalExpression,
  MemberExpression,
  Pattern,
  SpreadElement,
  Statement as StatementNode,
  Super,
  UnaryExpression,
  UpdateExpression,
  VariableDeclaration,
} from 'acorn';
import { PC } from '../checker/system.js';
import { Code } from './code.js';
import { binary, unary } from './fold.js';
import { type ArithmeticOperator, type ComparisonOperator, type Expression, numberOf, type Routine } from './form.js';
import type { AnyFunction, FunctionTexts } from './function_text.js';
import { Untranslatable } from './untranslatable.js';
import { withoutUnused } from './unused.js';
import { Closure, Dynamic, expressionOf, isInt32, isKnown, Scope, type Type, typeOf, Variable } from './values.js';

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
interface Frame {
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
interface Place {
  readonly scope: Scope;
  readonly home: AnyFunction;
  readonly frame: Frame;
  readonly loop?: { readonly end: number; readonly next: number };
}

const ARITHMETIC: ReadonlySet<string> = new Set<ArithmeticOperator>(['+', '-', '*', '%', '&', '|', '^', '<<', '>>']);
const COMPARISONS: Readonly<Record<string, ComparisonOperator>> = {
  '===': '==',
  '!==': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

/** Calls in calls: more is a recursion whose end the state decides. */
const DEEPEST = 60;
/** Rounds of a loop: more is one whose end the state decides. */
const MOST_ROUNDS = 10_000;

/** One routine in the making. */
export class Translation {
  readonly #texts: FunctionTexts;
  readonly #state: StateView;
  readonly #code = new Code();
  #depth = 0;

  constructor(texts: FunctionTexts, state: StateView) {
    this.#texts = texts;
    this.#state = state;
  }

  /**
   * The routine of a function that is called with these arguments, the state among them.
   * @throws Untranslatable
   */
  routine(of: AnyFunction, args: readonly unknown[]): Routine {
    const code = this.#code;
    let result: Expression = numberOf(0);
    const body = code.collect(() => {
      const value = this.#applyFunction(of, args, undefined);
      if (value === undefined) return;
      const expression = expressionOf(value);
      if (expression === undefined) throw this.#refuse(of, this.#nodeOf(of), 'a result that is no number');
      result = expression;
    });
    return withoutUnused({ locals: code.locals, body, result });
  }

  #nodeOf(of: AnyFunction): FunctionExpression | ArrowFunctionExpression {
    const written = this.#texts.written(of);
    if (written === undefined)
      throw new Untranslatable(of.name || 'a function', 'code that is not written in JavaScript', '');
    return written.node;
  }

  #refuse(home: AnyFunction, node: AnyNode, what: string): Untranslatable {
    const text = this.#texts.written(home)?.text ?? '';
    const place = this.#texts.placeOf(home, node.loc?.start.line ?? 1);
    return new Untranslatable(place, what, text.slice(node.start, node.end));
  }

  // Expressions

  /** What an expression is: known, or of the state. */
  #value(node: ExpressionNode | Super | SpreadElement, place: Place): unknown {
    switch (node.type) {
      case 'Literal':
        return node.value;
      case 'ParenthesizedExpression':
      case 'ChainExpression':
        return this.#value(node.expression, place);
      case 'TemplateLiteral':
        return this.#template(node.quasis, node.expressions, node, place);
      case 'Identifier':
        return this.#named(node.name, node, place);
      case 'ArrowFunctionExpression':
      case 'FunctionExpression':
        return new Closure(node, place.scope, place.home);
      case 'SequenceExpression':
        return this.#values(node.expressions, place).at(-1);
      case 'ConditionalExpression':
        return this.#conditional(node, place);
      case 'UnaryExpression':
        return this.#unary(node, place);
      case 'LogicalExpression':
        return this.#logical(node, place);
      case 'BinaryExpression':
        return this.#binary(node, place);
      case 'MemberExpression':
        return this.#member(node, place);
      case 'CallExpression':
        return this.#call(node, place);
      case 'ArrayExpression':
        return this.#values(
          node.elements.map((each) => each ?? this.#hole(node, place)),
          place,
        );
      case 'ObjectExpression':
        return this.#object(node.properties, node, place);
      default:
        throw this.#refuse(place.home, node, `${node.type} as a value`);
    }
  }

  #hole(node: AnyNode, place: Place): never {
    throw this.#refuse(place.home, node, 'an array with holes');
  }

  /**
   * Expressions evaluated one after another, spread ones into several. What the state says of one is kept before another's effects.
   */
  #values(nodes: readonly (ExpressionNode | SpreadElement | Super)[], place: Place): unknown[] {
    const code = this.#code;
    const values: unknown[] = [];
    for (const node of nodes) {
      const before = code.length;
      const value = this.#value(node.type === 'SpreadElement' ? node.argument : node, place);
      // They differ from one another in nothing that statements between them could change: each is kept as it was before the later one.
      if (code.length > before) for (const [i, earlier] of values.entries()) values[i] = this.#kept(earlier, before);
      if (node.type === 'SpreadElement') values.push(...this.#elementsOf(value, node, place));
      else values.push(value);
    }
    return values;
  }

  /** The value of now, whatever becomes of the state. */
  #kept(value: unknown, at?: number): unknown {
    if (!(value instanceof Dynamic)) return value;
    const expression = this.#code.keep(value.expression, at);
    return expression === value.expression ? value : new Dynamic(expression, value.type);
  }

  #named(name: string, node: AnyNode, { scope, home }: Place): unknown {
    if (scope.has(name)) {
      const value = scope.get(name);
      return value instanceof Variable ? new Dynamic({ is: 'local', local: value.local }, value.type) : value;
    }
    if (name === 'undefined') return undefined;
    try {
      return this.#texts.valueOf(home, name);
    } catch {
      throw this.#refuse(home, node, 'a name that is not known');
    }
  }

  #template(
    quasis: readonly { readonly value: { readonly cooked?: string | null } }[],
    expressions: readonly ExpressionNode[],
    node: AnyNode,
    place: Place,
  ): string {
    const values = this.#values(expressions, place);
    if (!values.every(isKnown)) throw this.#refuse(place.home, node, 'text of what the state says');
    return quasis.map(({ value }, i) => `${value.cooked ?? ''}${i < values.length ? String(values[i]) : ''}`).join('');
  }

  #object(properties: readonly AnyNode[], node: AnyNode, place: Place): Readonly<Record<string, unknown>> {
    const entries: [string, unknown][] = [];
    for (const property of properties) {
      if (property.type === 'SpreadElement') {
        const spread = this.#value(property.argument, place);
        if (!isKnown(spread)) throw this.#refuse(place.home, property, 'a spread of what the state says');
        entries.push(...Object.entries(Object(spread)));
      } else if (
        property.type === 'Property' &&
        property.kind === 'init' &&
        property.value.type !== 'AssignmentPattern'
      ) {
        const [key, value] = [
          this.#keyOf(property.key, property.computed, place),
          this.#value(property.value as ExpressionNode, place),
        ];
        entries.push([String(key), this.#kept(value)]);
      } else throw this.#refuse(place.home, node, 'an object of this form');
    }
    return Object.fromEntries(entries);
  }

  #keyOf(key: AnyNode, computed: boolean, place: Place): unknown {
    if (!computed && key.type === 'Identifier') return key.name;
    if (key.type === 'PrivateIdentifier') throw this.#refuse(place.home, key, 'a private name');
    return this.#value(key as ExpressionNode, place);
  }

  #unary(node: UnaryExpression, place: Place): unknown {
    const { operator, argument } = node;
    if (operator === '!') {
      const test = this.#test(argument, place);
      return typeof test === 'boolean' ? !test : new Dynamic(unary('!', test), 'bool');
    }
    const value = this.#value(argument, place);
    if (operator === 'void' && isKnown(value)) return undefined;
    if (isInt32(value)) {
      if (operator === '-') return -value;
      if (operator === '~') return ~value;
      if (operator === '+') return value;
    }
    if (value instanceof Dynamic && value.type === 'int' && (operator === '-' || operator === '~'))
      return new Dynamic(unary(operator, value.expression), 'int');
    throw this.#refuse(place.home, node, `the operator ${operator}`);
  }

  /** Whether a condition holds: known, or an expression that is 0 when it does not. */
  #test(node: ExpressionNode, place: Place): boolean | Expression {
    if (node.type === 'ParenthesizedExpression') return this.#test(node.expression, place);
    if (node.type === 'UnaryExpression' && node.operator === '!') {
      const test = this.#test(node.argument, place);
      return typeof test === 'boolean' ? !test : unary('!', test);
    }
    if (node.type === 'LogicalExpression' && node.operator !== '??') return this.#bothOrEither(node, place);
    return this.#truthOf(this.#value(node, place));
  }

  #truthOf(value: unknown): boolean | Expression {
    if (!(value instanceof Dynamic)) return Boolean(value);
    return value.type === 'bool' ? value.expression : binary('!=', value.expression, numberOf(0));
  }

  #bothOrEither({ operator, left, right }: LogicalExpression, place: Place): boolean | Expression {
    const both = operator === '&&';
    const first = this.#test(left, place);
    if (typeof first === 'boolean') return first === both ? this.#test(right, place) : first;
    let second: boolean | Expression = false;
    const code = this.#code;
    const effects = code.collect(() => {
      second = this.#test(right, place);
    });
    if (effects.length === 0) return this.#joined(first, second, both);
    const local = code.newVariable();
    const decided = toExpression(second);
    code.emit({ is: 'set', local, value: first });
    const yes = [...effects, { is: 'set', local, value: decided } as const];
    if (both) code.emitIf({ is: 'local', local }, yes, []);
    else code.emitIf({ is: 'local', local }, [], yes);
    code.settle(local);
    return { is: 'local', local };
  }

  #joined(first: Expression, second: boolean | Expression, both: boolean): boolean | Expression {
    if (typeof second !== 'boolean') return binary(both ? '&&' : '||', first, second);
    return second === both ? first : second;
  }

  #logical(node: LogicalExpression, place: Place): unknown {
    const { operator, left, right } = node;
    if (operator === '??') return this.#orElse(node, place);
    const both = operator === '&&';
    const first = this.#value(left, place);
    if (!(first instanceof Dynamic)) return Boolean(first) === both ? this.#value(right, place) : first;
    if (first.type !== 'bool') throw this.#refuse(place.home, node, `${operator} of numbers as a value`);
    // Both sides are truth values, or the whole is refused: then it is its own test.
    let second: unknown;
    const code = this.#code;
    const effects = code.collect(() => {
      second = this.#value(right, place);
    });
    if (typeOf(second) !== 'bool') throw this.#refuse(place.home, node, `${operator} of numbers as a value`);
    if (effects.length === 0) {
      const joined = this.#joined(first.expression, this.#truthOf(second), both);
      return typeof joined === 'boolean' ? joined : new Dynamic(joined, 'bool');
    }
    const local = code.newVariable();
    code.emit({ is: 'set', local, value: first.expression });
    const yes = [...effects, { is: 'set', local, value: this.#expressionOf(second, right, place) } as const];
    code.emitIf({ is: 'local', local }, both ? yes : [], both ? [] : yes);
    code.settle(local);
    return new Dynamic({ is: 'local', local }, 'bool');
  }

  #orElse({ left, right }: LogicalExpression, place: Place): unknown {
    const value = this.#value(left, place);
    if (!(value instanceof Dynamic)) return value ?? this.#value(right, place);
    if (value.type !== 'mixed') return value;
    // Nothing is kept as 0.
    if (this.#value(right, place) !== 0) throw this.#refuse(place.home, right, 'another default than 0');
    return new Dynamic(value.expression, 'numeric');
  }

  #conditional({ test, consequent, alternate }: ConditionalExpression, place: Place): unknown {
    const condition = this.#test(test, place);
    if (typeof condition === 'boolean') return this.#value(condition ? consequent : alternate, place);
    const code = this.#code;
    let values: readonly [unknown, unknown] = [0, 0];
    const yes = code.collect(() => {
      values = [this.#value(consequent, place), 0];
    });
    const no = code.collect(() => {
      values = [values[0], this.#value(alternate, place)];
    });
    const [first, second] = values;
    const type = typeOf(first) === typeOf(second) ? typeOf(first) : 'numeric';
    const [a, b] = [this.#expressionOf(first, consequent, place), this.#expressionOf(second, alternate, place)];
    if (yes.length + no.length === 0)
      return new Dynamic({ is: 'choice', test: condition, yes: a, no: b }, type ?? 'numeric');
    const local = code.newVariable();
    code.emitIf(condition, [...yes, { is: 'set', local, value: a }], [...no, { is: 'set', local, value: b }]);
    code.settle(local);
    return new Dynamic({ is: 'local', local }, type ?? 'numeric');
  }

  #expressionOf(value: unknown, node: AnyNode, place: Place): Expression {
    const expression = expressionOf(value);
    if (expression === undefined) throw this.#refuse(place.home, node, 'a value that is no number');
    return expression;
  }

  #binary(node: BinaryExpression, place: Place): unknown {
    const { operator, left, right } = node;
    if (left.type === 'PrivateIdentifier') throw this.#refuse(place.home, node, 'a private name');
    const [a, b] = this.#values([left, right], place);
    if (operator === 'in') return this.#isAmong(a, Object.keys(Object(b)).map(Number), node, place);
    if (isKnown(a) && isKnown(b)) return this.#computed(operator, a, b, node, place);
    const [type, other] = [typeOf(a), typeOf(b)];
    const comparison = COMPARISONS[operator];
    if (comparison !== undefined) {
      // Nothing that a cell or a truth value can be.
      const nothing = a === undefined || b === undefined;
      if (nothing && type !== 'mixed' && other !== 'mixed' && isEquality(comparison)) return comparison === '!=';
      const alike = type === other && (type === 'int' || type === 'bool');
      if (!alike && !isTold(a, b) && !isTold(b, a))
        throw this.#refuse(place.home, node, 'a comparison of different types');
      return new Dynamic(
        binary(comparison, this.#expressionOf(a, left, place), this.#expressionOf(b, right, place)),
        'bool',
      );
    }
    if (!isArithmetic(operator) || type !== 'int' || other !== 'int')
      throw this.#refuse(place.home, node, `the operator ${operator} of these`);
    return new Dynamic(
      binary(operator, this.#expressionOf(a, left, place), this.#expressionOf(b, right, place)),
      'int',
    );
  }

  /** Of two values that are known. */
  #computed(operator: string, a: unknown, b: unknown, node: AnyNode, place: Place): unknown {
    if (operator === '===') return a === b;
    if (operator === '!==') return a !== b;
    if (typeof a === 'string' && operator === '+') return a + String(b);
    if (typeof a !== 'number' || typeof b !== 'number')
      throw this.#refuse(place.home, node, `the operator ${operator} of these`);
    const compute = KNOWN[operator];
    if (compute === undefined) throw this.#refuse(place.home, node, `the operator ${operator}`);
    return compute(a, b);
  }

  #isAmong(value: unknown, among: readonly unknown[], node: AnyNode, place: Place): unknown {
    if (!(value instanceof Dynamic)) return among.includes(value);
    if (value.type !== 'int') throw this.#refuse(place.home, node, 'a look-up of what is no number');
    const kept = this.#code.keep(value.expression);
    const equal = among.filter(isInt32).map((each) => binary('==', kept, numberOf(each)));
    if (equal.length === 0) return false;
    return new Dynamic(
      equal.reduce((a, b) => binary('||', a, b)),
      'bool',
    );
  }

  #member(node: MemberExpression, place: Place): unknown {
    const { object, property, computed, optional } = node;
    if (!computed) {
      if (property.type !== 'Identifier') throw this.#refuse(place.home, node, 'a private name');
      return this.#propertyOf(this.#value(object, place), property.name, optional, node, place);
    }
    if (property.type === 'PrivateIdentifier') throw this.#refuse(place.home, node, 'a private name');
    const [of, index] = this.#values([object, property], place);
    return this.#elementOf(of, index, node, place);
  }

  #propertyOf(of: unknown, name: string, optional: boolean, node: AnyNode, place: Place): unknown {
    if (optional && (of === undefined || of === null)) return undefined;
    if (!isKnown(of) || of === undefined || of === null) throw this.#refuse(place.home, node, 'a member of this');
    return Reflect.get(Object(of), name, of);
  }

  #elementOf(of: unknown, index: unknown, node: AnyNode, place: Place): unknown {
    const field = this.#state.fieldOf(of);
    if (field !== undefined) return this.#cell(field, index, node, place);
    if (!isKnown(of) || of === undefined || of === null) throw this.#refuse(place.home, node, 'a member of this');
    if (!(index instanceof Dynamic)) return Reflect.get(Object(of), String(index), of);
    const table: unknown = Array.isArray(of) ? of : undefined;
    if (!Array.isArray(table) || !table.every(isInt32) || index.type !== 'int')
      throw this.#refuse(place.home, node, 'an element that the state chooses');
    return new Dynamic({ is: 'table', values: table, index: index.expression }, 'int');
  }

  #cell(field: string, index: unknown, node: AnyNode, place: Place): unknown {
    if (field === PC) throw this.#refuse(place.home, node, 'where a process is');
    const constant = this.#state.constantOf(field);
    const element = this.#elementIn(field, index, node, place);
    return constant ?? new Dynamic({ is: 'cell', field, element }, 'int');
  }

  #elementIn(field: string, index: unknown, node: AnyNode, place: Place): Expression {
    const known = isInt32(index) && index >= 0 && index < this.#state.lengthOf(field);
    if (!known && !(index instanceof Dynamic && index.type === 'int'))
      throw this.#refuse(place.home, node, `an element that ${field} does not have`);
    return this.#expressionOf(index, node, place);
  }

  // Calls

  #call(node: CallExpression, place: Place): unknown {
    const { callee } = node;
    if (callee.type === 'MemberExpression' && !(callee.property.type === 'PrivateIdentifier')) {
      const of = this.#value(callee.object, place);
      const name = String(this.#keyOf(callee.property, callee.computed, place));
      if ((callee.optional || node.optional) && (of === undefined || of === null)) return undefined;
      const method = this.#propertyOf(of, name, false, node, place);
      return this.#applied(method, of, this.#values(node.arguments, place), node, place);
    }
    const [called, ...args] = this.#values([callee, ...node.arguments], place);
    return this.#applied(called, undefined, args, node, place);
  }

  /** @param of what it is a method of */
  #applied(called: unknown, of: unknown, args: readonly unknown[], node: CallExpression, place: Place): unknown {
    if (called instanceof Closure || (typeof called === 'function' && this.#texts.written(called) !== undefined))
      return this.#apply(called, args, node, place);
    if (typeof called !== 'function') throw this.#refuse(place.home, node, 'a call of what is no function');
    return this.#builtIn(called, of, args, node, place);
  }

  /** A function of the model, put in place. */
  #apply(called: unknown, args: readonly unknown[], node: AnyNode, place: Place): unknown {
    if (this.#depth > DEEPEST) throw this.#refuse(place.home, node, 'a recursion');
    if (called instanceof Closure) return this.#inPlace(called, args);
    if (typeof called === 'function' && this.#texts.written(called) !== undefined)
      return this.#applyFunction(called, args, undefined);
    if (typeof called === 'function') return this.#builtIn(called, undefined, args, node, place);
    throw this.#refuse(place.home, node, 'a call of what is no function');
  }

  #applyFunction(of: AnyFunction, args: readonly unknown[], scope: Scope | undefined): unknown {
    return this.#inPlace(new Closure(this.#nodeOf(of), scope, of), args);
  }

  #inPlace({ node, scope: around, home }: Closure, args: readonly unknown[]): unknown {
    const scope = new Scope(around);
    const frame: Frame = {
      label: this.#code.newLabel(),
      result: undefined,
      types: new Set(),
      only: undefined,
      depth: 0,
    };
    const place: Place = { scope, home, frame };
    if (node.generator || node.async) throw this.#refuse(home, node, 'a generator or an asynchronous function');
    this.#depth++;
    try {
      for (const [i, pattern] of node.params.entries()) {
        const given = pattern.type === 'RestElement' ? args.slice(i) : args[i];
        this.#bind(pattern.type === 'RestElement' ? pattern.argument : pattern, given, place);
      }
      if (node.body.type !== 'BlockStatement') return this.#value(node.body, place);
      return this.#resultOf(node.body.body, place);
    } finally {
      this.#depth--;
    }
  }

  #resultOf(statements: readonly StatementNode[], place: Place): unknown {
    const { frame } = place;
    const code = this.#code;
    let ended = false;
    const body = code.collect(() => {
      ended = this.#statements(statements, place);
    });
    code.emitBlock(frame.label, body);
    if (frame.only !== undefined) return frame.only.value;
    if (frame.result === undefined) return undefined;
    code.settle(frame.result);
    if (!ended) frame.types.add('nothing');
    const [type, ...others] = frame.types;
    const single = others.length === 0 && type !== undefined && type !== 'nothing' ? type : 'mixed';
    return new Dynamic({ is: 'local', local: frame.result }, single);
  }

  /** Binds the names of a pattern to the parts of a value. */
  #bind(pattern: Pattern, given: unknown, place: Place): void {
    switch (pattern.type) {
      case 'Identifier':
        place.scope.bind(pattern.name, this.#kept(given));
        return;
      case 'AssignmentPattern':
        this.#bind(pattern.left, given === undefined ? this.#value(pattern.right, place) : given, place);
        return;
      case 'ArrayPattern': {
        const elements = this.#elementsOf(given, pattern, place);
        for (const [i, each] of pattern.elements.entries()) {
          if (each?.type === 'RestElement') this.#bind(each.argument, elements.slice(i), place);
          else if (each !== null) this.#bind(each, elements[i], place);
        }
        return;
      }
      case 'ObjectPattern':
        for (const property of pattern.properties) {
          if (property.type === 'RestElement') throw this.#refuse(place.home, property, 'the rest of an object');
          const key = this.#keyOf(property.key, property.computed, place);
          this.#bind(property.value, this.#propertyOf(given, String(key), false, property, place), place);
        }
        return;
      default:
        throw this.#refuse(place.home, pattern, `${pattern.type} as a name`);
    }
  }

  #elementsOf(value: unknown, node: AnyNode, place: Place): unknown[] {
    if (Array.isArray(value)) return [...value];
    const field = this.#state.fieldOf(value);
    if (field !== undefined)
      return Array.from({ length: this.#state.lengthOf(field) }, (_, i) =>
        this.#kept(this.#cell(field, i, node, place)),
      );
    if (isIterable(value)) return [...value];
    throw this.#refuse(place.home, node, 'what is no list that is known');
  }

  /** A function that comes with JavaScript: known by itself where it is asked of the state, else called as it is. */
  #builtIn(called: AnyFunction, of: unknown, args: readonly unknown[], node: AnyNode, place: Place): unknown {
    const [first, second] = args;
    const { name } = called;
    if (called === Number && first instanceof Dynamic && first.type !== 'mixed')
      return new Dynamic(first.expression, 'int');
    if (called === Boolean && first instanceof Dynamic) {
      const truth = this.#truthOf(first);
      return typeof truth === 'boolean' ? truth : new Dynamic(truth, 'bool');
    }
    if ((called === Math.min || called === Math.max) && !args.every(isKnown))
      return this.#extreme(called === Math.min, args, node, place);
    if (called === Array.from && typeof second !== 'undefined') return this.#listFrom(first, second, node, place);
    if ((name === 'has' || name === 'includes') && first instanceof Dynamic && isIterable(of))
      return this.#isAmong(first, [...of], node, place);
    if (Array.isArray(of) || this.#state.fieldOf(of) !== undefined) {
      const over = OVER_LISTS[name];
      if (over !== undefined && (first instanceof Closure || typeof first === 'function'))
        return this.#over(name, over, this.#elementsOf(of, node, place), first, node, place);
    }
    const isStructural = STRUCTURAL.has(name) && Array.isArray(of);
    if (CHANGING.has(name) || args.some((arg) => this.#isOfState(arg)) || (this.#isOfState(of) && !isStructural))
      throw this.#refuse(place.home, node, `a call of ${name}()`);
    return Reflect.apply(called, of, args);
  }

  /** Whether the state decides a value, or part of it. */
  #isOfState(value: unknown): boolean {
    if (!isKnown(value) || this.#state.fieldOf(value) !== undefined) return true;
    return Array.isArray(value) && value.some((each) => this.#isOfState(each));
  }

  #extreme(least: boolean, args: readonly unknown[], node: AnyNode, place: Place): Dynamic {
    const kept = args.map((arg) => this.#code.keep(this.#expressionOf(arg, node, place)));
    const expression = kept.reduce((a, b) => ({
      is: 'choice',
      test: binary(least ? '<' : '>', a, b),
      yes: a,
      no: b,
    }));
    return new Dynamic(expression, 'int');
  }

  #listFrom(source: unknown, each: unknown, node: AnyNode, place: Place): unknown[] {
    const length: unknown = Object(source).length;
    if (!isKnown(source) || Array.isArray(source) || !isInt32(length))
      throw this.#refuse(place.home, node, 'a call of from()');
    return Array.from({ length }, (_, i) => this.#kept(this.#apply(each, [undefined, i], node, place)));
  }

  #over(name: string, over: Over, elements: readonly unknown[], each: unknown, node: AnyNode, place: Place): unknown {
    const asked = (i: number): unknown => this.#kept(this.#apply(each, [elements[i], i, elements], node, place));
    if (over === 'all') return elements.map((_, i) => asked(i));
    if (over === 'effects') {
      for (const i of elements.keys()) asked(i);
      return undefined;
    }
    if (over === 'known') {
      const answers = elements.map((_, i) => asked(i));
      if (!answers.every((answer) => isKnown(answer)))
        throw this.#refuse(place.home, node, `what the state says in ${name}()`);
      const chosen = elements.filter((_, i) => Boolean(answers[i]));
      return name === 'find' ? chosen[0] : chosen;
    }
    return this.#someOrEvery(name === 'every', elements.length, asked);
  }

  #someOrEvery(every: boolean, length: number, asked: (i: number) => unknown): unknown {
    const code = this.#code;
    const local = code.newVariable();
    const label = code.newLabel();
    let decided = false;
    let asksState = false;
    const body = code.collect(() => {
      code.emit({ is: 'set', local, value: numberOf(Number(!every)) });
      for (let i = 0; i < length && !decided; i++) {
        const answer = this.#truthOf(asked(i));
        if (typeof answer === 'boolean') decided = answer !== every;
        else {
          asksState = true;
          code.emitIf(every ? answer : unary('!', answer), [], [{ is: 'leave', label }]);
        }
      }
      if (!decided) code.emit({ is: 'set', local, value: numberOf(Number(every)) });
    });
    if (!asksState) {
      code.emit(...body);
      return decided !== every;
    }
    code.emitBlock(label, body);
    code.settle(local);
    return new Dynamic({ is: 'local', local }, 'bool');
  }

  // Statements

  /** Whether nothing is come to behind them. */
  #statements(nodes: readonly StatementNode[], place: Place): boolean {
    for (const node of nodes)
      if (node.type === 'FunctionDeclaration') throw this.#refuse(place.home, node, 'a function declared inside');
    return nodes.some((node) => this.#statement(node, place));
  }

  #inScope(node: StatementNode, place: Place): boolean {
    const inner = { ...place, scope: new Scope(place.scope) };
    return this.#statements(node.type === 'BlockStatement' ? node.body : [node], inner);
  }

  #statement(node: StatementNode, place: Place): boolean {
    switch (node.type) {
      case 'EmptyStatement':
        return false;
      case 'BlockStatement':
        return this.#inScope(node, place);
      case 'ExpressionStatement':
        this.#effect(node.expression, place);
        return false;
      case 'VariableDeclaration':
        this.#declare(node, place);
        return false;
      case 'ReturnStatement':
        this.#return(
          node.argument === null || node.argument === undefined ? undefined : this.#value(node.argument, place),
          node,
          place,
        );
        return true;
      case 'IfStatement':
        return this.#if(node, place);
      case 'ForStatement':
        this.#for(node, place);
        return false;
      case 'ForOfStatement':
        this.#forOf(node, place);
        return false;
      case 'BreakStatement':
      case 'ContinueStatement': {
        if (place.loop === undefined || (node.label !== null && node.label !== undefined))
          throw this.#refuse(place.home, node, 'a jump to a label');
        const { end, next } = place.loop;
        this.#code.emit({ is: 'leave', label: node.type === 'BreakStatement' ? end : next });
        return true;
      }
      default:
        throw this.#refuse(place.home, node, node.type);
    }
  }

  #effect(node: ExpressionNode, place: Place): void {
    if (node.type === 'AssignmentExpression') this.#assign(node, place);
    else if (node.type === 'UpdateExpression') this.#update(node, place);
    else if (node.type === 'LogicalExpression' || node.type === 'ConditionalExpression')
      this.#conditionalEffect(node, place);
    else this.#value(node, place);
  }

  #conditionalEffect(node: LogicalExpression | ConditionalExpression, place: Place): void {
    if (node.type === 'ConditionalExpression') {
      this.#branch(
        this.#test(node.test, place),
        () => this.#effect(node.consequent, place),
        () => this.#effect(node.alternate, place),
      );
      return;
    }
    if (node.operator === '??') throw this.#refuse(place.home, node, '?? as a statement');
    const [nothing, right] = [() => {}, () => this.#effect(node.right, place)];
    const test = this.#test(node.left, place);
    if (node.operator === '&&') this.#branch(test, right, nothing);
    else this.#branch(test, nothing, right);
  }

  #branch(test: boolean | Expression, yes: () => void, no: () => void): void {
    if (typeof test === 'boolean') (test ? yes : no)();
    else this.#code.emitIf(test, this.#code.collect(yes), this.#code.collect(no));
  }

  #assign({ operator, left, right }: AssignmentExpression, place: Place): void {
    if (operator === '=') {
      this.#write(left, place, () => this.#value(right, place));
      return;
    }
    const plain = operator.slice(0, -1);
    if (!isArithmetic(plain)) throw this.#refuse(place.home, left, `the operator ${operator}`);
    this.#write(left, place, (present) => {
      const old = this.#expressionOf(this.#kept(present()), left, place);
      return new Dynamic(binary(plain, old, this.#number(right, place)), 'int');
    });
  }

  #number(node: ExpressionNode, place: Place): Expression {
    const value = this.#value(node, place);
    if (typeOf(value) !== 'int') throw this.#refuse(place.home, node, 'a value that is no number');
    return this.#expressionOf(value, node, place);
  }

  #update({ operator, argument }: UpdateExpression, place: Place): void {
    this.#write(argument, place, (present) => {
      const old = this.#expressionOf(present(), argument, place);
      return new Dynamic(binary(operator === '++' ? '+' : '-', old, numberOf(1)), 'int');
    });
  }

  /** @param value what is written, which may be made of what is there */
  #write(to: Pattern | ExpressionNode, place: Place, value: (present: () => unknown) => unknown): void {
    if (to.type === 'Identifier') {
      const variable = place.scope.has(to.name) ? place.scope.get(to.name) : undefined;
      if (!(variable instanceof Variable)) throw this.#refuse(place.home, to, 'an assignment to this name');
      const { local, type } = variable;
      const written = value(() => new Dynamic({ is: 'local', local }, type));
      if (typeOf(written) !== type) throw this.#refuse(place.home, to, 'an assignment of another type');
      this.#code.emit({ is: 'set', local, value: this.#expressionOf(written, to, place) });
      return;
    }
    if (to.type !== 'MemberExpression' || !to.computed || to.property.type === 'PrivateIdentifier')
      throw this.#refuse(place.home, to, 'an assignment to this');
    const [of, given] = this.#values([to.object, to.property], place);
    const index = this.#kept(given);
    const field = this.#state.fieldOf(of);
    if (field === undefined) throw this.#refuse(place.home, to, 'an assignment to what is not of the state');
    const element = this.#elementIn(field, index, to, place);
    const written = value(() => this.#cell(field, index, to, place));
    if (typeOf(written) === undefined || typeOf(written) === 'mixed')
      throw this.#refuse(place.home, to, 'an assignment of what is no number');
    this.#store(field, element, this.#expressionOf(written, to, place));
  }

  #store(field: string, element: Expression, value: Expression): void {
    const constant = this.#state.constantOf(field);
    if (constant !== undefined) {
      if (value.is === 'number' && value.value === constant) return;
      this.#state.written(field);
    }
    this.#code.emit({ is: 'store', field, element, value });
  }

  #declare({ kind, declarations }: VariableDeclaration, place: Place): void {
    if (kind !== 'const' && kind !== 'let') throw this.#refuse(place.home, declarations[0], kind);
    for (const { id, init } of declarations) {
      const value = init === null || init === undefined ? undefined : this.#value(init, place);
      if (kind === 'const') {
        this.#bind(id, value, place);
        continue;
      }
      const type = typeOf(value);
      if (id.type !== 'Identifier' || type === undefined)
        throw this.#refuse(place.home, id, 'a variable that does not begin as a number');
      const local = this.#code.newVariable();
      this.#code.emit({ is: 'set', local, value: this.#expressionOf(value, id, place) });
      place.scope.bind(id.name, new Variable(local, type));
    }
  }

  #return(value: unknown, node: AnyNode, { frame, home }: Place): void {
    if (frame.depth === 0 && frame.types.size === 0) {
      frame.only = { value: this.#kept(value) };
      return;
    }
    const type = typeOf(value);
    frame.types.add(type ?? 'nothing');
    if (type !== undefined || frame.result !== undefined) {
      frame.result ??= this.#code.newVariable();
      const expression = expressionOf(value) ?? numberOf(0);
      this.#code.emit({ is: 'set', local: frame.result, value: expression });
    }
    if (type === undefined && value !== undefined)
      throw this.#refuse(home, node, 'one of several results that is no number');
    this.#code.emit({ is: 'leave', label: frame.label });
  }

  #if({ test, consequent, alternate }: IfStatement, place: Place): boolean {
    const condition = this.#test(test, place);
    if (typeof condition === 'boolean') {
      const taken = condition ? consequent : alternate;
      return taken !== null && taken !== undefined && this.#inScope(taken, place);
    }
    const { frame } = place;
    const code = this.#code;
    let ended = true;
    frame.depth++;
    const yes = code.collect(() => {
      ended = this.#inScope(consequent, place) && ended;
    });
    const no = code.collect(() => {
      ended = alternate !== null && alternate !== undefined && this.#inScope(alternate, place) && ended;
    });
    frame.depth--;
    code.emitIf(condition, yes, no);
    return ended;
  }

  /** A loop that counts, as often as is known; a condition of the state may end it sooner. */
  #for({ init, test, update, body }: ForStatement, place: Place): void {
    const counters = new Scope(place.scope);
    const inner = { ...place, scope: counters };
    if (
      init?.type !== 'VariableDeclaration' ||
      test === null ||
      test === undefined ||
      update?.type !== 'UpdateExpression'
    )
      throw this.#refuse(place.home, body, 'a loop that does not count');
    for (const { id, init: first } of init.declarations) {
      const value = first === null || first === undefined ? undefined : this.#value(first, inner);
      if (id.type !== 'Identifier' || !isInt32(value))
        throw this.#refuse(place.home, id, 'a count that does not begin with a known number');
      counters.bind(id.name, value);
    }
    const { argument, operator } = update;
    const counter = argument.type === 'Identifier' ? argument.name : '';
    this.#unrolled(place, (round, loop) => {
      const count = counters.get(counter);
      if (!isInt32(count) || round > MOST_ROUNDS) throw this.#refuse(place.home, update, 'a count that is not known');
      const goesOn = this.#test(test, inner);
      if (goesOn === false) return false;
      if (goesOn !== true) this.#code.emitIf(goesOn, [], [{ is: 'leave', label: loop.end }]);
      const scope = new Scope(counters);
      this.#round({ ...inner, scope, loop }, body);
      counters.bind(counter, operator === '++' ? count + 1 : count - 1);
      return true;
    });
  }

  #forOf({ left, right, body, await: awaits }: ForOfStatement, place: Place): void {
    const elements = this.#elementsOf(this.#value(right, place), right, place);
    const [declared] = left.type === 'VariableDeclaration' ? left.declarations : [];
    if (declared === undefined || awaits) throw this.#refuse(place.home, left, 'a loop of this form');
    this.#unrolled(place, (round, loop) => {
      if (round >= elements.length) return false;
      const inner = { ...place, scope: new Scope(place.scope), loop };
      this.#bind(declared.id, elements[round], inner);
      this.#round(inner, body);
      return true;
    });
  }

  #unrolled(place: Place, turn: (round: number, loop: { end: number; next: number }) => boolean): void {
    const code = this.#code;
    const end = code.newLabel();
    place.frame.depth++;
    const rounds = code.collect(() => {
      for (let round = 0; turn(round, { end, next: code.newLabel() }); round++);
    });
    place.frame.depth--;
    code.emitBlock(end, rounds);
  }

  #round(place: Place, body: StatementNode): void {
    const round = this.#code.collect(() => this.#inScope(body, place));
    this.#code.emitBlock(place.loop?.next ?? -1, round);
  }
}

const toExpression = (value: boolean | Expression): Expression =>
  typeof value === 'boolean' ? numberOf(Number(value)) : value;

const isArithmetic = (operator: string): operator is ArithmeticOperator => ARITHMETIC.has(operator);

const isIterable = (value: unknown): value is Iterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.iterator in value;

/** Whether a number tells itself from nothing and from truth values, as which 0 and 1 stand. */
const isTold = (value: unknown, other: unknown): boolean =>
  isInt32(value) &&
  value !== 0 &&
  value !== 1 &&
  other instanceof Dynamic &&
  (other.type === 'mixed' || other.type === 'numeric');

const isEquality = (operator: ComparisonOperator): boolean => operator === '==' || operator === '!=';

/** What a method makes of a list: of each element something, nothing, a choice that must be known, or whether some or all are so. */
type Over = 'all' | 'effects' | 'known' | 'truth';

/** Methods of a list that do not look at its elements. */
const STRUCTURAL: ReadonlySet<string> = new Set(['at', 'concat', 'entries', 'flat', 'keys', 'slice', 'values']);

/** Methods that would change what the model has. */
const CHANGING: ReadonlySet<string> = new Set(
  'add clear copyWithin delete fill pop push reverse set shift sort splice unshift'.split(' '),
);

const OVER_LISTS: Readonly<Record<string, Over>> = {
  map: 'all',
  forEach: 'effects',
  filter: 'known',
  find: 'known',
  some: 'truth',
  every: 'truth',
};

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
