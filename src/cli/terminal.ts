/** What a command runs in: where it writes, whether in colour, and what asks it to stop. Of a process, or of a test. */

/** Takes text as it is. */
export interface Sink {
  write(text: string): void;
  /** How many columns a line of it has, where that is known. */
  readonly columns?: number | undefined;
}

export interface Terminal {
  /** Results. */
  readonly stdout: Sink;
  /** Errors, and remarks that belong to no result. */
  readonly stderr: Sink & { readonly isTTY?: boolean | undefined };
  /** Milliseconds between two lines about the progress of long work, where standard error is no terminal. */
  readonly remarkEvery: number;
  /** Whether results are drawn in colour. */
  readonly color: boolean;
  /**
   * Is aborted when the work is to stop and to show what it has found so far. From this call on the user's wish to stop comes
   * here; before it, and where nobody calls this, it ends the process.
   */
  interruption(): AbortSignal;
}

/** Lets signals, messages and timers be handled: work that can be stopped does so between slices. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
