/**
 * Candidate patches: changes small enough to be sent to a maintainer, each a switch of the model, or several. No kernel has them,
 * but for what earlier versions had.
 */

import type { Switches } from '../../model/switches.js';

export interface Patch {
  readonly id: string;
  /** As the subject of a commit. */
  readonly subject: string;
  /** What the C does, in a sentence or two. */
  readonly change: string;
  /** The files and functions that it touches. */
  readonly where: string;
  /** Whether it can be written; or why not. */
  readonly implementable: { readonly possible: boolean; readonly why: string };
  readonly overrides: Partial<Switches>;
  /** Whether there is anything for it to change in a design on a kernel. */
  readonly applies: (switches: Switches) => boolean;
}

const always = (): boolean => true;

/** The driver, or nobody, gives up a count in MEM_GOING_OFFLINE that is above 0 before. */
const hasCountAtGoing = ({ dropAt, sign, frozen }: Switches): boolean =>
  dropAt !== 'unplug' && sign !== 'buddy' && !frozen;

/** Those that ask least of others come first: of sets of one size, the first that can be written is the one to send. */
export const PATCHES: readonly Patch[] = [
  {
    id: 'freeze-or-refuse',
    subject: 'virtio-mem: freeze unplugged pages in MEM_GOING_OFFLINE, or refuse',
    change:
      'page_ref_freeze(page, 1) instead of page_ref_dec_and_test(). When somebody else holds a page, those before it are unfrozen and the notifier returns NOTIFY_BAD, so that the attempt fails with -EBUSY. MEM_CANCEL_OFFLINE unfreezes.',
    where: 'drivers/virtio/virtio_mem.c: virtio_mem_fake_offline_going_offline(), virtio_mem_memory_notifier_cb()',
    implementable: { possible: true, why: 'the callback can refuse already; page_ref_freeze() is one cmpxchg' },
    overrides: { goingFreezes: 'refuse' },
    applies: hasCountAtGoing,
  },
  {
    id: 'unplug-freezes',
    subject: 'virtio-mem: freeze pages when they are unplugged, or leave them plugged',
    change:
      'page_ref_freeze(page, 1) instead of page_ref_dec() when a page is made fake-offline. When somebody else holds it, the sub-block is given back and the worker tries another.',
    where: 'drivers/virtio/virtio_mem.c: virtio_mem_set_fake_offline()',
    implementable: { possible: true, why: 'unplugging may fail for many reasons already' },
    overrides: { unplugFreezes: true },
    applies: ({ dropAt }) => dropAt === 'unplug',
  },
  {
    id: 'put-back',
    subject: 'virtio-mem: put pages that were never onlined when they are plugged',
    change:
      'A page that was never onlined is made an ordinary one and put, so that a walker that holds it frees it. generic_online_page() would set its count to 0.',
    where: 'drivers/virtio/virtio_mem.c: virtio_mem_fake_online()',
    implementable: { possible: true, why: 'pages from alloc_contig_range() are put there already' },
    overrides: { plugBackPuts: true },
    applies: always,
  },
  {
    id: 'grace',
    subject: 'mm/memory_hotplug: wait for PFN walkers once a section is offline',
    change:
      'Walkers look and get in one RCU read-side critical section; offline_pages() calls synchronize_rcu() between offline_mem_sections() and what follows, so that nobody gets a reference by an old look.',
    where:
      'mm/memory_hotplug.c: offline_pages(); a pfn_get_online_page() for mm/damon/paddr.c, mm/compaction.c, mm/page_idle.c, mm/memory-failure.c',
    implementable: {
      possible: true,
      why: 'GUP-fast and page-cache look-ups are in such sections already; the others neither sleep nor nest between look and get',
    },
    overrides: { offlineGrace: true },
    applies: always,
  },
  {
    id: 'own-isolation',
    subject: 'mm/page_alloc: undo only the isolation that alloc_contig_range() set',
    change: 'When start_isolate_page_range() failed, alloc_contig_range() returns without undo_isolate_page_range().',
    where: 'mm/page_alloc.c: alloc_contig_range()',
    implementable: { possible: true, why: 'it was so up to 5.17: start_isolate_page_range() undoes its own' },
    overrides: { contigUndoesAlways: false },
    applies: ({ contigUndoesAlways }) => contigUndoesAlways,
  },
  {
    id: 'driver-waits',
    subject: 'virtio-mem: wait for a grace period before dropping references',
    change: 'synchronize_rcu() in MEM_GOING_OFFLINE, before the driver drops its references.',
    where: 'drivers/virtio/virtio_mem.c: virtio_mem_memory_notifier_cb()',
    implementable: { possible: true, why: 'the notifier may sleep' },
    overrides: { rcuSync: true },
    applies: ({ dropAt, sign, rcuSync }) => dropAt === 'going' && sign === 'count' && !rcuSync,
  },
  {
    id: 'identity',
    subject: 'mm: check the identity of a page in one RCU section with its reference',
    change:
      'Every walker looks whether the page is in use, takes its reference, looks again, and puts a page that is not, all in one RCU read-side critical section.',
    where: 'mm/damon/paddr.c, mm/compaction.c, mm/page_idle.c',
    implementable: {
      possible: true,
      why: 'a reference to a page in use outlives the section, but such a page cannot be unplugged before the put',
    },
    overrides: { walkerCheck: 'identity' },
    applies: always,
  },
  {
    id: 'look-first',
    subject: 'mm/damon: look whether a page is on the LRU before taking a reference',
    change: 'folio_test_lru() before folio_try_get() in walkers that take any page now.',
    where: 'mm/damon/paddr.c: damon_get_folio()',
    implementable: { possible: true, why: 'the same test follows the reference already' },
    overrides: { walkerCheck: 'lru' },
    applies: always,
  },
  {
    id: 'freeze-and-wait',
    subject: 'virtio-mem: freeze unplugged pages in MEM_GOING_OFFLINE, and wait for who holds one',
    change: 'As freeze-or-refuse, but the notifier tries again until nobody else holds the page.',
    where: 'drivers/virtio/virtio_mem.c: virtio_mem_fake_offline_going_offline()',
    implementable: { possible: true, why: 'a loop with cond_resched(), with all hotplug locks held' },
    overrides: { goingFreezes: 'wait' },
    applies: hasCountAtGoing,
  },
  {
    id: 'frozen-memmap',
    subject: 'mm/memory_hotplug: bring the memmap up with a count of 0',
    change:
      'memmap_init_range() leaves the count of hotplugged pages at 0; a driver that keeps a page back sets its count then.',
    where: 'mm/mm_init.c: __init_single_page(); drivers/virtio/virtio_mem.c: virtio_mem_set_fake_offline()',
    implementable: { possible: true, why: '__free_pages_core() sets the count to 0 anyway' },
    overrides: { memmapFrozen: true },
    applies: always,
  },
  {
    id: 'early-hook',
    subject: 'mm: look for PageOffline before a reference is dropped',
    change: 'put_page() tests PageOffline() first, and then decrements the count without freeing the page.',
    where: 'include/linux/mm.h: put_page()',
    implementable: { possible: true, why: 'a load and a branch in the hottest path of the kernel' },
    overrides: { hookBeforePut: true },
    applies: ({ putHook }) => putHook,
  },
  {
    id: 'count-too',
    subject: 'mm/page_isolation: pass over skippable pages only while nobody else holds them',
    change: 'test_pages_isolated() refuses a page with PG_offline_skippable whose count is not 1.',
    where: 'mm/page_isolation.c: __test_page_isolated_in_pageblock()',
    implementable: { possible: true, why: 'a test under zone->lock, which no walker takes' },
    overrides: { bitNeedsReference: true },
    applies: ({ sign }) => sign === 'bit',
  },
  {
    id: 'lock',
    subject: 'mm: hold mem_hotplug_lock while walking PFNs',
    change: 'get_online_mems() before the look at a page, put_online_mems() after its put.',
    where: 'mm/damon/paddr.c, mm/compaction.c, mm/page_idle.c, mm/memory-failure.c, mm/gup.c, mm/filemap.c',
    implementable: {
      possible: false,
      why: 'GUP-fast and page-cache look-ups run with interrupts off or in RCU sections, and the lock sleeps',
    },
    overrides: { walkersLock: true },
    applies: always,
  },
];

