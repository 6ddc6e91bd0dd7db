/**
 * Random walks of actions on a booted kernel, held against the model; one that the model cannot explain is run again with fewer
 * actions, until every one of them is needed.
 */

import seedrandom from 'seedrandom';
import { type ConformanceResult, conformRecording } from '../conformance/conform.js';
import { errnoName } from '../conformance/errno_names.js';
import type { Action, Observed, Recording, Veto } from '../conformance/recording.js';
import { REGION } from './machine.js';
import type { Bench } from './recorder.js';
import { SERIES_FACTS, type Series } from './series.js';

/** Errnos that a veto passes through the notifier chain. */
const VETO_ERRNOS: readonly number[] = [1, 5, 12, 16, 28];
/** One of so many writes is vetoed. */
const VETO_EVERY = 4;
/** Each kind of action, as often as it is drawn. */
const KINDS = [
  ...Array<'resize'>(6).fill('resize'),
  ...Array<'offline'>(5).fill('offline'),
  ...Array<'online'>(5).fill('online'),
  'writeState',
] as const;

export interface Walk {
  readonly recording: Recording;
  readonly result: ConformanceResult;
}

/** Draws the next action from what is observed: mostly one that is possible. */
export function drawAction(random: () => number, { blocks }: Observed, series: Series): Action {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)];
  const any = blocks.map(({ id }) => id);
  const inState = (state: 'online' | 'offline') => {
    const found = blocks.filter((block) => block.state === state).map(({ id }) => id);
    return pick(found.length > 0 && random() < 0.9 ? found : any);
  };
  const veto = (): { veto?: Veto } => {
    if (random() >= 1 / VETO_EVERY) return {};
    const errno = pick(VETO_ERRNOS);
    const when = pick(['beforeDriver', 'afterDriver'] as const);
    return { veto: { when, errno, errnoName: errnoName(errno) } };
  };
  switch (pick(KINDS)) {
    case 'resize': {
      const { subBlockBytes } = SERIES_FACTS[series];
      const subBlocks = REGION.sizeBytes / subBlockBytes;
      return { type: 'resize', requestedBytes: Math.floor(random() * (subBlocks + 1)) * subBlockBytes };
    }
    case 'offline':
      return { type: 'offline', block: inState('online'), ...veto() };
    case 'online':
      return { type: 'online', block: inState('offline'), policy: 'online_movable', ...veto() };
    case 'writeState':
      return { type: 'writeState', block: inState('online'), value: 'sideways' };
  }
}

export async function walk(bench: Bench, seed: number, actions: number): Promise<Walk> {
  const random = seedrandom(`walk/${seed}`);
  const recording = await bench.record(seed, (observed, index) =>
    index < actions ? drawAction(random, observed, bench.series) : undefined,
  );
  return { recording, result: conformRecording(recording) };
}

/**
 * The same with fewer actions, as long as the model cannot explain what comes of them: each that can be left out is.
 * @param tell called before each try, with the number of actions
 */
export async function shrinkWalk(bench: Bench, found: Walk, tell: (actions: number) => void): Promise<Walk> {
  const upToFault = (each: Walk): readonly Action[] =>
    each.recording.actions.slice(1, (each.result.unexplained?.line ?? 0) - 1).map(({ action }) => action);
  let smallest = found;
  let actions = upToFault(found);
  for (let size = Math.ceil(actions.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    // The last action is the one that is not explained.
    for (let at = 0; at + size < actions.length; ) {
      const fewer = [...actions.slice(0, at), ...actions.slice(at + size)];
      tell(fewer.length);
      const tried = await replay(bench, fewer);
      if (tried.result.unexplained === undefined) at += size;
      else {
        smallest = tried;
        actions = upToFault(tried);
      }
    }
  }
  return smallest;
}

async function replay(bench: Bench, actions: readonly Action[]): Promise<Walk> {
  const recording = await bench.record(null, (_, index) => actions[index]);
  return { recording, result: conformRecording(recording) };
}
