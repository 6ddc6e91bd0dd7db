/**
 * By what a violation of each property is seen on a real kernel, beside the states that are compared: data for the reader, and a
 * function of what was observed for the verdict. Each must be false of an attempt that went well.
 */

import { PAGEBLOCK_PAGES, PAGES_PER_BLOCK } from './machine.js';
import type { Seen } from './seen.js';

/** What was observed of a machine when a race was over, and when everybody had been let go on. */
export interface Observation {
  /** When the race was over, everything still held. */
  readonly seen: Seen;
  /** Later, when everybody had been released and had time to end. */
  readonly after: Seen;
  /** The page of the model that the property is violated by. */
  readonly page: number;
  /** The errno of the write to the block's state file; absent: it had not returned within the time below. */
  readonly writerErrno?: number;
  /** The same after a signal, for a writer that had not returned. */
  readonly errnoAfterSignal?: number;
  readonly waitedSeconds: number;
  /** Whether the allocator gave the page to who asked for it, while everything was held. */
  readonly allocated: boolean;
  /** References that walkers of the lab hold to the page. */
  readonly heldByWalkers: number;
  /** Bytes that a reader got of the page; absent: nobody read. */
  readonly bytesRead?: number;
  /** Whether a user of the lab got the page and wrote to it. */
  readonly touched: boolean;
  /** Whether a user of the lab got the page, and has not given it back. */
  readonly inUse?: boolean;
  readonly log: readonly string[];
}

export interface Observable {
  readonly properties: readonly string[];
  /** The configuration in which it is looked for unless another is asked for. */
  readonly configuration: string;
  /** What is seen when the property is violated, in one sentence. */
  readonly sign: string;
  /** Asks for the page while everything is held: it may change what is seen afterwards. */
  readonly allocates?: boolean;
  /** The evidence, one line for each thing; empty: it was not seen. */
  readonly evidence: (observation: Observation) => readonly string[];
}

const EINTR = 4;
/** Of a memory block. */
const PAGEBLOCKS = PAGES_PER_BLOCK / PAGEBLOCK_PAGES;

const isUnplugged = ({ page, seen }: Observation): boolean => !seen.plugged[subBlockOf(page, seen)];

/** Configurations that the lab drives have as many pages in each sub-block as sub-blocks are long; the last has the rest. */
function subBlockOf(page: number, { plugged, pages }: Seen): number {
  return Math.min(plugged.length - 1, Math.floor((page * plugged.length) / pages.length));
}

const typesOf = ({ page, seen }: Observation): readonly string[] => seen.pages[page]?.type.split('+') ?? [];

const isBuddy = (observation: Observation): boolean => typesOf(observation).includes('buddy');

/** Lines of the kernel log in which the kernel itself says that something is wrong. */
const ALARM = /kernel BUG|BUG:|Bad page state|WARNING:|general protection|Oops|nonzero mapcount/;

export const alarmsIn = (log: readonly string[]): string[] => log.filter((line) => ALARM.test(line));

const allFree = ({ after }: Observation): boolean =>
  Object.keys(after.summary).every((text) => ['buddy 0', 'none 0', 'offline 0', 'offline 0 dirty'].includes(text));

