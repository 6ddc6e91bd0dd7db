/** Which elements of the state a routine may write, and where the numbers that it writes are known. */

import { type Statement, statementsIn } from '../form.js';

export interface WrittenElement {
  readonly field: string;
  readonly element: number;
  /** All values that may be written; undefined where the state decides. */
  readonly values: readonly number[] | undefined;
}

/** @param lengthOf gives the length of a field: where the state chooses the element, it may be any */
export function writtenBy(body: readonly Statement[], lengthOf: (field: string) => number): WrittenElement[] {
  const written = new Map<string, WrittenElement>();
  const note = (field: string, element: number, value: number | undefined): void => {
    const key = `${field} ${element}`;
    const known = written.get(key);
    const before = known === undefined ? [] : known.values;
    const values = value === undefined || before === undefined ? undefined : [...before, value];
    written.set(key, { field, element, values });
  };
  const look = (statement: Statement): void => {
    if (statement.is === 'store') {
      const { field, element } = statement;
      const value = statement.value.is === 'number' ? statement.value.value : undefined;
      if (element.is === 'number') note(field, element.value, value);
      else for (let i = 0; i < lengthOf(field); i++) note(field, i, value);
    }
    for (const inner of statementsIn(statement)) look(inner);
  };
  for (const statement of body) look(statement);
  return [...written.values()];
}
