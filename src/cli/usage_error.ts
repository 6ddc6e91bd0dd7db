/** What a user can do wrong: one clear line on standard error, exit status 2. */

export class UsageError extends Error {}

/** An error in words. Of one about a file without the path, which Node puts behind: who reports it names the file. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'syscall' in error ? error.message.replace(/, \w+( '.*')?$/s, '') : error.message;
}

/** Runs `work`, and turns its error into a usage error that begins with `what`. */
export function asUsageError<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new UsageError(`${what}: ${errorText(error)}`);
  }
}

/** Text that a user gave may end a line or move a terminal's cursor; such characters are shown by their numbers. */
export function onOneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u{${character.codePointAt(0)?.toString(16)}}`;
  });
}
