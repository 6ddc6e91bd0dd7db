/** What a user can do wrong: one clear line on standard error, exit status 2. */

export class UsageError extends Error {}

/** Runs `work`, and turns its error into a usage error that begins with `what`. */
export function asUsageError<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new UsageError(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
