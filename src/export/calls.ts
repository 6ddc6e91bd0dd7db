/** Calls, put in place: parameters are bound, and what a function returns is one value. */

import type { AnyNode, CallExpression, Pattern, Statement as StatementNode } from 'acorn';
import { BuiltIns } from './built_ins.js';
import type { AnyFunction } from './function_text.js';
import type { Frame, Place } from './translating.js';
import { Closure, Dynamic, Scope } from './values.js';

/** Calls in calls: more is a recursion whose end the state decides. */
const DEEPEST = 60;

/** With calls of functions of the model. */
export abstract class Calls extends BuiltIns {
  #depth = 0;

  /** Whether nothing is come to behind them. */
  protected abstract statements(nodes: readonly StatementNode[], place: Place): boolean;

  protected call(node: CallExpression, place: Place): unknown {
    const { callee } = node;
    if (callee.type === 'MemberExpression' && !(callee.property.type === 'PrivateIdentifier')) {
      const of = this.value(callee.object, place);
      const name = String(this.keyOf(callee.property, callee.computed, place));
      if ((callee.optional || node.optional) && (of === undefined || of === null)) return undefined;
      const method = this.propertyOf(of, name, false, node, place);
      return this.applied(method, of, this.values(node.arguments, place), node, place);
    }
    const [called, ...args] = this.values([callee, ...node.arguments], place);
    return this.applied(called, undefined, args, node, place);
  }

  /** @param of what it is a method of */
  protected applied(
    called: unknown,
    of: unknown,
    args: readonly unknown[],
    node: CallExpression,
    place: Place,
  ): unknown {
    if (called instanceof Closure || (typeof called === 'function' && this.texts.written(called) !== undefined))
      return this.apply(called, args, node, place);
    if (typeof called !== 'function') throw this.refuse(place.home, node, 'a call of what is no function');
    return this.builtIn(called, of, args, node, place);
  }

  /** A function of the model, put in place. */
  protected apply(called: unknown, args: readonly unknown[], node: AnyNode, place: Place): unknown {
    if (this.#depth > DEEPEST) throw this.refuse(place.home, node, 'a recursion');
    if (called instanceof Closure) return this.inPlace(called, args);
    if (typeof called === 'function' && this.texts.written(called) !== undefined)
      return this.applyFunction(called, args, undefined);
    if (typeof called === 'function') return this.builtIn(called, undefined, args, node, place);
    throw this.refuse(place.home, node, 'a call of what is no function');
  }

  protected applyFunction(of: AnyFunction, args: readonly unknown[], scope: Scope | undefined): unknown {
    return this.inPlace(new Closure(this.nodeOf(of), scope, of), args);
  }

  protected inPlace({ node, scope: around, home }: Closure, args: readonly unknown[]): unknown {
    const scope = new Scope(around);
    const frame: Frame = {
      label: this.code.newLabel(),
      result: undefined,
      types: new Set(),
      only: undefined,
      depth: 0,
    };
    const place: Place = { scope, home, frame };
    if (node.generator || node.async) throw this.refuse(home, node, 'a generator or an asynchronous function');
    this.#depth++;
    try {
      for (const [i, pattern] of node.params.entries()) {
        const given = pattern.type === 'RestElement' ? args.slice(i) : args[i];
        this.bind(pattern.type === 'RestElement' ? pattern.argument : pattern, given, place);
      }
      if (node.body.type !== 'BlockStatement') return this.value(node.body, place);
      return this.resultOf(node.body.body, place);
    } finally {
      this.#depth--;
    }
  }

  protected resultOf(statements: readonly StatementNode[], place: Place): unknown {
    const { frame } = place;
    const code = this.code;
    let ended = false;
    const body = code.collect(() => {
      ended = this.statements(statements, place);
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
  protected bind(pattern: Pattern, given: unknown, place: Place): void {
    switch (pattern.type) {
      case 'Identifier':
        place.scope.bind(pattern.name, this.kept(given));
        return;
      case 'AssignmentPattern':
        this.bind(pattern.left, given === undefined ? this.value(pattern.right, place) : given, place);
        return;
      case 'ArrayPattern': {
        const elements = this.elementsOf(given, pattern, place);
        for (const [i, each] of pattern.elements.entries()) {
          if (each?.type === 'RestElement') this.bind(each.argument, elements.slice(i), place);
          else if (each !== null) this.bind(each, elements[i], place);
        }
        return;
      }
      case 'ObjectPattern':
        for (const property of pattern.properties) {
          if (property.type === 'RestElement') throw this.refuse(place.home, property, 'the rest of an object');
          const key = this.keyOf(property.key, property.computed, place);
          this.bind(property.value, this.propertyOf(given, String(key), false, property, place), place);
        }
        return;
      default:
        throw this.refuse(place.home, pattern, `${pattern.type} as a name`);
    }
  }
}
