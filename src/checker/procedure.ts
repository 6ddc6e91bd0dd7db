/**
 * Procedures: functions that a process calls with `yield*`, declared so that another can take their place while a system is
 * compiled or its processes are run. What takes their place is looked up when a procedure is called, never while states are searched.
 */

import type { Process } from './process.js';

/** Arguments and result are whatever the procedure has; only who replaces it knows them. */
export type AnyProcedure = (...args: never) => Process<never, unknown>;

/** By the name of the procedure. */
export type Replacements = ReadonlyMap<string, AnyProcedure>;

const originals = new Map<string, AnyProcedure>();

let inForce: Replacements | undefined;

/**
 * Declares a procedure under the name that its function has.
 * @param run a generator function that has a name
 * @throws when there is another of that name: it could not be told which of them is replaced
 */
export function procedure<A extends readonly unknown[], S, R>(
  run: (...args: A) => Process<S, R>,
): (...args: A) => Process<S, R> {
  const { name } = run;
  const known = originals.get(name);
  // A file that is loaded again declares the same ones again. A page's code has no names left, and replaces nothing.
  if (name !== '' && known !== undefined && String(known) !== String(run))
    throw new Error(`two procedures are called ${name}`);
  originals.set(name, run);
  return (...args) => {
    const other = inForce?.get(name) as typeof run | undefined;
    return (other ?? run)(...args);
  };
}

/** The names of all procedures that were declared, in alphabetical order. */
export function procedureNames(): readonly string[] {
  return [...originals.keys()].sort();
}

/** The function of the procedure with this name as it was declared; undefined when there is none. */
export function procedureNamed(name: string): AnyProcedure | undefined {
  return originals.get(name);
}

/** The process, which calls these replacements wherever it is run. */
export function* withReplacements<S, R>(replacements: Replacements, run: () => Process<S, R>): Process<S, R> {
  const process = during(replacements, run);
  let result = during(replacements, () => process.next());
  while (!result.done) {
    const answer = yield result.value;
    result = during(replacements, () => process.next(answer));
  }
  return result.value;
}

function during<T>(replacements: Replacements, work: () => T): T {
  const before = inForce;
  inForce = replacements;
  try {
    return work();
  } finally {
    inForce = before;
  }
}
