/** Statements: what is assigned, conditions, and loops, which are unrolled. */

import type {
  AnyNode,
  AssignmentExpression,
  ConditionalExpression,
  Expression as ExpressionNode,
  ForOfStatement,
  ForStatement,
  IfStatement,
  LogicalExpression,
  Pattern,
  Statement as StatementNode,
  UpdateExpression,
  VariableDeclaration,
} from 'acorn';
import { Calls } from './calls.js';
import { binary } from './fold.js';
import { type Expression, numberOf } from './form.js';
import { isArithmetic } from './operators.js';
import type { Place } from './translating.js';
import { Dynamic, expressionOf, isInt32, Scope, typeOf, Variable } from './values.js';

/** Rounds of a loop: more is one whose end the state decides. */
const MOST_ROUNDS = 10_000;

/** With statements, and so whole functions. */
export abstract class Statements extends Calls {
  /** Whether nothing is come to behind them. */
  protected statements(nodes: readonly StatementNode[], place: Place): boolean {
    for (const node of nodes)
      if (node.type === 'FunctionDeclaration') throw this.refuse(place.home, node, 'a function declared inside');
    return nodes.some((node) => this.statement(node, place));
  }

  protected inScope(node: StatementNode, place: Place): boolean {
    const inner = { ...place, scope: new Scope(place.scope) };
    return this.statements(node.type === 'BlockStatement' ? node.body : [node], inner);
  }

  protected statement(node: StatementNode, place: Place): boolean {
    switch (node.type) {
      case 'EmptyStatement':
        return false;
      case 'BlockStatement':
        return this.inScope(node, place);
      case 'ExpressionStatement':
        this.effect(node.expression, place);
        return false;
      case 'VariableDeclaration':
        this.declare(node, place);
        return false;
      case 'ReturnStatement':
        this.return(
          node.argument === null || node.argument === undefined ? undefined : this.value(node.argument, place),
          node,
          place,
        );
        return true;
      case 'IfStatement':
        return this.if(node, place);
      case 'ForStatement':
        this.for(node, place);
        return false;
      case 'ForOfStatement':
        this.forOf(node, place);
        return false;
      case 'BreakStatement':
      case 'ContinueStatement': {
        if (place.loop === undefined || (node.label !== null && node.label !== undefined))
          throw this.refuse(place.home, node, 'a jump to a label');
        const { end, next } = place.loop;
        this.code.emit({ is: 'leave', label: node.type === 'BreakStatement' ? end : next });
        return true;
      }
      default:
        throw this.refuse(place.home, node, node.type);
    }
  }

  protected effect(node: ExpressionNode, place: Place): void {
    if (node.type === 'AssignmentExpression') this.assign(node, place);
    else if (node.type === 'UpdateExpression') this.update(node, place);
    else if (node.type === 'LogicalExpression' || node.type === 'ConditionalExpression')
      this.conditionalEffect(node, place);
    else this.value(node, place);
  }

  protected conditionalEffect(node: LogicalExpression | ConditionalExpression, place: Place): void {
    if (node.type === 'ConditionalExpression') {
      this.branch(
        this.test(node.test, place),
        () => this.effect(node.consequent, place),
        () => this.effect(node.alternate, place),
      );
      return;
    }
    if (node.operator === '??') throw this.refuse(place.home, node, '?? as a statement');
    const [nothing, right] = [() => {}, () => this.effect(node.right, place)];
    const test = this.test(node.left, place);
    if (node.operator === '&&') this.branch(test, right, nothing);
    else this.branch(test, nothing, right);
  }

  protected branch(test: boolean | Expression, yes: () => void, no: () => void): void {
    if (typeof test === 'boolean') (test ? yes : no)();
    else this.code.emitIf(test, this.code.collect(yes), this.code.collect(no));
  }

  protected assign({ operator, left, right }: AssignmentExpression, place: Place): void {
    if (operator === '=') {
      this.write(left, place, () => this.value(right, place));
      return;
    }
    const plain = operator.slice(0, -1);
    if (!isArithmetic(plain)) throw this.refuse(place.home, left, `the operator ${operator}`);
    this.write(left, place, (present) => {
      const old = this.expressionOf(this.kept(present()), left, place);
      return new Dynamic(binary(plain, old, this.number(right, place)), 'int');
    });
  }

  protected number(node: ExpressionNode, place: Place): Expression {
    const value = this.value(node, place);
    if (typeOf(value) !== 'int') throw this.refuse(place.home, node, 'a value that is no number');
    return this.expressionOf(value, node, place);
  }

  protected update({ operator, argument }: UpdateExpression, place: Place): void {
    this.write(argument, place, (present) => {
      const old = this.expressionOf(present(), argument, place);
      return new Dynamic(binary(operator === '++' ? '+' : '-', old, numberOf(1)), 'int');
    });
  }

  /** @param value what is written, which may be made of what is there */
  protected write(to: Pattern | ExpressionNode, place: Place, value: (present: () => unknown) => unknown): void {
    if (to.type === 'Identifier') {
      const variable = place.scope.has(to.name) ? place.scope.get(to.name) : undefined;
      if (!(variable instanceof Variable)) throw this.refuse(place.home, to, 'an assignment to this name');
      const { local, type } = variable;
      const written = value(() => new Dynamic({ is: 'local', local }, type));
      if (typeOf(written) !== type) throw this.refuse(place.home, to, 'an assignment of another type');
      this.code.emit({ is: 'set', local, value: this.expressionOf(written, to, place) });
      return;
    }
    if (to.type !== 'MemberExpression' || !to.computed || to.property.type === 'PrivateIdentifier')
      throw this.refuse(place.home, to, 'an assignment to this');
    const [of, given] = this.values([to.object, to.property], place);
    const index = this.kept(given);
    const field = this.state.fieldOf(of);
    if (field === undefined) throw this.refuse(place.home, to, 'an assignment to what is not of the state');
    const element = this.elementIn(field, index, to, place);
    const written = value(() => this.cell(field, index, to, place));
    if (typeOf(written) === undefined || typeOf(written) === 'mixed')
      throw this.refuse(place.home, to, 'an assignment of what is no number');
    this.store(field, element, this.expressionOf(written, to, place));
  }

