/** A routine with its locals numbered anew, without gaps. */

import type { Expression, Routine, Statement } from './form.js';

/** @param kept the locals that it has, in the order of their new numbers */
export function withLocals({ body, result }: Routine, kept: readonly number[]): Routine {
  const numbers = new Map(kept.map((local, number) => [local, number]));
  const numberOf = (local: number): number => numbers.get(local) ?? local;
  const anew = (of: Expression): Expression => {
    switch (of.is) {
      case 'number':
        return of;
      case 'local':
        return { is: 'local', local: numberOf(of.local) };
      case 'cell':
        return { ...of, element: anew(of.element) };
      case 'unary':
        return { ...of, of: anew(of.of) };
      case 'binary':
        return { ...of, left: anew(of.left), right: anew(of.right) };
      case 'choice':
        return { ...of, test: anew(of.test), yes: anew(of.yes), no: anew(of.no) };
      case 'table':
        return { ...of, index: anew(of.index) };
    }
  };
  const all = (statements: readonly Statement[]): Statement[] => statements.map(statementAnew);
  const statementAnew = (of: Statement): Statement => {
    switch (of.is) {
      case 'set':
        return { is: 'set', local: numberOf(of.local), value: anew(of.value) };
      case 'store':
        return { ...of, element: anew(of.element), value: anew(of.value) };
      case 'if':
        return { is: 'if', test: anew(of.test), yes: all(of.yes), no: all(of.no) };
      case 'block':
        return { ...of, body: all(of.body) };
      case 'leave':
        return of;
    }
  };
  return { locals: kept.length, body: all(body), result: anew(result) };
}
