/** The kind of a process, from its name: one of several of a kind has a number behind it. */

/** `walker` for `walker 1`. */
export function kindOf(process: string): string {
  return process.replace(/ \d+$/, '');
}
