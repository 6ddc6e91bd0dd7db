/**
 * The ways to read what a claim leaves open: who walks PFNs and what they look at first, and whether two steps of theirs are
 * one. A claim is decided under each, and the ledger says where the verdict hangs on it.
 */

import type { Configuration } from '../../model/configuration.js';
import { named, varied } from '../../scenario/varied.js';

export interface Reading {
  readonly id: string;
  readonly title: string;
  readonly configuration: Configuration;
  /** Where the kernel has it so; or why no kernel has. */
  readonly source: string;
}

const readings: Reading[] = [
  {
    id: 'walkers',
    title: 'a walker looks whether the section is online, and takes its reference later; whatever the page is',
    configuration: named('walkers'),
    source: 'mm/damon/paddr.c, damon_get_folio(): pfn_to_online_page(), then folio_try_get(), 6.1 to 7.3',
  },
  {
    id: 'no walker',
    title: 'nobody walks PFNs',
    configuration: named('quiet'),
    source: 'a kernel without DAMON, compaction, page_idle and memory failures',
  },
  {
    id: 'at once',
    title: 'a walker looks and takes its reference in one step',
    configuration: varied('walkers', 'prompt walkers', { walkers: ['prompt'] }),
    source: 'no kernel: offline_mem_sections() waits for nobody who looked before',
  },
  {
    id: 'RCU',
    title:
      'a walker finds its page in use and takes its reference in one RCU read-side critical section; one page, with a user',
    configuration: named('gup-alone'),
    source: 'mm/gup.c, GUP-fast, interrupts off; mm/filemap.c, page-cache lookups',
  },
  {
    id: 'LRU',
    title: 'a walker sees its page on the LRU before it takes its reference; one page, with a user',
    configuration: named('lru-alone'),
    source: 'mm/compaction.c, isolate_migratepages_block(): PageLRU(), then folio_try_get(); mm/page_idle.c',
  },
  {
    id: 'no plug-back',
    title: 'as the first, and the driver never plugs again what it unplugged',
    configuration: varied('walkers', 'walkers, no plug-back', {}, { noPlugBack: true }),
    source: 'no kernel: drivers/virtio/virtio_mem.c plugs whatever the device asks for',
  },
  {
    id: 'no re-online',
    title: 'as the first, and blocks that went offline stay so',
    configuration: varied('walkers', 'walkers, no re-online', {}, { noReonline: true }),
    source: 'no kernel: drivers/base/memory.c, state_store() onlines what user space asks for',
  },
  {
    id: 'alone',
    title: 'nobody acts but the task that offlines and onlines',
    configuration: named('tiny'),
    source: 'a kernel with nothing else to do',
  },
];

/** Those of the kernel, and behind them those that changes have brought along. */
export const READINGS: readonly Reading[] = readings;

/** The one that a verdict is of when no other is named: what the kernel does. */
export const [KERNELS_READING] = READINGS;

/** @throws when there is one of this name */
export function declareReading(reading: Reading): void {
  if (readings.some(({ id }) => id === reading.id)) throw new Error(`there is a reading ${reading.id} already`);
  readings.push(reading);
}
