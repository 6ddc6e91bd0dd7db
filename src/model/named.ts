/** Looks up what somebody named, and says what there is where there is no such thing. */

/** @throws one line that lists the names of all that is known */
export function named<T>(what: string, given: string, known: readonly T[], nameOf: (each: T) => string): T {
  const found = known.find((each) => nameOf(each) === given);
  if (found !== undefined) return found;
  throw new Error(noneCalled(what, given, known.map(nameOf)));
}

/** The same of things that are their names. */
export function nameAmong<T extends string>(what: string, given: string, known: readonly T[]): T {
  return named(what, given, known, (each) => each);
}

/** What is said where nothing has the name. */
export const noneCalled = (what: string, given: string, names: readonly string[]): string =>
  `no ${what} is called '${given}': one of ${names.join(', ')}`;
