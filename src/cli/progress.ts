/** Progress of long work: a line on standard error when that is a terminal of known width, nothing otherwise. */

import ora from 'ora';

export interface ProgressLine {
  show(text: string): void;
  /** Takes the line away. */
  end(): void;
}

export function progressLine(): ProgressLine {
  // A serial console may say that it has no columns, and the spinner would never come to the end of a line there.
  if (!process.stderr.isTTY || process.stderr.columns === 0) return { show: () => {}, end: () => {} };
  const spinner = ora({ stream: process.stderr, discardStdin: false }).start();
  return {
    show: (text) => {
      spinner.text = text;
    },
    end: () => {
      spinner.stop();
    },
  };
}

const COMPACT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** 1,234,567 as `1.2M`. */
export const compact = (count: number): string => COMPACT.format(count);
