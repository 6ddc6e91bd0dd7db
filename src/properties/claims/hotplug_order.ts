/** What comes before what when a block goes offline and online: D1, D2, D3, D5, D17 and S16. */

import { UndoFor } from '../../model/mm/page_isolation.js';
import { isOnlinePageCallback } from '../../model/modules.js';
import {
  Attempt,
  BlockState,
  blockOfPage,
  firstOnlinedPageOf,
  firstPageOf,
  Isolated,
  type Kernel,
  Owner,
  onlinedSubBlocks,
} from '../../model/state.js';
import { anyPage, argument, isCall, nameOf, pageAmong, pageLookedAt } from '../catalogue/step_terms.js';
import type { KernelStep } from '../kinds/kernel_step.js';
import type { StepProperty } from '../kinds/step.js';

/** Who holds device_hotplug_lock offlines or onlines, and looks at the memmap by right. */
function isBystander({ before, process }: KernelStep): boolean {
  const holder = before.deviceHotplugLock[0];
  return holder === 0 || before.demands.hotplugTasks[holder - 1] !== process;
}

/** Onlining has given the page to the driver or to the allocator, whose section is about to be online. */
function isHandedOut(k: Kernel, page: number): boolean {
  const block = blockOfPage(k, page);
  return k.blockState[block] === BlockState.OFFLINE && k.memmapValid[block] === 1 && k.owner[page] !== Owner.NONE;
}

/** A page whose section is offline and whose struct page the step looks at, or -1. */
const strayLook = (step: KernelStep): number =>
  pageLookedAt(step, (page) => {
    const { before } = step;
    return before.sectionOnline[blockOfPage(before, page)] === 0 && !isHandedOut(before, page);
  });

export const D1: StepProperty = {
  id: 'D1',
  title: 'memmap unread',
  quote: 'Once offline, the memmap is garbage',
  statement:
    'Nobody but who offlines and onlines looks at the struct page of a page whose section is offline, until it is handed out again.',
  kind: 'step',
  concerns: (step) => pageLookedAt(step, () => true) >= 0 && isBystander(step),
  broken: (step) => strayLook(step) >= 0,
  wrong: (step) => `${nameOf(step)}() looks at the struct page of page ${strayLook(step)}, whose section is offline`,
};

function pageOfBlock(k: Kernel, block: number, found: (page: number) => boolean): number {
  return pageAmong(firstOnlinedPageOf(k, block), firstPageOf(k, block + 1), found);
}

/** A page of the block whose struct page is not that of a fresh memmap when the driver hears of MEM_GOING_ONLINE, or -1. */
function unfreshPage(step: KernelStep): number {
  const { before: k } = step;
  return pageOfBlock(k, argument(step, 0), (page) => k.onlined.page.some(({ cells, value }) => cells[page] !== value));
}

export const D2: StepProperty = {
  id: 'D2',
  title: 'memmap is fresh',
  quote: 'a) memmap will be re-initialized',
  statement: 'Before MEM_GOING_ONLINE every struct page of the block is initialised, whatever it was before.',
  kind: 'step',
  concerns: (step) => isCall(step, 'virtio_mem_sbm_notify_going_online'),
  broken: (step) => unfreshPage(step) >= 0,
  wrong: (step) => `page ${unfreshPage(step)} is not as a fresh memmap has it`,
};

const isCallback = (step: KernelStep): boolean => isOnlinePageCallback(nameOf(step));

/** The callback gives a page of a fresh memmap, which is nobody's, to the buddy allocator or to the driver. */
const isUncovered = (k: Kernel, page: number): boolean => k.owner[page] === Owner.NONE;

export const D3: StepProperty = {
  id: 'D3',
  title: 'each page once',
  quote: 'b) online_page_callback_t will be called for every page',
  statement: 'The online callback is called for every page of the block once, before the section is online.',
  kind: 'step',
  concerns: (step) => isCallback(step) || isCall(step, 'online_mem_sections'),
  broken: (step) => {
    const { before } = step;
    if (!isCallback(step)) return pageOfBlock(before, argument(step, 0), (page) => isUncovered(before, page)) >= 0;
    const page = argument(step, 0);
    return !isUncovered(before, page) || before.sectionOnline[blockOfPage(before, page)] === 1;
  },
  wrong: (step) =>
    isCallback(step)
      ? `the callback is called for page ${argument(step, 0)} again, or too late`
      : 'the section is online, and the callback was not called for every page of it',
};

