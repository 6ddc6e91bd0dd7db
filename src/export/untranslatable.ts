/** What is said of code that cannot be translated. */

export class Untranslatable extends Error {
  /** @param place file and line */
  constructor(place: string, what: string, code: string) {
    super(`${place}: ${what} cannot be translated: ${oneLine(code)}`);
    this.name = 'Untranslatable';
  }
}

const LONGEST = 70;

function oneLine(code: string): string {
  const line = code.replace(/\s+/g, ' ');
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1)}…`;
}
