/**
 * Ctrl-C: the first one asks the work to stop and show what it has found so far, the second ends the program at once.
 * Work that can be stopped gives the event loop a turn between slices.
 */

export class Interrupt {
  #requested = false;
  readonly #whenRequested: (() => void)[] = [];

  constructor() {
    process.once('SIGINT', () => {
      this.#requested = true;
      process.stderr.write('\nstopping, with what was found so far (Ctrl-C again to quit at once)\n');
      for (const act of this.#whenRequested) act();
      process.once('SIGINT', () => process.exit(130));
    });
  }

  get requested(): boolean {
    return this.#requested;
  }

  onRequest(act: () => void): void {
    this.#whenRequested.push(act);
  }
}

/** Lets signals, messages and timers be handled. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
