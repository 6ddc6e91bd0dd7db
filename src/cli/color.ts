/** Whether standard output is drawn in colour, and how. */

import pc from 'picocolors';

/**
 * On a terminal, or where `FORCE_COLOR` asks for it; never where `NO_COLOR` does. A continuous integration server (`CI`) is not
 * a terminal: its output is kept in files and read by scripts.
 */
export function wantsColor(isTerminal: boolean, { NO_COLOR, FORCE_COLOR, TERM }: NodeJS.ProcessEnv): boolean {
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  return (FORCE_COLOR !== undefined && FORCE_COLOR !== '') || (isTerminal && TERM !== 'dumb');
}

export interface Styles {
  bold(text: string): string;
  dim(text: string): string;
}

/** Plain text where there is no colour. */
export function stylesOf({ color }: { readonly color: boolean }): Styles {
  const { bold, dim } = pc.createColors(color);
  return { bold, dim };
}
