/** Progress of long work on standard error: a line that changes on a terminal, elsewhere a line now and then. */

import type { Terminal } from './terminal.js';

export interface ProgressLine {
  show(text: string): void;
  /** A line that stays, on a terminal; elsewhere it is left to the output. */
  say(line: string): void;
  /** Takes the line away. */
  end(): void;
}

/** Between two drawings of the line on a terminal, in milliseconds. */
const REDRAW_EVERY = 80;

const CLEAR_LINE = '\r\u001b[K';

export function progressLine({ stderr, remarkEvery }: Terminal): ProgressLine {
  // A serial console may say that it has no columns: there a line would never come to its end.
  return stderr.isTTY === true && stderr.columns !== 0 ? changingLine(stderr) : remarks(stderr, remarkEvery);
}

function changingLine(stderr: Terminal['stderr']): ProgressLine {
  let drawnAt = Number.NEGATIVE_INFINITY;
  return {
    show: (text) => {
      const now = performance.now();
      if (now - drawnAt < REDRAW_EVERY) return;
      drawnAt = now;
      // A line that reached the edge would go on below, where nothing clears it.
      stderr.write(`${CLEAR_LINE}${text.slice(0, (stderr.columns ?? 80) - 1)}`);
    },
    say: (line) => stderr.write(`${CLEAR_LINE}${line}\n`),
    end: () => {
      if (drawnAt > 0) stderr.write(CLEAR_LINE);
      drawnAt = Number.NEGATIVE_INFINITY;
    },
  };
}

/** A log of long work shows that it goes on. */
function remarks(stderr: Terminal['stderr'], every: number): ProgressLine {
  let saidAt = performance.now();
  return {
    show: (text) => {
      const now = performance.now();
      if (now - saidAt < every) return;
      saidAt = now;
      stderr.write(`${text}\n`);
    },
    say: () => {},
    end: () => {},
  };
}

const COMPACT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** 1,234,567 as `1.2M`. */
export const compact = (count: number): string => COMPACT.format(count);
