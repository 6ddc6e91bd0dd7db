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

/** What is said where nothing has the name; of very many names those that are like it come once more, at the end. */
export function noneCalled(what: string, given: string, names: readonly string[]): string {
  const like = names.length > MANY ? namesLike(given, names) : [];
  const hint = like.length === 0 ? '' : `. Like it: ${like.join(', ')}`;
  return `no ${what} is called '${given}': one of ${names.join(', ')}${hint}`;
}

/** More names than these nobody reads through. */
const MANY = 40;
const MOST_LIKE = 6;

/** Those that share the most words with it. */
function namesLike(given: string, names: readonly string[]): string[] {
  const words = given.toLowerCase().match(/[a-z]{3,}/g) ?? [];
  const shared = (name: string) => words.filter((word) => name.toLowerCase().includes(word)).length;
  const most = Math.max(...names.map(shared));
  return most === 0 ? [] : names.filter((name) => shared(name) === most).slice(0, MOST_LIKE);
}