export const OBSERVABLES: readonly Observable[] = [
  {
    properties: ['EF', 'L1', 'L2', 'L6'],
    configuration: 'small',
    sign: 'the write of "offline" does not return although every page of the block is free or released, and a signal ends it',
    evidence: (observation) => {
      const { writerErrno, errnoAfterSignal, waitedSeconds, after } = observation;
      if (writerErrno !== undefined || errnoAfterSignal !== EINTR || !allFree(observation)) return [];
      // With all of its block isolated an attempt may only be slow.
      if (after.isolatedPageblocks >= PAGEBLOCKS) return [];
      return [
        `the write of "offline" has not returned ${waitedSeconds} s after everybody was released`,
        `all pages of the block are free or released: ${summaryText(after)}`,
        `${after.isolatedPageblocks} of ${PAGEBLOCKS} pageblocks are isolated`,
        'after a signal the write returned with EINTR',
      ];
    },
  },
  {
    properties: ['S5'],
    configuration: 'walkers',
    sign: 'a page of a sub-block that the device has unplugged is of type Buddy',
    evidence: (observation) =>
      isUnplugged(observation) && isBuddy(observation) ? [unpluggedText(observation), buddyText(observation)] : [],
  },
  {
    properties: ['S7'],
    configuration: 'walkers',
    sign: 'the allocator hands out a page of a sub-block that the device has unplugged',
    allocates: true,
    evidence: (observation) =>
      isUnplugged(observation) && observation.allocated
        ? [
            unpluggedText(observation),
            ...(isBuddy(observation) ? [buddyText(observation)] : []),
            'the allocator gave it away',
          ]
        : [],
  },
  {
    properties: ['S4'],
    configuration: 'walkers',
    sign: 'somebody reads or writes a page of a sub-block that the device has unplugged',
    evidence: (observation) => {
      if (!isUnplugged(observation)) return [];
      const { touched, bytesRead = 0 } = observation;
      const wrote = touched ? ['a user of memory got it, and wrote to it'] : [];
      const read = bytesRead > 0 ? [`a reader of /proc/kcore got ${bytesRead} bytes of it`] : [];
      const done = [...wrote, ...read];
      return done.length === 0 ? [] : [unpluggedText(observation), ...done];
    },
  },
  {
    properties: ['S3'],
    configuration: 'walkers',
    sign: 'a page of an online section and of a sub-block that the device has unplugged is not of type Offline',
    evidence: (observation) =>
      isUnplugged(observation) && observation.seen.sectionOnline && !typesOf(observation).includes('offline')
        ? [unpluggedText(observation), `its type is ${typesOf(observation).join('+')}, and its section online`]
        : [],
  },
  {
    properties: ['X2', 'X3'],
    configuration: 'walkers',
    sign: 'when the attempt has failed, an unplugged page has another type or count than before',
    evidence: (observation) => {
      const { seen, page, heldByWalkers } = observation;
      const due = 1 + heldByWalkers;
      const { type, count } = seen.pages[page] ?? { type: 'offline', count: due };
      if (!isUnplugged(observation) || (type === 'offline' && count === due)) return [];
      return [unpluggedText(observation), `it is of type ${type} with count ${count}, and was offline with ${due}`];
    },
  },
  {
    properties: ['X5'],
    configuration: 'walkers',
    sign: 'the section is offline although a page of it is in use, or the kernel meets its BUG_ON',
    evidence: (observation) => {
      const { seen, page, log } = observation;
      const bugs = log.filter((line) => line.includes('kernel BUG'));
      const { type, count } = seen.pages[page] ?? { type: 'none', count: 0 };
      const inUse =
        !seen.sectionOnline && seen.blockState === 'going-offline' && (count !== 0 || type === 'buddy+offline');
      const taken =
        !seen.sectionOnline && seen.blockState === 'going-offline' && isUnplugged(observation) && type === 'buddy';
      return [
        ...bugs,
        ...(inUse ? [`the section is offline, and a page of it is of type ${type} with count ${count}`] : []),
        ...(taken ? ['the section is offline, and an unplugged page of it was given to the allocator'] : []),
      ];
    },
  },
  {
    properties: ['HW6'],
    configuration: 'poison-in-use',
    sign: 'the section is offline although a damaged page of it is in use',
    evidence: ({ seen, page, inUse }) => {
      const found = seen.pages[page] ?? undefined;
      if (inUse !== true || seen.sectionOnline || found?.hwpoison !== true || found.count === 0) return [];
      return [
        `the section is offline, and its page ${page}, which is damaged, has count ${found.count}: its user has it`,
      ];
    },
  },
  {
    properties: ['X6'],
    configuration: 'poison',
    sign: 'at rest, the managed pages of the node are not its online pages that are not Offline',
    evidence: ({ after, log }) => {
      const pages = Object.entries(after.summary);
      const offline = pages.filter(([text]) => text.startsWith('offline')).reduce((sum, [, count]) => sum + count, 0);
      const error = after.managed - (after.present - (after.blockState === 'online' ? offline : 0));
      return error === 0 ? [] : [`the managed count is ${error} off`, ...alarmsIn(log)];
    },
  },
  {
    properties: ['X7'],
    configuration: 'walkers',
    sign: 'a page has fewer references than walkers hold, or the kernel reports one of two owners',
    evidence: ({ seen, page, heldByWalkers, log }) => {
      const count = seen.pages[page]?.count ?? heldByWalkers;
      const lost = count < heldByWalkers ? [`the page has count ${count}, and walkers hold ${heldByWalkers}`] : [];
      return [...lost, ...log.filter((line) => /Bad page state|kernel BUG|nonzero mapcount/.test(line))];
    },
  },
];

/** Why the lab shows no violation of a property that falls on kernels of today, by its id. */
export const NOT_SHOWN: Readonly<Record<string, string>> = {
  HW4: 'a step violates it, and the search for what can be driven looks at states; no place is behind the test for the mark in the free path',
  HW5: "it takes a page on the LRU, and those that the lab's module allocates are on none",
  BU: 'the lab removes no block, and no place is between the look-up of its device and the reference to it',
  MP: 'virtio-mem asks for no memmap on memory: it takes a DIMM, which the machine of the lab has not',
  CM: "it falls on 6.1 and 6.12, and Debian's kernels of these have no CONFIG_CMA",
  U3: "it takes Hyper-V's driver, and QEMU has a device for it from 8.2 on",
};

export function observableOf(property: string): Observable | undefined {
  return OBSERVABLES.find(({ properties }) => properties.includes(property));
}

function unpluggedText({ page }: Observation): string {
  return `the device has unplugged the sub-block of page ${page}`;
}

function buddyText({ page, seen }: Observation): string {
  return `page ${page} is of type ${seen.pages[page]?.type}: the allocator has it`;
}

export function summaryText({ summary }: Seen): string {
  return Object.entries(summary)
    .map(([text, count]) => `${count} ${text}`)
    .join(', ');
}
