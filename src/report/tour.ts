/**
 * A guided tour of the review thread: the arguments in their order, each with the race that moved it. The races are kept as tokens
 * in docs/tour.json; they are the shortest that the checker finds for each stop.
 */

import type { DesignId } from '../model/designs.js';
import { CLAIMS } from '../properties/claims/index.js';
import { recheck } from '../run/recheck.js';
import { readToken, stepsOfToken } from '../run/token.js';
import type { Trace } from '../run/trace_file.js';
import { type Scenario, type ScenarioChanges, scenarioOf } from '../scenario/scenario.js';

/** Where all quotes are from. */
export const TOUR_SOURCE =
  "David Hildenbrand's answer of 16 October 2019 to Michal Hocko on RFC v3 patch 6/9, “mm: Allow to offline PageOffline() pages with a reference count of 0”";

export interface Stop {
  readonly id: string;
  readonly title: string;
  /** The ids of the claims that are quoted. */
  readonly claims: readonly string[];
  /** What is argued. */
  readonly argument: string;
  /** What the race shows, and where that led. */
  readonly shown: string;
  readonly scenario: Scenario;
  /** The id of the property that the race violates. */
  readonly property: string;
  /** The design under which the same schedule is worth a look. */
  readonly beside?: DesignId;
  /** Commits and versions. */
  readonly history?: string;
}

/** Of /proc/kcore; nobody plugs or unplugs meanwhile. */
const A_READER: ScenarioChanges = { actors: { readers: 1 } };

export const STOPS: readonly Stop[] = [
  {
    id: 'question',
    title: 'What comes back when the block is onlined again?',
    claims: ['M1', 'D2', 'D4'],
    argument:
      'A driver has unplugged a part of a memory block: the pages are PageOffline, and the host has taken them away. Offlining the block makes its memmap garbage; onlining initialises it anew, and hands out every page. What keeps the unplugged ones back then?',
    shown:
      "The driver does, by its own bitmap: its online_page_callback_t is called for every page. Here the callback hands out every page, as the core's own would, and a page that the host has taken away is free memory.",
    scenario: scenarioOf('D', 'quiet', { overrides: { callbackUsesBitmap: false } }),
    property: 'M1',
  },
  {
    id: 'hook',
    title: 'Count 0 as the sign, and a hook for late puts',
    claims: ['S8', 'M3'],
    argument:
      "RFC v3 drops the driver's reference as soon as a page is unplugged. PageOffline with count 0 then tells offlining that it may pass over the page. But a PFN walker may hold a reference at that moment: then its put is the last.",
    shown:
      'Without a hook in __put_page() the last put frees the page. So the hook was no ornament: RFC v3 needs it. Under design A the same put finds PageOffline, and stops.',
    scenario: scenarioOf('A-nohook', 'walkers'),
    property: 'S5',
    beside: 'A',
    history: 'the hook is in RFC v3 alone; it was never merged',
  },
  {
    id: 'late-hook',
    title: 'The hook looks a moment too late',
    claims: ['S15'],
    argument:
      'The put and the test of PageOffline behind it are two instructions. Whoever stands still between them tests a page that may have become another one.',
    shown:
      'The walker stands between the two while the block goes offline and comes back. The memmap is initialised anew, PageOffline is not set for a moment, and the hook lets the page go to the buddy allocator. It takes a long pause: rare, but not excluded.',
    scenario: scenarioOf('A', 'walkers'),
    property: 'S5',
  },
  {
    id: 'buddy',
    title: 'Give the pages to the buddy allocator, as any others?',
    claims: ['M4', 'D14'],
    argument:
      'The proposal of the review: the driver keeps a reference, and frees its pages by an ordinary put when it hears of MEM_GOING_OFFLINE. Offlining then needs no sign, no hook, and no special case.',
    shown:
      'A page in the buddy allocator is not PageOffline. Until the section is offline, a reader of /proc/kcore takes it for memory, and reads what the host has taken away.',
    scenario: scenarioOf('B', 'tiny', A_READER),
    property: 'S4',
    beside: 'D',
  },
  {
    id: 'undone',
    title: 'And when offlining fails?',
    claims: ['S7', 'D18'],
    argument:
      'An attempt may fail after the driver has freed its pages. Isolation is undone first; the driver hears of it afterwards, in MEM_CANCEL_OFFLINE, and has to get its pages back.',
    shown: 'Between the two anybody may allocate them. The next user writes to a page that the host has taken away.',
    scenario: scenarioOf('B', 'tiny'),
    property: 'S7',
    history: 'PowerPC CMM worked like this until fe030c9b85e6 and 3f9903b9ca5e (5.5 to 5.6)',
  },
  {
    id: 'order',
    title: 'Would another order save it?',
    claims: ['D15'],
    argument: 'The core could tell the driver before it undoes isolation; then nobody can take the pages in between.',
    shown:
      'That closes the window of the failed attempt, and not the one before: the pages are not PageOffline while their section is still online, and the reader gets in as before. The thread leaves this way.',
    scenario: scenarioOf('B-cancel', 'tiny', A_READER),
    property: 'S4',
  },
  {
    id: 'endless',
    title: 'Why not just keep the reference?',
    claims: ['D12', 'D16'],
    argument:
      'A page with a reference is one that offlining has to migrate, and a PageOffline page cannot be migrated. Without a change, isolation refuses it in ZONE_NORMAL at once.',
    shown:
      "In ZONE_MOVABLE nobody refuses. Page 2 is another driver's, which keeps its reference: on 5.4 scan_movable_pages() passes over it and test_pages_isolated() does not, again and again, with all hotplug locks held. Only a signal ends it.",
    scenario: scenarioOf('D', 'foreign', { kernel: '5.4' }),
    property: 'X4',
    history: 'scan_movable_pages() returns -EBUSY for such pages since 5.8',
  },
  {
    id: 'mutex',
    title: 'Whoever offlines must keep the driver out',
    claims: ['S16'],
    argument:
      "The driver's worker plugs and unplugs while the core offlines. From MEM_GOING_OFFLINE to MEM_OFFLINE or MEM_CANCEL_OFFLINE the notifier holds the driver's mutex.",
    shown:
      'Without it the worker plugs a page that offlining has counted as released, and offlining comes to a BUG_ON().',
    scenario: scenarioOf('D', 'small', { overrides: { mutexSync: false } }),
    property: 'X7',
  },
  {
    id: 'merged',
    title: 'The merged design: drop the reference in MEM_GOING_OFFLINE',
    claims: ['D13', 'D19'],
    argument:
      'Merged in 5.8: unplugged pages keep count 1, isolation for offlining passes over PageOffline pages whatever their count, and the driver drops its reference in MEM_GOING_OFFLINE and takes it again in MEM_CANCEL_OFFLINE. Nothing goes via the buddy allocator, and nothing hooks into __put_page().',
    shown:
      'If a walker holds a reference when the driver drops its own, the put of the walker is the last, and there is no hook: the page is freed. The driver sees it, and can do no more than warn. Under design A the walker gets no reference.',
    scenario: scenarioOf('D', 'walkers'),
    property: 'S5',
    beside: 'A',
    history: 'merged in 5.8; the page can be made free on unmodified kernels, see docs/findings/late-put.md',
  },
  {
    id: 'skippable',
    title: 'Another sign: PG_offline_skippable',
    claims: ['S17'],
    argument:
      "The thread's alternative, posted in May 2025: the count stays 1 for ever, and a bit beside PageOffline says that offlining may pass over the page. Nobody drops a reference, so no put is the last.",
    shown:
      'Nobody looks at the count any more either: the section goes offline, the walker gets its reference all the same, and its put may find no memmap. Under design D the count is 0 by then, and the walker gets none.',
    scenario: scenarioOf('E', 'walkers'),
    property: 'S17',
    beside: 'D',
    history: 'posted in May 2025, not merged',
  },
  {
    id: 'frozen',
    title: 'Frozen pages: count 0 again, from the beginning',
    claims: ['S8'],
    argument:
      'The announced goal: unplugged pages are frozen, with count 0 for as long as they are PageOffline. A walker gets no reference to one, so that the sign of RFC v3 is stable, with no hook and no drop.',
    shown:
      'What is left is not about unplugged pages: pfn_to_online_page() and the reference behind it are two steps, and any section can go offline between them, of any design. A grace period after the section went offline would end that.',
    scenario: scenarioOf('F', 'walkers'),
    property: 'X7',
    beside: 'D',
    history: 'announced, not merged',
  },
];

