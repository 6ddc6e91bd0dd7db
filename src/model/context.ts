/** What the sub-procedures of a process need to know besides the state, which only their steps see. */

import type { Atomic } from '../checker/process.js';
import { choose, type Process, select } from '../checker/process.js';
import type { MemoryAction } from './memory_action.js';
import type { Setting } from './setting.js';
import type { Kernel } from './state.js';

/** What a process of the model is written against: the scenario, and who is called back in it. */
export interface Context extends Setting {
  /** The memory notifier chain, in the order in which it is called. */
  readonly notifiers: readonly NotifierBlock[];
  /** online_page_callback, with which the driver gets every page that is onlined. */
  readonly onlinePage: Atomic<Kernel, [page: number]>;
}

/** A callback on the memory notifier chain. include/linux/notifier.h, all versions. */
export interface NotifierBlock {
  /** Higher ones are called first, equal ones as they were registered. */
  readonly priority: number;
  /** Whether it accepts: NOTIFY_OK, not NOTIFY_BAD. */
  readonly call: (context: Context, action: MemoryAction, block: number) => Process<Kernel, boolean>;
}

/** The pages of a sub-block, in ascending order. */
export function pagesOf({ geometry }: Context, subBlock: number): readonly number[] {
  return geometry.pagesOfSubBlock[subBlock];
}

/** The sub-blocks of a memory block, in ascending order. */
export function subBlocksOf({ geometry }: Context, block: number): readonly number[] {
  return geometry.subBlocksOfBlock[block];
}

/** The pages of a memory block, in ascending order. */
export function pagesOfBlock({ geometry }: Context, block: number): readonly number[] {
  return geometry.pagesOfBlock[block];
}

/** Without users of memory nothing is ever on the LRU; without them and a balloon no process needs to know how to migrate. */
export function hasMovablePages({ configuration }: Context): boolean {
  return configuration.actors.users > 0 || configuration.actors.movableBalloon;
}

/** Whether errors strike pages in use, so that they get on the LRU by way of a CPU's batch. */
export function poisonsUse({ configuration: { actors } }: Setting): boolean {
  return actors.users > 0 && (actors.poison || actors.softOffline);
}

/** As {@link chooseWord}, where an option whose action blocks is not taken. */
export function* selectWord<const W extends readonly string[]>(name: string, words: W): Process<never, W[number]> {
  return words[yield select(name, words)];
}

/** A choice among `count` things, made together with the action it leads to; none to make when there is one. */
export function* chooseOf(name: string, count: number, of: string): Process<never, number> {
  if (count === 1) return 0;
  return yield select(name, numbered(of, count));
}

/** A choice among some words; returns the one that was taken. */
export function* chooseWord<const W extends readonly string[]>(name: string, words: W): Process<never, W[number]> {
  return words[yield choose(name, words)];
}

/** Kept, since a process is run many thousand times while it is compiled. */
const known = new Map<string, readonly string[]>();

/** `page 0`, `page 1` and so on. */
function numbered(of: string, count: number): readonly string[] {
  const key = `${count} ${of}`;
  const names = known.get(key) ?? Array.from({ length: count }, (_, i) => `${of} ${i}`);
  known.set(key, names);
  return names;
}
