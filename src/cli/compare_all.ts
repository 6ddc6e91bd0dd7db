/**
 * Compares many pairs of scenarios at once in worker threads. A pair that differs from one before in nothing that was asked is
 * the same.
 */

import { Worker } from 'node:worker_threads';
import { type Comparison, isAlike } from '../change/comparison.js';
import type { Pair } from '../change/pairs.js';
import type { Limits } from '../properties/decide.js';
import {
  type CompareJob,
  type CompareWorkerData,
  type FromCompareWorker,
  STOP,
  TOO_LARGE,
  type ToCompareWorker,
} from './compare_worker_messages.js';
import { compact, progressLine } from './progress.js';
import type { Terminal } from './terminal.js';
import { UsageError } from './usage_error.js';
import { answerOf, workOff } from './work_off.js';

export interface CompareAllOptions {
  /** Ids of the properties. */
  readonly properties: readonly string[];
  /** Ids of those among them that the change brought along; absent: none. */
  readonly own?: readonly string[];
  readonly limits: Limits;
  /** Comparisons at once. */
  readonly jobs: number;
  /** The files of the changes that the scenarios name. */
  readonly changes: readonly string[];
  /** A line to be said of a comparison as soon as it is made; absent, or undefined: none. */
  readonly newsOf?: (comparison: Comparison) => string | undefined;
}

/** A pair with what came of it; absent where the work was to stop before it was begun. */
export interface Compared {
  readonly pair: Pair;
  readonly comparison?: Comparison;
}

/** Small models first, so that news come early: of each round the states that a model may have, the last without a limit. */
const ROUNDS: readonly (number | undefined)[] = [10_000, 100_000, undefined];

interface Job {
  readonly pair: Pair;
  /** An index of {@link ROUNDS}. */
  readonly round: number;
}

/** @throws UsageError when the change does not compile, or an action of it is wrong: one line that says which and where */
export async function compareAll(
  pairs: readonly Pair[],
  { properties, own = [], limits, jobs: atOnce, changes, newsOf }: CompareAllOptions,
  terminal: Terminal,
): Promise<Compared[]> {
  const signal = terminal.interruption();
  const progress = progressLine(terminal);
  const done = new Map<Pair, Comparison>();
  const known = new Map<string, Comparison[]>();
  const states = new Map<Pair, number>();
  const show = () => {
    const total = [...states.values()].reduce((sum, each) => sum + each, 0);
    progress.show(`${done.size} of ${pairs.length} comparisons done, ${compact(total)} states`);
  };
  /** The round up to which models of a design in a configuration were too large: those of other kernels are of like size. */
  const tooLarge = new Map<string, number>();
  const keep = (pair: Pair, comparison: Comparison): void => {
    done.set(pair, comparison);
    const news = newsOf?.(comparison);
    if (news !== undefined) progress.say(news);
    show();
  };
  const work = async (worker: Worker, { pair, round }: Job, putOff: (later: Job) => void): Promise<void> => {
    const key = `${pair.after.design} ${pair.after.configuration.name}`;
    const alike = known.get(key)?.find((comparison) => isAlike(comparison, pair));
    if (alike !== undefined) return keep(pair, { ...alike, pair });
    const later = { pair, round: round + 1 };
    if ((tooLarge.get(key) ?? -1) >= round) return putOff(later);
    const upTo = ROUNDS[round];
    const job = { pair, properties, own, limits, ...(upTo === undefined ? {} : { upTo }) };
    const comparison = await compareIn(worker, job, (seen) => {
      states.set(pair, seen);
      show();
    });
    if (comparison === TOO_LARGE) {
      tooLarge.set(key, round);
      return putOff(later);
    }
    // What was stopped half way says nothing of another pair.
    if (!signal.aborted) known.set(key, [...(known.get(key) ?? []), comparison]);
    keep(pair, comparison);
  };
  const start = () => startWorker({ changes });
  try {
    // With a worker for each there is nothing to put off.
    const round = pairs.length <= atOnce ? ROUNDS.length - 1 : 0;
    const all = pairs.map((pair): Job => ({ pair, round }));
    await workOff(all, { atOnce, signal, start, stop: (worker) => send(worker, STOP), work });
  } finally {
    progress.end();
  }
  return pairs.map((pair) => {
    const comparison = done.get(pair);
    return comparison === undefined ? { pair } : { pair, comparison };
  });
}

const startWorker = (data: CompareWorkerData): Worker =>
  new Worker(new URL('./compare_worker.js', import.meta.url), { workerData: data });

const send = (worker: Worker, message: ToCompareWorker): void => worker.postMessage(message);

function compareIn(
  worker: Worker,
  job: CompareJob,
  onStates: (states: number) => void,
): Promise<Comparison | typeof TOO_LARGE> {
  return answerOf(worker, job satisfies ToCompareWorker, (told: FromCompareWorker) => {
    if (told === TOO_LARGE) return told;
    if ('failed' in told) throw new UsageError(told.failed);
    if ('comparison' in told) return told.comparison;
    onStates(told.states);
    return undefined;
  });
}
