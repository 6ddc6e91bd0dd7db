/** What was thrown, in words: code that others bring along may throw anything. */

export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
