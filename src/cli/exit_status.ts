/** The exit statuses of the commands. */
export const ExitStatus = {
  /** Everything asked holds, or is explained. */
  HOLDS: 0,
  /** Something is violated, or not explained. */
  VIOLATED: 1,
  /** The command line or an input file is wrong. */
  USAGE: 2,
  /** No violation was found, but not every state was seen. */
  NOT_EXHAUSTED: 3,
} as const;

export type ExitStatus = (typeof ExitStatus)[keyof typeof ExitStatus];

/** Of the statuses with these names. */
export type StatusOf<Name extends keyof typeof ExitStatus> = (typeof ExitStatus)[Name];
