/**
 * The trace that the model's path would leave: a line for each call and each return, with notification, return value, change
 * of the managed count, and the traced pages at that moment.
 */

import { Errno } from '../model/errno.js';
import type { Switches } from '../model/switches.js';
import type { Done } from './actions.js';
import { DIFFERENCES, type PageClass } from './differences.js';
import type { Call } from './kernel_calls.js';
import { words } from './page_class.js';
import type { Header, KernelCall, RecordedAction, Series } from './recording.js';
import { CALLED_BY_SUB_BLOCK } from './step_places.js';
import { managedDelta, type StepRecorder, type Taken } from './step_recorder.js';

/** A traced action, as the kernel and the model did it. */
export interface Attempt {
  readonly header: Header;
  readonly switches: Switches;
  readonly steps: StepRecorder;
  readonly done: Done;
  readonly recorded: RecordedAction;
}

// What each call returns.

/** include/linux/notifier.h */
export const NOTIFY_OK = 1;
const NOTIFY_BAD = 0x8002;
/** NOTIFY_STOP_MASK | (NOTIFY_OK - errno), of a negative errno. */
const notifierFromErrno = (errno: number): number => 0x8000 | (NOTIFY_OK + errno);

type Returns = (call: Call, attempt: Attempt) => number | undefined;

const happened = ({ taken }: Call, outcome: string): boolean =>
  taken.some(({ performed }) => (performed.kind === 'step' ? performed.outcome : performed.option) === outcome);

const fromWriter: Returns = (_, { done }) => (done.errno === null ? undefined : 0 - done.errno);

const RETURNS: Readonly<Record<string, Returns>> = {
  offline_pages: fromWriter,
  online_pages: fromWriter,
  start_isolate_page_range: (call) =>
    call.taken.every(({ performed }) => performed.kind === 'step' && performed.outcome === 'isolated')
      ? 0
      : -Errno.EBUSY,
  test_pages_isolated: (call) => (happened(call, '-EBUSY') ? -Errno.EBUSY : 0),
  memory_notify: (call, { recorded }) => {
    if (!happened(call, 'NOTIFY_BAD')) return NOTIFY_OK;
    const veto = 'veto' in recorded.action ? recorded.action.veto : undefined;
    return veto === undefined ? NOTIFY_BAD : notifierFromErrno(veto.errno);
  },
  virtio_mem_memory_notifier_cb: (call) => (happened(call, 'NOTIFY_BAD') ? NOTIFY_BAD : NOTIFY_OK),
  // Since 6.11 it returns the pages that adjust_managed_page_count() is then called with.
  __offline_isolated_pages: (_, { switches, steps }) => {
    if (switches.accounting !== '6.11') return undefined;
    const adjust = steps.taken.find(
      ({ performed }) => performed.kind === 'step' && performed.action === 'adjust_managed_page_count',
    );
    return adjust && 0 - managedDelta([adjust]);
  },
};

// The lines.

/** A line of a trace: a kernel call in the fields that are compared. */
export type TraceLine = Pick<
  KernelCall,
  'fn' | 'phase' | 'notifier' | 'ret' | 'order' | 'firstPage' | 'pages' | 'managedDelta' | 'context'
> & { readonly pagesByLabel: Readonly<Record<string, PageClass>> };

export function* expectedLines(call: Call, attempt: Attempt): Generator<TraceLine> {
  const { fn, notifier, order, firstPage, pages, taken, inner } = call;
  const ret = RETURNS[fn]?.(call, attempt);
  const delta = fn === 'adjust_managed_page_count' ? managedDelta(taken) : undefined;
  const found = taken[0].before.pages;
  yield { fn, phase: 'enter', notifier, order, firstPage, pages, managedDelta: delta, pagesByLabel: found };
  yield* adjustInside(call, attempt);
  for (const each of inner) yield* expectedLines(each, attempt);
  yield { fn, phase: 'return', ret, pagesByLabel: taken[taken.length - 1].after.pages };
}

/**
 * Calls of adjust_managed_page_count() that the model has in one step with what follows them: for each sub-block before its
 * references are dropped or taken, and for each onlined chunk between the initialisation of its pages and their freeing.
 */
function* adjustInside({ fn, taken }: Call, { steps, header }: Attempt): Generator<TraceLine> {
  const delta = managedDelta(taken);
  const bySubBlock = Object.values(CALLED_BY_SUB_BLOCK).includes(fn) && delta !== 0;
  const kernels: readonly Series[] = DIFFERENCES.managedInlined.kernels;
  const byChunk = fn === 'generic_online_page' && !kernels.includes(header.series);
  if (!bySubBlock && !byChunk) return;
  const { pages } = taken[0].before;
  const pagesByLabel = byChunk ? { ...pages, ...initialised(taken, steps) } : pages;
  yield { fn: 'adjust_managed_page_count', phase: 'enter', managedDelta: delta, pagesByLabel };
  yield { fn: 'adjust_managed_page_count', phase: 'return', pagesByLabel };
}

/** The traced pages among those of the steps, as __free_pages_core() has left them and no free list has them yet. */
function initialised(taken: readonly Taken[], { traced }: StepRecorder): Record<string, PageClass> {
  const onlined = new Set(taken.flatMap(({ performed }) => (performed.kind === 'step' ? [performed.args[0]] : [])));
  const inside = [...traced].filter(([, { page }]) => onlined.has(page));
  return Object.fromEntries(inside.map(([label]) => [label, words('none', 0, false)]));
}
