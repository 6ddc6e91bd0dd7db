/**
 * How deep each step of a trace stands: what a task does under a lock, or what the call before it goes on to do, stands deeper
 * by one. Locks are told from the state, so that no list of functions has to be kept.
 */

import type { Change } from '../checker/layout.js';
import type { ReplayedStep } from '../checker/trace.js';
import { declarationOf } from '../model/modules.js';

/** The calls that go on: what follows on the same CPU and is among these is a part of the call. */
const FREE_PATH: ReadonlySet<string> = new Set([
  '__put_page: PageOffline',
  'free_pages_prepare',
  'get_pfnblock_migratetype',
  'free_one_page',
  'free_unref_page_commit',
]);
const CALLEES: ReadonlyMap<string, ReadonlySet<string>> = new Map([['put_page_testzero', FREE_PATH]]);

/** What a CPU is in the middle of. */
interface Inside {
  readonly locks: readonly string[];
  /** What belongs to the call that goes on; absent: none does. */
  readonly callees?: ReadonlySet<string>;
}

const NOTHING: Inside = { locks: [] };

/** One depth for each step, 0 for what is done outside everything. */
export function nestingsOf(steps: readonly ReplayedStep[]): number[] {
  const cpus = new Map<string, Inside>();
  return steps.map(({ process, action, changes }) => {
    const { locks, callees } = cpus.get(process) ?? NOTHING;
    if (action === undefined) return locks.length;
    const locking = changes.filter(isLock);
    const given = locking.filter(({ before, after }) => Math.abs(after) < Math.abs(before));
    const taken = locking.filter(({ before, after }) => Math.abs(after) > Math.abs(before));
    const held = given.reduce((rest, { field }) => without(rest, field), locks);
    const inCall = callees?.has(action) === true;
    const goesOn = inCall ? callees : CALLEES.get(action);
    const next = { locks: [...held, ...taken.map(({ field }) => field)] };
    cpus.set(process, goesOn === undefined ? next : { ...next, callees: goesOn });
    return held.length + (inCall ? 1 : 0);
  });
}

const isLock = ({ field }: Change): boolean => declarationOf(field)?.lock === true;

/** All but the last one of its kind. */
function without(locks: readonly string[], lock: string): readonly string[] {
  const at = locks.lastIndexOf(lock);
  return at < 0 ? locks : locks.toSpliced(at, 1);
}