  protected store(field: string, element: Expression, value: Expression): void {
    const constant = this.state.constantOf(field);
    if (constant !== undefined) {
      if (value.is === 'number' && value.value === constant) return;
      this.state.written(field);
    }
    this.code.emit({ is: 'store', field, element, value });
  }

  protected declare({ kind, declarations }: VariableDeclaration, place: Place): void {
    if (kind !== 'const' && kind !== 'let') throw this.refuse(place.home, declarations[0], kind);
    for (const { id, init } of declarations) {
      const value = init === null || init === undefined ? undefined : this.value(init, place);
      if (kind === 'const') {
        this.bind(id, value, place);
        continue;
      }
      const type = typeOf(value);
      if (id.type !== 'Identifier' || type === undefined)
        throw this.refuse(place.home, id, 'a variable that does not begin as a number');
      const local = this.code.newVariable();
      this.code.emit({ is: 'set', local, value: this.expressionOf(value, id, place) });
      place.scope.bind(id.name, new Variable(local, type));
    }
  }

  protected return(value: unknown, node: AnyNode, { frame, home }: Place): void {
    if (frame.depth === 0 && frame.types.size === 0) {
      frame.only = { value: this.kept(value) };
      return;
    }
    const type = typeOf(value);
    frame.types.add(type ?? 'nothing');
    if (type !== undefined || frame.result !== undefined) {
      frame.result ??= this.code.newVariable();
      const expression = expressionOf(value) ?? numberOf(0);
      this.code.emit({ is: 'set', local: frame.result, value: expression });
    }
    if (type === undefined && value !== undefined)
      throw this.refuse(home, node, 'one of several results that is no number');
    this.code.emit({ is: 'leave', label: frame.label });
  }

  protected if({ test, consequent, alternate }: IfStatement, place: Place): boolean {
    const condition = this.test(test, place);
    if (typeof condition === 'boolean') {
      const taken = condition ? consequent : alternate;
      return taken !== null && taken !== undefined && this.inScope(taken, place);
    }
    const { frame } = place;
    const code = this.code;
    let ended = true;
    frame.depth++;
    const yes = code.collect(() => {
      ended = this.inScope(consequent, place) && ended;
    });
    const no = code.collect(() => {
      ended = alternate !== null && alternate !== undefined && this.inScope(alternate, place) && ended;
    });
    frame.depth--;
    code.emitIf(condition, yes, no);
    return ended;
  }

  /** A loop that counts, as often as is known; a condition of the state may end it sooner. */
  protected for({ init, test, update, body }: ForStatement, place: Place): void {
    const counters = new Scope(place.scope);
    const inner = { ...place, scope: counters };
    if (
      init?.type !== 'VariableDeclaration' ||
      test === null ||
      test === undefined ||
      update?.type !== 'UpdateExpression'
    )
      throw this.refuse(place.home, body, 'a loop that does not count');
    for (const { id, init: first } of init.declarations) {
      const value = first === null || first === undefined ? undefined : this.value(first, inner);
      if (id.type !== 'Identifier' || !isInt32(value))
        throw this.refuse(place.home, id, 'a count that does not begin with a known number');
      counters.bind(id.name, value);
    }
    const { argument, operator } = update;
    const counter = argument.type === 'Identifier' ? argument.name : '';
    this.unrolled(place, (round, loop) => {
      const count = counters.get(counter);
      if (!isInt32(count) || round > MOST_ROUNDS) throw this.refuse(place.home, update, 'a count that is not known');
      const goesOn = this.test(test, inner);
      if (goesOn === false) return false;
      if (goesOn !== true) this.code.emitIf(goesOn, [], [{ is: 'leave', label: loop.end }]);
      const scope = new Scope(counters);
      this.round({ ...inner, scope, loop }, body);
      counters.bind(counter, operator === '++' ? count + 1 : count - 1);
      return true;
    });
  }

  protected forOf({ left, right, body, await: awaits }: ForOfStatement, place: Place): void {
    const elements = this.elementsOf(this.value(right, place), right, place);
    const [declared] = left.type === 'VariableDeclaration' ? left.declarations : [];
    if (declared === undefined || awaits) throw this.refuse(place.home, left, 'a loop of this form');
    this.unrolled(place, (round, loop) => {
      if (round >= elements.length) return false;
      const inner = { ...place, scope: new Scope(place.scope), loop };
      this.bind(declared.id, elements[round], inner);
      this.round(inner, body);
      return true;
    });
  }

  protected unrolled(place: Place, turn: (round: number, loop: { end: number; next: number }) => boolean): void {
    const code = this.code;
    const end = code.newLabel();
    place.frame.depth++;
    const rounds = code.collect(() => {
      for (let round = 0; turn(round, { end, next: code.newLabel() }); round++);
    });
    place.frame.depth--;
    code.emitBlock(end, rounds);
  }

  protected round(place: Place, body: StatementNode): void {
    const round = this.code.collect(() => this.inScope(body, place));
    this.code.emitBlock(place.loop?.next ?? -1, round);
  }
}