/** Tokens by the ids of stops, as docs/tour.json has them. */
export type TourRaces = Readonly<Record<string, string>>;

/** A quote of a stop, and who is quoted. */
export interface Quote {
  readonly claim: string;
  readonly speaker: string;
  readonly text: string;
}

export function quotesOf({ claims }: Stop): Quote[] {
  return claims.flatMap((id) => {
    const text = CLAIMS.find((claim) => claim.id === id)?.quote;
    return text === undefined ? [] : [{ claim: id, speaker: speakerOf(id), text }];
  });
}

/** The ids that begin with M are of the questions that the answer quotes. */
const speakerOf = (claim: string): string => (claim.startsWith('M') ? 'Michal Hocko' : 'David Hildenbrand');

export interface StopRace {
  readonly trace: Trace & { readonly property: string };
  readonly wrong: string;
}

/** @throws one line when no token is kept for the stop, or its steps do not lead to the violation */
export function raceOf({ id, scenario, property }: Stop, races: TourRaces): StopRace {
  const token = races[id];
  if (token === undefined) throw new Error(`no race is kept for stop ${id}`);
  const parts = readToken(token);
  const { foundBy, loop } = parts;
  const trace = {
    scenario,
    foundBy,
    property,
    steps: stepsOfToken(scenario, parts),
    ...(loop === undefined ? {} : { loop }),
  };
  const { kept } = recheck(trace);
  if (kept?.is !== 'violated') throw new Error(`the race of stop ${id} does not violate ${property}`);
  return { trace, wrong: kept.wrong };
}
