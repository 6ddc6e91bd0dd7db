/** The numbers of holders that a step or a question is tried with, of several counters in every combination. */

/** By counter: how many more than two hold it. */
export type More = Int32Array;

export class TriedNumbers {
  /** Those that are tried at the time. */
  readonly more: More;
  /** The most of each that are tried. */
  readonly most: More;

  constructor(counters: number) {
    this.more = new Int32Array(counters);
    this.most = new Int32Array(counters);
  }

  /** Whether it is so too with one more where most are tried: from there on each element goes up with its counter, or stays. */
  oneMore(counters: readonly number[], isSo: () => boolean): boolean {
    const { more, most } = this;
    const atMost = counters.filter((counter) => more[counter] === most[counter]);
    if (atMost.length === 0) return true;
    for (const counter of atMost) more[counter]++;
    const is = isSo();
    for (const counter of atMost) more[counter]--;
    return is;
  }

  /** Goes through every number from one up to the most of each counter. */
  every(counters: readonly number[], isSo: () => boolean): boolean {
    const { more, most } = this;
    for (const counter of counters) more[counter] = 1;
    for (;;) {
      if (!isSo()) return false;
      let next = 0;
      while (next < counters.length && more[counters[next]] === most[counters[next]]) more[counters[next++]] = 1;
      if (next === counters.length) return true;
      more[counters[next]]++;
    }
  }
}
