/** Hot-add by Hyper-V's balloon: the host asks for one range after another. drivers/hv/hv_balloon.c, hot_add_req(), 5.10 to 7.3. */

import { procedure } from '../../../checker/procedure.js';
import {
  BLOCKED,
  idleUntil,
  ignoreOutcome,
  type Process,
  retryPoint,
  step,
  waitUntil,
} from '../../../checker/process.js';
import { atomic } from '../../atomic.js';
import { type Context, chooseOf } from '../../context.js';
import { hotplugTask } from '../../demands.js';
import { addMemory } from '../../mm/memory_remove.js';
import { blockOfPage, firstPageOf, type Kernel } from '../../state.js';
import { hvBringPgsOnline } from './online_page.js';
import { hotAddLock, hotAddUnlock } from './region_mutex.js';

/** The host backs the pages of a block in their order. */
function isNextToBeBacked(k: Kernel, block: number, page: number): boolean {
  if (k.configuration.bootMemory.includes(block)) return false;
  for (let each = firstPageOf(k, block); each < page; each++) if (k.backed[each] === 0) return false;
  return k.backed[page] === 0;
}

/** The host backs the page, and asks to have it used. */
const hotAddRequest = atomic(
  'DM_MEM_HOT_ADD_REQUEST',
  {
    on: ['block', 'page'],
    in: 'hot_add_req',
    shown: { outcome: 'remark' },
    reads: ['backed', 'haRegion'],
    writes: ['plugged'],
  },
  ['block not added', 'block added before'],
  (k: Kernel, block: number, page: number) => {
    if (!isNextToBeBacked(k, block, page)) return BLOCKED;
    k.plugged[page] = 1;
    return k.haRegion[block];
  },
);

/** The start of hv_mem_hot_add(), under ha_lock: ha_end_pfn and covered_end_pfn are moved before the memory is added. */
const coverHotAdded = atomic(
  'hv_mem_hot_add',
  { on: ['page'], writes: ['backed', 'haRegion'] },
  (k: Kernel, page: number) => {
    k.haRegion[blockOfPage(k, page)] = 1;
    k.backed[page] = 1;
  },
);

const reinitCompletion = atomic(
  'reinit_completion',
  { on: [], in: 'hv_mem_hot_add', writes: ['olWaitevent'] },
  (k: Kernel) => {
    k.olWaitevent[0] = 0;
  },
);

/** Five seconds at most: how long that is against what others do, nobody knows. */
const waitForOnline = atomic(
  'wait_for_completion_timeout',
  { on: [], in: 'hv_mem_hot_add', shown: { outcome: 'remark' }, reads: ['olWaitevent'], writes: ['olWaitevent'] },
  ['timed out', 'completed'],
  (k: Kernel) => {
    const completed = k.olWaitevent[0] === 1;
    k.olWaitevent[0] = 0;
    return completed;
  },
);

/**
 * handle_pg_range() of a page in a block that was added before, under ha_lock: it is covered from here on. Where the section is
 * online the lock stays taken, until the page is brought online; where it is not, the callback is to do that.
 */
const coverAdded = atomic(
  'handle_pg_range',
  {
    on: ['page'],
    shown: { outcome: 'remark' },
    reads: ['sectionOnline'],
    writes: ['backed', 'haLock'],
  },
  ['section offline', 'section online'],
  (k: Kernel, page: number) => {
    k.backed[page] = 1;
    const online = k.sectionOnline[blockOfPage(k, page)] === 1;
    if (online) k.haLock[0] = 1;
    return online;
  },
);

const unlockRegions = atomic(
  'spin_unlock_irqrestore(ha_lock)',
  { on: [], in: 'handle_pg_range', shown: { bare: true }, writes: ['haLock'] },
  (k: Kernel) => {
    k.haLock[0] = 0;
  },
);

/** hv_mem_hot_add() of one block, whose first page is backed. ha_lock, a spinlock, cannot be held while memory is added. */
const hvMemHotAdd = procedure(function* hvMemHotAdd(context: Context, block: number, page: number): Process<Kernel> {
  const { hvRegionLock } = context.switches;
  yield step(coverHotAdded, page);
  yield step(reinitCompletion);
  if (hvRegionLock === 'mutex') yield step(hotAddUnlock);
  yield* addMemory(context, block, hotplugTask(context, 'hot add'));
  if (hvRegionLock === 'mutex held') yield step(hotAddUnlock);
  yield ignoreOutcome(step(waitForOnline));
  if (hvRegionLock !== 'spinlock') yield waitUntil(hotAddLock);
});

/** handle_pg_range() of the next page of a block that was added before. */
const coverNext = procedure(function* coverNext(context: Context, page: number): Process<Kernel> {
  if ((yield step(coverAdded, page)) === coverAdded.is['section offline']) return;
  yield* hvBringPgsOnline(context, page);
  yield step(unlockRegions);
});

/** hot_add_req(), for as long as the host has memory to give. */
export const hotAddReq = procedure(function* hotAddReq(context: Context): Process<Kernel> {
  const hasMutex = context.switches.hvRegionLock !== 'spinlock';
  for (;;) {
    yield retryPoint('hot_add_req');
    const page = yield* chooseOf('page', context.geometry.pages, 'page');
    const block = Math.floor(context.geometry.subBlockOfPage[page] / context.geometry.subBlocksPerBlock);
    const found = yield idleUntil(hotAddRequest, block, page);
    if (hasMutex) yield waitUntil(hotAddLock);
    if (found === hotAddRequest.is['block not added']) yield* hvMemHotAdd(context, block, page);
    else yield* coverNext(context, page);
    if (hasMutex) yield step(hotAddUnlock);
  }
});