/** By call: whether it comes where it should. */
const IN_ORDER: Readonly<Record<string, (step: KernelStep) => boolean>> = {
  online_mem_sections: (step) => isolatedAsDue(step, argument(step, 0)),
  unset_migratetype_isolate: (step) => {
    const { before } = step;
    return before.sectionOnline[Math.floor(argument(step, 0) / before.geometry.subBlocksPerBlock)] === 1;
  },
  virtio_mem_sbm_notify_online: (step) => {
    const { before } = step;
    const block = argument(step, 0);
    return before.sectionOnline[block] === 1 && isolatedSubBlocks(before, block) === 0;
  },
};

/** Pageblocks of the block that onlining has isolated still. */
function isolatedSubBlocks({ geometry, isolated }: Kernel, block: number): number {
  const { subBlocksPerBlock } = geometry;
  let count = 0;
  for (let i = 0; i < subBlocksPerBlock; i++) {
    if (isolated[block * subBlocksPerBlock + i] === Isolated.FOR_OFFLINE) count++;
  }
  return count;
}

/** Since 5.10 all of the block is isolated when its section gets online, before nothing of it. */
function isolatedAsDue({ before }: KernelStep, block: number): boolean {
  const due = before.switches.isolateOnOnline ? onlinedSubBlocks(before) : 0;
  return isolatedSubBlocks(before, block) === due;
}

const undoesForOnline = (step: KernelStep): boolean =>
  !isCall(step, 'unset_migratetype_isolate') || argument(step, 1) === UndoFor.ONLINE;

export const D5: StepProperty = {
  id: 'D5',
  title: 'onlined in order',
  quote: 'c) section will be marked online',
  statement: 'The callbacks come first, then the section is online, then isolation is undone, then MEM_ONLINE.',
  kind: 'step',
  concerns: (step) => nameOf(step) in IN_ORDER && undoesForOnline(step),
  broken: (step) => !IN_ORDER[nameOf(step)](step),
  wrong: (step) => `${nameOf(step)}() comes out of order`,
};

export const D17: StepProperty = {
  id: 'D17',
  title: 'offline by then',
  quote: '4a) memory_notify(MEM_OFFLINE) ... Sections are offline',
  statement: 'When MEM_OFFLINE is sent, the section is offline and its memmap still as it was.',
  kind: 'step',
  concerns: (step) => isCall(step, 'virtio_mem_sbm_notify_offline'),
  broken: (step) => {
    const block = argument(step, 0);
    return step.before.sectionOnline[block] === 1 || step.before.memmapValid[block] === 0;
  },
  wrong: () => 'MEM_OFFLINE is sent while the section is online, or when its memmap is gone',
};

/** A page that the step changes, or -1. */
function changedPage({ before, after }: KernelStep): number {
  return anyPage(
    before,
    (page) =>
      before.pageType[page] !== after.pageType[page] ||
      before.refcount[page] !== after.refcount[page] ||
      before.owner[page] !== after.owner[page] ||
      before.plugged[page] !== after.plugged[page],
  );
}

export const S16: StepProperty = {
  id: 'S16',
  title: 'driver keeps out',
  quote: 'have to make sure to synchronize against memory offlining, using the ... notifier',
  statement:
    "From MEM_GOING_OFFLINE on, until the attempt has succeeded or failed, the driver's worker changes no page.",
  kind: 'step',
  concerns: (step) => step.process === 'worker' && changedPage(step) >= 0,
  broken: (step) => {
    const { before } = step;
    const block = blockOfPage(before, changedPage(step));
    return before.hotplugActive[0] === 1 && before.attempt[block] === Attempt.RUNNING;
  },
  wrong: (step) => `the driver changes page ${changedPage(step)} while its block is being offlined`,
};
