/**
 * Behaviours that runs had, and an estimate of those that none had yet. A behaviour is a pair of adjacent steps of different
 * processes, told by name: who did what with what outcome right after whom. How many were in one run only, or in two, tells
 * how many are still to come (Chao, 1984; Good and Turing), as for species in samples.
 */

import { processOfMove, type WalkInProgress } from '../checker/walk.js';

/** Pairs are told apart by a hash of so many bits; some thousands of pairs meet in one in a hundred cases. */
const PAIR_BITS = 20;
/** Runs that had a pair are counted up to this. */
const MANY = 3;

export interface Estimate {
  /** Different behaviours so far. */
  readonly seen: number;
  /** How many there may be, by Chao's lower bound. */
  readonly estimated: number;
  /** How many new ones the next run is expected to have. */
  readonly nextRun: number;
}

/** Pairs by the number of runs that had them, in ascending order. */
export interface BehaviourCounts {
  readonly once: readonly number[];
  readonly twice: readonly number[];
  readonly more: readonly number[];
}

/** What a walk did. */
export type Steps = Pick<WalkInProgress, 'moves' | 'happened' | 'length'>;

export class Behaviours {
  readonly #counts = new Uint8Array(2 ** PAIR_BITS);
  /** The last run, from 1, that had the pair. */
  readonly #lastRun = new Int32Array(2 ** PAIR_BITS);
  #run = 0;

  /** @param hashes of the names of what happened, by the index `coverageIndex` */
  note({ moves, happened, length }: Steps, hashes: Int32Array): void {
    this.#run++;
    for (let i = 1; i < length; i++) {
      if (processOfMove(moves[i]) === processOfMove(moves[i - 1])) continue;
      this.#notePair(pairOf(hashes[happened[i - 1]], hashes[happened[i]]));
    }
  }

  #notePair(pair: number): void {
    if (this.#lastRun[pair] === this.#run) return;
    this.#lastRun[pair] = this.#run;
    if (this.#counts[pair] < MANY) this.#counts[pair]++;
  }

  /** @param runs that were noted here, and in all that were added */
  estimate(runs: number): Estimate {
    const { once, twice, more } = this.counts();
    const seen = once.length + twice.length + more.length;
    // Where no pair was in two runs, the form that is corrected for the bias.
    const unseen = twice.length > 0 ? once.length ** 2 / (2 * twice.length) : (once.length * (once.length - 1)) / 2;
    return {
      seen,
      estimated: Math.round(seen + (runs === 0 ? 0 : ((runs - 1) / runs) * unseen)),
      nextRun: runs === 0 ? 0 : once.length / runs,
    };
  }

  counts(): BehaviourCounts {
    const once: number[] = [];
    const twice: number[] = [];
    const more: number[] = [];
    const byCount = [[], once, twice, more];
    for (const [pair, count] of this.#counts.entries()) if (count > 0) byCount[count].push(pair);
    return { once, twice, more };
  }

  /** Adds what other runs had. */
  add({ once, twice, more }: BehaviourCounts): void {
    for (const [i, pairs] of [once, twice, more].entries()) {
      for (const pair of pairs) this.#counts[pair] = Math.min(MANY, this.#counts[pair] + i + 1);
    }
  }
}

function pairOf(before: number, after: number): number {
  return Math.imul(Math.imul(before, 0x9e3779b1) ^ after, 0x85ebca6b) >>> (32 - PAIR_BITS);
}
