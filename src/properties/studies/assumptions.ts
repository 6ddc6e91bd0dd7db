/**
 * Assumptions: what one may take for granted of those who act beside the driver and the task that offlines, each as a
 * restriction that forbids steps of the model. They combine freely. Each says who breaks it, and where it holds.
 */

import type { Automaton, Branch } from '../../checker/automaton.js';
import type { Guard, Restriction } from '../../checker/restrict.js';
import type { Program } from '../../checker/system.js';
import type { WalkerKind } from '../../model/mm/walkers.js';
import { BlockState, blockOfPage, firstPageOf, type Kernel, Owner } from '../../model/state.js';
import { type BitSet, bitsOf, isSubset, setOf } from './minimal_sets.js';

export interface Assumption {
  readonly id: string;
  /** What is assumed, as a clause. */
  readonly clause: string;
  /** The same in few words, for sentences with several. */
  readonly short: string;
  /** Who breaks it in a kernel as it is. */
  readonly brokenBy: string;
  /** Where it holds already, or what would make it hold. */
  readonly holds: string;
  /** What it forbids. */
  readonly restriction: Restriction<Kernel>;
  /** Weaker assumptions that hold wherever this one does. */
  readonly implies?: readonly string[];
  /** The kinds of walkers that it leaves no step to. */
  readonly without?: readonly WalkerKind[];
  /** It speaks of references that walkers take: where no walker takes any, it says nothing. */
  readonly ofReferences?: true;
}

const isWalker = (process: string): boolean => process.startsWith('walker');

/** Forbids an action, of some processes, in certain states. */
function forbids(
  action: string,
  when: (k: Kernel, ...args: readonly number[]) => boolean,
  of: (process: string) => boolean = () => true,
): Restriction<Kernel> {
  return ({ automata }) =>
    (process, branch) => {
      if (branch.action?.name !== action || !of(automata[process].process)) return undefined;
      return (k) => !when(k, ...branch.args);
    };
}

/** Forbids an option of every choice that has it. */
const forbidsOption =
  (option: string): Restriction<Kernel> =>
  () =>
  (_, { choices }) =>
    choices.some((choice) => choice.option === option) ? () => false : undefined;

const every =
  (...restrictions: readonly Restriction<Kernel>[]): Restriction<Kernel> =>
  (program) => {
    const guardsOf = restrictions.map((restriction) => restriction(program));
    return (process, branch) => {
      const guards = guardsOf.flatMap((guardOf) => guardOf(process, branch) ?? []);
      return guards.length === 0 ? undefined : (k, locations) => guards.every((guard) => guard(k, locations));
    };
  };

const LOOK = 'pfn_to_online_page';
const GET = 'get_page_unless_zero';
const SEEN = 'page';

const does = ({ locations }: Automaton<Kernel>, action: string): boolean =>
  locations.some(({ branches }) => branches.some((branch) => branch.action?.name === action));

/** Forbids the look of some walkers, in certain states. */
const forbidsLook =
  (of: (walker: Automaton<Kernel>) => boolean, when: (k: Kernel, page: number) => boolean): Restriction<Kernel> =>
  ({ automata }) =>
  (process, { action, args: [page] }) => {
    const walker = automata[process];
    if (action?.name !== LOOK || !isWalker(walker.process) || !of(walker)) return undefined;
    return (k) => !when(k, page);
  };

const isInRcu = (walker: Automaton<Kernel>): boolean => does(walker, 'rcu_read_lock');
const isNotInUse = (k: Kernel, page: number): boolean => k.lru[page] === 0;

/** Walkers that do not see to it themselves look at nothing else. */
const looksAtPagesInUse = forbidsLook((walker) => !does(walker, 'PageLRU'), isNotInUse);

/**
 * By process, for those that are meant: by location, the page that the process looked at and has not come to the end of, or -1.
 * @param end the action up to which a look counts
 */
export function between(
  { automata }: Pick<Program<Kernel>, 'automata'>,
  isMeant: (process: string) => boolean,
  end: string,
): readonly (readonly number[] | undefined)[] {
  return automata.map((automaton) => (isMeant(automaton.process) ? lookedAt(automaton, end) : undefined));
}

