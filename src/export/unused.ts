/** Leaves out of a routine what has no effect: locals that nobody reads, and conditions on which nothing depends. */

import { type Expression, expressionsOf, partsOf, type Routine, type Statement, statementsIn } from './form.js';
import { withLocals } from './renumber.js';

export function withoutUnused({ locals, body, result }: Routine): Routine {
  const read = new Set<number>();
  noteLocals(result, read);
  for (const statement of body) noteRead(statement, read);
  const shorter = kept(body, read);
  const routine = { locals, body: shorter, result };
  // What was left out may have been the last to read something else.
  if (countOf(shorter) !== countOf(body)) return withoutUnused(routine);
  return withLocals(
    routine,
    [...read].sort((a, b) => a - b),
  );
}

function noteLocals(expression: Expression, read: Set<number>): void {
  if (expression.is === 'local') read.add(expression.local);
  for (const part of partsOf(expression)) noteLocals(part, read);
}

function noteRead(statement: Statement, read: Set<number>): void {
  for (const expression of expressionsOf(statement)) noteLocals(expression, read);
  for (const inner of statementsIn(statement)) noteRead(inner, read);
}

function kept(statements: readonly Statement[], read: ReadonlySet<number>): readonly Statement[] {
  return statements.flatMap((statement): readonly Statement[] => {
    switch (statement.is) {
      case 'set':
        return read.has(statement.local) ? [statement] : [];
      case 'if': {
        const [yes, no] = [kept(statement.yes, read), kept(statement.no, read)];
        return yes.length + no.length === 0 ? [] : [{ ...statement, yes, no }];
      }
      case 'block':
        return [{ ...statement, body: kept(statement.body, read) }];
      default:
        return [statement];
    }
  });
}

const countOf = (statements: readonly Statement[]): number =>
  statements.reduce((count, statement) => count + 1 + countOf(statementsIn(statement)), 0);
