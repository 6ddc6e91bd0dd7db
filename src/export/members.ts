/** Names, members, and values that are written down as text, lists and objects. */

import type { AnyNode, Expression as ExpressionNode, MemberExpression } from 'acorn';
import { Operators } from './operators.js';
import type { Place } from './translating.js';
import { Dynamic, isInt32, isKnown, Variable } from './values.js';

/** With names and members. */
export abstract class Members extends Operators {
  protected named(name: string, node: AnyNode, { scope, home }: Place): unknown {
    if (scope.has(name)) {
      const value = scope.get(name);
      return value instanceof Variable ? new Dynamic({ is: 'local', local: value.local }, value.type) : value;
    }
    if (name === 'undefined') return undefined;
    try {
      return this.texts.valueOf(home, name);
    } catch {
      throw this.refuse(home, node, 'a name that is not known');
    }
  }

  protected template(
    quasis: readonly { readonly value: { readonly cooked?: string | null } }[],
    expressions: readonly ExpressionNode[],
    node: AnyNode,
    place: Place,
  ): string {
    const values = this.values(expressions, place);
    if (!values.every(isKnown)) throw this.refuse(place.home, node, 'text of what the state says');
    return quasis.map(({ value }, i) => `${value.cooked ?? ''}${i < values.length ? String(values[i]) : ''}`).join('');
  }

  protected object(properties: readonly AnyNode[], node: AnyNode, place: Place): Readonly<Record<string, unknown>> {
    const entries: [string, unknown][] = [];
    for (const property of properties) {
      if (property.type === 'SpreadElement') {
        const spread = this.value(property.argument, place);
        if (!isKnown(spread)) throw this.refuse(place.home, property, 'a spread of what the state says');
        entries.push(...Object.entries(Object(spread)));
      } else if (
        property.type === 'Property' &&
        property.kind === 'init' &&
        property.value.type !== 'AssignmentPattern'
      ) {
        const [key, value] = [
          this.keyOf(property.key, property.computed, place),
          this.value(property.value as ExpressionNode, place),
        ];
        entries.push([String(key), this.kept(value)]);
      } else throw this.refuse(place.home, node, 'an object of this form');
    }
    return Object.fromEntries(entries);
  }

  protected keyOf(key: AnyNode, computed: boolean, place: Place): unknown {
    if (!computed && key.type === 'Identifier') return key.name;
    if (key.type === 'PrivateIdentifier') throw this.refuse(place.home, key, 'a private name');
    return this.value(key as ExpressionNode, place);
  }

  protected member(node: MemberExpression, place: Place): unknown {
    const { object, property, computed, optional } = node;
    if (!computed) {
      if (property.type !== 'Identifier') throw this.refuse(place.home, node, 'a private name');
      return this.propertyOf(this.value(object, place), property.name, optional, node, place);
    }
    if (property.type === 'PrivateIdentifier') throw this.refuse(place.home, node, 'a private name');
    const [of, index] = this.values([object, property], place);
    return this.elementOf(of, index, node, place);
  }

  protected propertyOf(of: unknown, name: string, optional: boolean, node: AnyNode, place: Place): unknown {
    if (optional && (of === undefined || of === null)) return undefined;
    if (!isKnown(of) || of === undefined || of === null) throw this.refuse(place.home, node, 'a member of this');
    return Reflect.get(Object(of), name, of);
  }

  protected elementOf(of: unknown, index: unknown, node: AnyNode, place: Place): unknown {
    const field = this.state.fieldOf(of);
    if (field !== undefined) return this.cell(field, index, node, place);
    if (!isKnown(of) || of === undefined || of === null) throw this.refuse(place.home, node, 'a member of this');
    if (!(index instanceof Dynamic)) return Reflect.get(Object(of), String(index), of);
    const table: unknown = Array.isArray(of) ? of : undefined;
    if (!Array.isArray(table) || !table.every(isInt32) || index.type !== 'int')
      throw this.refuse(place.home, node, 'an element that the state chooses');
    return new Dynamic({ is: 'table', values: table, index: index.expression }, 'int');
  }
}