function lookedAt({ locations }: Automaton<Kernel>, end: string): number[] {
  const pages = locations.map(() => -1);
  const isAtLook = (location: number): boolean =>
    location === 0 || locations[location].branches.some(({ action }) => action?.name === LOOK);
  /** Whether a process that goes on from here may come to the end before it looks again. */
  const comesToEnd = (location: number, passed: readonly number[] = []): boolean =>
    !isAtLook(location) &&
    !passed.includes(location) &&
    locations[location].branches.some(
      ({ action, targets }) =>
        action?.name === end || targets.some((target) => comesToEnd(target, [...passed, location])),
    );
  const mark = (location: number, page: number): void => {
    if (pages[location] === page || !comesToEnd(location)) return;
    pages[location] = page;
    for (const { action, targets } of locations[location].branches) {
      if (action?.name !== end) for (const target of targets) mark(target, page);
    }
  };
  for (const { branches } of locations) {
    for (const { action, args, targets } of branches) {
      if (action?.name === LOOK) mark(targets[action.outcomes.indexOf(SEEN)], args[0]);
    }
  }
  return pages;
}

/** No walker stands between its look at a page of the block and its reference. */
const noSectionGoesUnderALook: Restriction<Kernel> = (program) => {
  const looked = between(program, isWalker, GET);
  return (_, { action, args: [block] }) => {
    if (action?.name !== 'offline_mem_sections') return undefined;
    return (k, locations) =>
      looked.every((pageAt, walker) => {
        const page = pageAt?.[locations[walker]] ?? -1;
        return page < 0 || blockOfPage(k, page) !== block;
      });
  };
};

const HOOK = '__put_page: PageOffline';

/** Nobody else moves while a process stands between the put that reached 0 and the test of the hook. */
const hookWithPut: Restriction<Kernel> = ({ automata }) => {
  const isAtHook = ({ action }: Branch<Kernel>): boolean => action?.name === HOOK;
  const atHook = automata.map(({ locations }) => locations.map(({ branches }) => branches.some(isAtHook)));
  const hooked = atHook.flatMap((locations, process) => (locations.includes(true) ? [process] : []));
  const guards = automata.map((_, process): Guard<Kernel> => {
    const others = hooked.filter((other) => other !== process);
    return (_, locations) => others.every((other) => !atHook[other][locations[other]]);
  });
  return (process) => (hooked.length === 0 ? undefined : guards[process]);
};

const isReferenced = (k: Kernel, page: number): boolean => k.speculative[page] > 0;

/** The driver's reference to a page that is not plugged, or that it is about to unplug. */
const noReferenceAtDrop = every(
  forbids('page_ref_dec_and_test', (k, page) => isReferenced(k, page) && k.owner[page] === Owner.DRIVER),
  forbids('page_ref_dec', isReferenced),
  forbids(
    'put_page_testzero',
    (k, page) => isReferenced(k, page) && k.owner[page] === Owner.DRIVER && k.plugged[page] === 0,
    (process) => !isWalker(process),
  ),
);

function isAnyReferenced(k: Kernel, block: number): boolean {
  for (let page = firstPageOf(k, block); page < firstPageOf(k, block + 1); page++) {
    if (isReferenced(k, page)) return true;
  }
  return false;
}

const isWorker = (process: string): boolean => process === 'worker';
const isWriter = (process: string): boolean => process.startsWith('sysfs');

