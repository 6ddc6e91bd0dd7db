/**
 * Translates functions of a model to routines of the intermediate form: it runs them on what is known, the state's constants among
 * it, and writes down what only the state decides. Calls are put in place, loops unrolled. Code whose meaning it does not know for
 * certain it refuses.
 */

import type { Expression as ExpressionNode, SpreadElement, Super } from 'acorn';
import { type Expression, numberOf, type Routine } from './form.js';
import type { AnyFunction } from './function_text.js';
import { Statements } from './statements.js';
import type { Place } from './translating.js';
import { withoutUnused } from './unused.js';
import { Closure, expressionOf } from './values.js';

/** One routine in the making. */
export class Translation extends Statements {
  /**
   * The routine of a function that is called with these arguments, the state among them.
   * @throws Untranslatable
   */
  routine(of: AnyFunction, args: readonly unknown[]): Routine {
    const code = this.code;
    let result: Expression = numberOf(0);
    const body = code.collect(() => {
      const value = this.applyFunction(of, args, undefined);
      if (value === undefined) return;
      const expression = expressionOf(value);
      if (expression === undefined) throw this.refuse(of, this.nodeOf(of), 'a result that is no number');
      result = expression;
    });
    return withoutUnused({ locals: code.locals, body, result });
  }

  /** What an expression is: known, or of the state. */
  protected value(node: ExpressionNode | Super | SpreadElement, place: Place): unknown {
    switch (node.type) {
      case 'Literal':
        return node.value;
      case 'ParenthesizedExpression':
      case 'ChainExpression':
        return this.value(node.expression, place);
      case 'TemplateLiteral':
        return this.template(node.quasis, node.expressions, node, place);
      case 'Identifier':
        return this.named(node.name, node, place);
      case 'ArrowFunctionExpression':
      case 'FunctionExpression':
        return new Closure(node, place.scope, place.home);
      case 'SequenceExpression':
        return this.values(node.expressions, place).at(-1);
      case 'ConditionalExpression':
        return this.conditional(node, place);
      case 'UnaryExpression':
        return this.unary(node, place);
      case 'LogicalExpression':
        return this.logical(node, place);
      case 'BinaryExpression':
        return this.binary(node, place);
      case 'MemberExpression':
        return this.member(node, place);
      case 'CallExpression':
        return this.call(node, place);
      case 'ArrayExpression':
        return this.values(
          node.elements.map((each) => each ?? this.hole(node, place)),
          place,
        );
      case 'ObjectExpression':
        return this.object(node.properties, node, place);
      default:
        throw this.refuse(place.home, node, `${node.type} as a value`);
    }
  }
}
