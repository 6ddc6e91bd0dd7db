/** Functions that come with JavaScript, those that go over lists among them. */

import type { AnyNode } from 'acorn';
import { binary, unary } from './fold.js';
import { numberOf } from './form.js';
import type { AnyFunction } from './function_text.js';
import { Members } from './members.js';
import { isIterable, type Place } from './translating.js';
import { Closure, Dynamic, isInt32, isKnown } from './values.js';

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

/** With the functions of JavaScript. */
export abstract class BuiltIns extends Members {
  /** A function of the model, put in place. */
  protected abstract apply(called: unknown, args: readonly unknown[], node: AnyNode, place: Place): unknown;

  /** A function that comes with JavaScript: known by itself where it is asked of the state, else called as it is. */
  protected builtIn(called: AnyFunction, of: unknown, args: readonly unknown[], node: AnyNode, place: Place): unknown {
    const [first, second] = args;
    const { name } = called;
    if (called === Number && first instanceof Dynamic && first.type !== 'mixed')
      return new Dynamic(first.expression, 'int');
    if (called === Boolean && first instanceof Dynamic) {
      const truth = this.truthOf(first);
      return typeof truth === 'boolean' ? truth : new Dynamic(truth, 'bool');
    }
    if ((called === Math.min || called === Math.max) && !args.every(isKnown))
      return this.extreme(called === Math.min, args, node, place);
    if (called === Array.from && typeof second !== 'undefined') return this.listFrom(first, second, node, place);
    if ((name === 'has' || name === 'includes') && first instanceof Dynamic && isIterable(of))
      return this.isAmong(first, [...of], node, place);
    if (Array.isArray(of) || this.state.fieldOf(of) !== undefined) {
      const over = OVER_LISTS[name];
      if (over !== undefined && (first instanceof Closure || typeof first === 'function'))
        return this.over(name, over, this.elementsOf(of, node, place), first, node, place);
    }
    const isStructural = STRUCTURAL.has(name) && Array.isArray(of);
    if (CHANGING.has(name) || args.some((arg) => this.isOfState(arg)) || (this.isOfState(of) && !isStructural))
      throw this.refuse(place.home, node, `a call of ${name}()`);
    return Reflect.apply(called, of, args);
  }

  /** Whether the state decides a value, or part of it. */
  protected isOfState(value: unknown): boolean {
    if (!isKnown(value) || this.state.fieldOf(value) !== undefined) return true;
    return Array.isArray(value) && value.some((each) => this.isOfState(each));
  }

  protected extreme(least: boolean, args: readonly unknown[], node: AnyNode, place: Place): Dynamic {
    const kept = args.map((arg) => this.code.keep(this.expressionOf(arg, node, place)));
    const expression = kept.reduce((a, b) => ({
      is: 'choice',
      test: binary(least ? '<' : '>', a, b),
      yes: a,
      no: b,
    }));
    return new Dynamic(expression, 'int');
  }

  protected listFrom(source: unknown, each: unknown, node: AnyNode, place: Place): unknown[] {
    const length: unknown = Object(source).length;
    if (!isKnown(source) || Array.isArray(source) || !isInt32(length))
      throw this.refuse(place.home, node, 'a call of from()');
    return Array.from({ length }, (_, i) => this.kept(this.apply(each, [undefined, i], node, place)));
  }

  protected over(
    name: string,
    over: Over,
    elements: readonly unknown[],
    each: unknown,
    node: AnyNode,
    place: Place,
  ): unknown {
    const asked = (i: number): unknown => this.kept(this.apply(each, [elements[i], i, elements], node, place));
    if (over === 'all') return elements.map((_, i) => asked(i));
    if (over === 'effects') {
      for (const i of elements.keys()) asked(i);
      return undefined;
    }
    if (over === 'known') {
      const answers = elements.map((_, i) => asked(i));
      if (!answers.every((answer) => isKnown(answer)))
        throw this.refuse(place.home, node, `what the state says in ${name}()`);
      const chosen = elements.filter((_, i) => Boolean(answers[i]));
      return name === 'find' ? chosen[0] : chosen;
    }
    return this.someOrEvery(name === 'every', elements.length, asked);
  }

  protected someOrEvery(every: boolean, length: number, asked: (i: number) => unknown): unknown {
    const code = this.code;
    const local = code.newVariable();
    const label = code.newLabel();
    let decided = false;
    let asksState = false;
    const body = code.collect(() => {
      code.emit({ is: 'set', local, value: numberOf(Number(!every)) });
      for (let i = 0; i < length && !decided; i++) {
        const answer = this.truthOf(asked(i));
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
}