export const ASSUMPTIONS: readonly Assumption[] = [
  {
    id: 'look',
    clause: "no section goes offline between a walker's look and its reference",
    short: 'sections stay online while walkers look',
    brokenBy: 'every walker: nothing keeps the section online after pfn_to_online_page()',
    holds: 'in soft_offline_page(), which looks and gets under get_online_mems()',
    restriction: noSectionGoesUnderALook,
    ofReferences: true,
  },
  {
    id: 'offline',
    clause: 'no reference exists when the section goes offline',
    short: 'no reference exists when a section goes offline',
    brokenBy: 'every walker: offline_mem_sections() looks at no count where the sign is a bit',
    holds: 'where test_pages_isolated() refuses a count above 0 and nobody can take one afterwards',
    restriction: forbids('offline_mem_sections', isAnyReferenced),
    ofReferences: true,
  },
  {
    id: 'drop',
    clause: 'no reference spans the moment at which the driver drops its own',
    short: "no reference spans the driver's drop",
    brokenBy: 'every walker: the driver decrements whoever else holds the page, and warns at most',
    holds: 'nowhere; page_ref_freeze() would refuse instead',
    restriction: noReferenceAtDrop,
    ofReferences: true,
  },
  {
    id: 'hook',
    clause: "the hook's test of PageOffline is one step with the put",
    short: 'the hook tests in one step with the put',
    brokenBy: 'any interrupt, or a slow CPU, between put_page_testzero() and __put_page()',
    holds: 'nowhere: two instructions',
    restriction: hookWithPut,
    ofReferences: true,
  },
  {
    id: 'count',
    clause: 'no plug-back overwrites the count of a page that a walker holds',
    short: 'plug-back overwrites no held count',
    brokenBy: 'virtio-mem, for a page that was never onlined: __free_pages_core() sets the count to 0',
    holds: 'for pages that came from alloc_contig_range(), which are put',
    restriction: forbids('__free_pages_core', isReferenced),
    ofReferences: true,
  },
  {
    id: 'lru',
    clause: 'a walker takes no page that it did not see in use',
    short: 'walkers take only pages that they saw in use',
    brokenBy: 'DAMON (damon_get_folio()); memory_failure() before 5.13',
    holds: 'in compaction, page_idle, GUP-fast and page-cache look-ups',
    restriction: looksAtPagesInUse,
    ofReferences: true,
  },
  {
    id: 'identity',
    clause: "a walker checks the page's identity inside one RCU section with its reference",
    short: 'walkers check identity inside one RCU section',
    brokenBy: 'DAMON, compaction and page_idle, which are in no RCU section',
    holds: 'in GUP-fast and page-cache look-ups',
    restriction: every(
      looksAtPagesInUse,
      forbidsLook(
        (walker) => !isInRcu(walker),
        () => true,
      ),
    ),
    implies: ['lru'],
    without: ['late', 'lru', 'rcu'],
    ofReferences: true,
  },
  {
    id: 'walkers',
    clause: 'nobody walks PFNs',
    short: 'nobody walks PFNs',
    brokenBy: 'DAMON, compaction, page_idle, memory_failure(), GUP-fast, page-cache look-ups',
    holds: 'nowhere',
    restriction: forbidsLook(
      () => true,
      () => true,
    ),
    implies: ['look', 'offline', 'drop', 'hook', 'count', 'lru', 'identity'],
    without: ['late', 'lru', 'rcu', 'gup'],
  },
  {
    id: 'plug-back',
    clause: 'nothing that is unplugged is plugged again',
    short: 'nothing is plugged back',
    brokenBy: 'virtio-mem, whenever the device asks for more',
    holds: 'where the device only ever shrinks',
    restriction: forbids(
      'mutex_lock(hotplug_mutex)',
      (k, subBlock) => subBlock !== undefined && k.bitmap[subBlock] === 0,
      isWorker,
    ),
    implies: ['count'],
  },
  {
    id: 're-online',
    clause: 'what went offline is not onlined again',
    short: 'nothing is onlined again',
    brokenBy: 'user space that writes to the state file; udev rules; auto_online_blocks',
    holds: 'where memory is offlined to be removed',
    restriction: forbids('lock_device_hotplug', (k, block) => k.blockState[block] === BlockState.OFFLINE, isWriter),
  },
  {
    id: 'veto',
    clause: 'no other notifier vetoes',
    short: 'nobody else vetoes',
    brokenBy: 'KASAN, page_ext, memory-notifier-error-inject and other callbacks of the chain',
    holds: 'mostly: callbacks fail when they cannot allocate',
    restriction: forbidsOption('NOTIFY_BAD'),
  },
  {
    id: 'signal',
    clause: 'no signal interrupts the attempt',
    short: 'no signal comes',
    brokenBy: 'user space that writes to the state file',
    holds: "in virtio-mem's own attempts, from a workqueue",
    restriction: forbidsOption('yes'),
  },
  {
    id: 'user',
    clause: 'nobody allocates memory',
    short: 'nobody allocates',
    brokenBy: 'everybody',
    holds: 'nowhere',
    restriction: every(
      forbids(
        'alloc_page',
        () => true,
        (process) => process.startsWith('user'),
      ),
      forbids(
        'clear_page',
        () => true,
        (process) => process.startsWith('brief user'),
      ),
    ),
  },
];

export function assumptionNamed(id: string): Assumption {
  const found = ASSUMPTIONS.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no assumption ${id}`);
  return found;
}

/** For each assumption, by its number, it and all that it implies. */
export const CLOSURE: readonly BitSet[] = ASSUMPTIONS.map(({ implies = [] }, i) =>
  setOf([i, ...implies.map((id) => ASSUMPTIONS.findIndex((each) => each.id === id))]),
);

/** The assumptions of a set, by their numbers, that no other of it implies. */
export function strongestOf(set: BitSet): number[] {
  const all = bitsOf(set);
  return all.filter((i) => !all.some((other) => other !== i && isSubset(1 << i, CLOSURE[other])));
}

/** Where one of a set is enough: those that imply no other of it. */
export function weakestOf(set: BitSet): number[] {
  const all = bitsOf(set);
  return all.filter((i) => !all.some((other) => other !== i && (CLOSURE[i] & (1 << other)) !== 0));
}

/** A set with all that it implies. */
export const closureOf = (set: BitSet): BitSet => bitsOf(set).reduce((closed, i) => closed | CLOSURE[i], 0);
