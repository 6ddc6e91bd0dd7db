/** What a user can do wrong: one clear line on standard error, exit status 2. */

import { errorMessage } from '../checker/error_message.js';

export class UsageError extends Error {}

/** Runs `work`, and turns its error into a usage error that begins with `what`. */
export function asUsageError<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new UsageError(`${what}: ${errorMessage(error)}`);
  }
}

/** Text that a user gave may end a line or move a terminal's cursor; such characters are shown by their numbers. */
export function onOneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u{${character.codePointAt(0)?.toString(16)}}`;
  });
}
