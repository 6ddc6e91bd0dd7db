/**
 * Measures contestants against each other: in turns (ABAB), so that whatever else the machine does hits all of them, after
 * one run each that does not count. Their ratio is the median of the ratios of each round.
 */

export interface Contestant {
  readonly name: string;
  /** Does the work once and tells the seconds it took. */
  readonly run: () => number;
}

/** The seconds of each contestant, by round. */
export function measureInTurns(contestants: readonly Contestant[], rounds: number): number[][] {
  for (const contestant of contestants) contestant.run();
  const seconds: number[][] = contestants.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, contestant] of contestants.entries()) seconds[i].push(contestant.run());
  }
  return seconds;
}

/** CPU time of this process so far, in seconds. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

export function secondsOf(work: () => void): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1_000;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** How many times as fast `seconds` are as `reference`, round by round. */
export function medianSpeedUp(reference: readonly number[], seconds: readonly number[]): number {
  return median(seconds.map((each, round) => reference[round] / each));
}
