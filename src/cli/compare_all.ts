/** Compares many pairs of scenarios at once in worker threads. A pair that differs from one before in nothing that was asked is the same. */

import { Worker } from 'node:worker_threads';
import { type Comparison, isAlike } from '../change/comparison.js';
import type { Pair } from '../change/pairs.js';
import type { Limits } from '../properties/decide.js';
import {
  type CompareJob,
  type CompareWorkerData,
  type FromCompareWorker,
  STOP,
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
}

/** A pair with what came of it; absent where the work was to stop before it was begun. */
export interface Compared {
  readonly pair: Pair;
  readonly comparison?: Comparison;
}

/** @throws UsageError when the change does not compile, or an action of it is wrong: one line that says which and where */
export async function compareAll(
  pairs: readonly Pair[],
  { properties, own = [], limits, jobs: atOnce, changes }: CompareAllOptions,
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
  const work = async (worker: Worker, pair: Pair): Promise<void> => {
    const key = `${pair.after.design} ${pair.after.configuration.name}`;
    const alike = known.get(key)?.find((comparison) => isAlike(comparison, pair));
    const comparison =
      alike === undefined
        ? await compareIn(worker, { pair, properties, own, limits }, (seen) => {
            states.set(pair, seen);
            show();
          })
        : { ...alike, pair };
    // What was stopped half way says nothing of another pair.
    if (!signal.aborted) known.set(key, [...(known.get(key) ?? []), comparison]);
    done.set(pair, comparison);
    show();
  };
  const start = () => startWorker({ changes });
  try {
    await workOff(pairs, { atOnce, signal, start, stop: (worker) => send(worker, STOP), work });
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

function compareIn(worker: Worker, job: CompareJob, onStates: (states: number) => void): Promise<Comparison> {
  return answerOf(worker, job satisfies ToCompareWorker, (told: FromCompareWorker) => {
    if ('failed' in told) throw new UsageError(told.failed);
    if ('comparison' in told) return told.comparison;
    onStates(told.states);
    return undefined;
  });
}