/** A patch of which the scenes know nothing, since no memory breaks there; with what it does, as a clause. */
export interface ErrorPatch extends Omit<Patch, 'applies'> {
  readonly clause: string;
}

/** Of how memory errors are handled. They are tried where memory breaks. */
export const ERROR_PATCHES: readonly ErrorPatch[] = [
  {
    id: 'errors-lock',
    subject: 'mm/memory-failure: keep sections online while an error is handled',
    clause: 'memory_failure() holds mem_hotplug_lock from its look at the section to its end',
    change: 'get_online_mems() before pfn_to_online_page(), put_online_mems() at the end.',
    where: 'mm/memory-failure.c: memory_failure()',
    implementable: { possible: true, why: 'it takes a mutex already, and soft_offline_page() is called so' },
    overrides: { poisonOnlineMems: true },
  },
  {
    id: 'count-first',
    subject: 'mm/memory-failure: count a poisoned page before it is marked',
    clause: 'memory_failure() counts a page before it marks it',
    change:
      'num_poisoned_pages_inc() before TestSetPageHWPoison(), and num_poisoned_pages_sub() where the mark was there already; action_result() counts no more. So memory_block_online() refuses a block from before the mark on.',
    where: 'mm/memory-failure.c: memory_failure(), action_result()',
    implementable: { possible: true, why: 'the count needs nothing but the PFN, and is taken back elsewhere already' },
    overrides: { poisonCountsFirst: true },
  },
];

export function patchNamed(id: string): Patch {
  const found = PATCHES.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no patch ${id}`);
  return found;
}
