/** What was thrown, in words: code that others bring along may throw anything. */

/** Of an error about a file without the path, which Node puts behind: who reports it names the file. */
export function errorMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'syscall' in error ? error.message.replace(/, \w+( '.*')?$/s, '') : error.message;
}
