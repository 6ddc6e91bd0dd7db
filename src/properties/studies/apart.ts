/**
 * What falls whatever is assumed of references, and would hide what is said of them: told apart, each in the smallest
 * configuration that shows it, with what it would take. From exhaustive searches of every combination.
 */

import { canAlwaysReach } from '../../checker/reachability.js';
import { type Restriction, restrict, restricts } from '../../checker/restrict.js';
import { Search } from '../../checker/search.js';
import { compileSystem, type Program } from '../../checker/system.js';
import type { Configuration } from '../../model/configuration.js';
import { switchesOf } from '../../model/designs.js';
import { blockOfPage, type Kernel } from '../../model/state.js';
import type { Switches } from '../../model/switches.js';
import { kernelSystem } from '../../model/system.js';
import { named } from '../../scenario/varied.js';
import { EF, X5 } from '../catalogue/attempts.js';
import { X6, X7 } from '../catalogue/soundness.js';
import { S4 } from '../catalogue/unplugged_pages.js';
import { type InvariantProperty, invariantOf } from '../kinds/invariant.js';
import { between } from './assumptions.js';
import { bitsOf, isSubset } from './minimal_sets.js';
import { ERROR_PATCHES } from './patches.js';
import type { Slices, Subject } from './questions.js';

/** Something that would keep the property: of those who act, or of the kernel. */
export interface Remedy {
  readonly clause: string;
  readonly restriction?: Restriction<Kernel>;
  readonly overrides?: Partial<Switches>;
}

export interface Topic {
  readonly id: string;
  /** In a sentence about several: what it is about. */
  readonly short: string;
  /** What goes wrong, as a clause. */
  readonly title: string;
  readonly configuration: Configuration;
  readonly invariants: readonly InvariantProperty[];
  /** Whether attempts must be able to succeed too. */
  readonly canSucceed?: true;
  readonly remedies: readonly Remedy[];
}

const UNDOES_ONLY_ITS_OWN: Remedy = {
  clause: 'a failed alloc_contig_range() undoes only its own isolation',
  overrides: { contigUndoesAlways: false },
};

const isReader = (process: string): boolean => process.startsWith('reader');

/** No reader stands between its look at a page and its read. */
function noReaderMeanwhile(
  action: string,
  isAbout: (k: Kernel, page: number, arg: number) => boolean,
): Restriction<Kernel> {
  return (program) => {
    const readers = between(program, isReader, 'copy_from_kernel_nofault');
    return (_, { action: found, args: [arg] }) => {
      if (found?.name !== action) return undefined;
      return (k, locations) =>
        readers.every((pageAt, i) => pageAt === undefined || !isAbout(k, pageAt[locations[i]], arg));
    };
  };
}

export const TOPICS: readonly Topic[] = [
  {
    id: 'endless',
    short: 'undone isolation after which an attempt never ends',
    title: 'an attempt can come to where it never ends, with all hotplug locks held',
    configuration: named('quiet'),
    invariants: [],
    canSucceed: true,
    remedies: [UNDOES_ONLY_ITS_OWN],
  },
  {
    id: 'contig',
    short: 'other callers of alloc_contig_range()',
    title: 'another caller of alloc_contig_range() lets an attempt offline pages that are in use',
    configuration: named('contig'),
    invariants: [X5],
    remedies: [UNDOES_ONLY_ITS_OWN],
  },
  {
    id: 'counters',
    short: 'the managed count',
    title: 'the managed count drifts',
    configuration: named('quiet'),
    invariants: [X6],
    remedies: [{ clause: 'pages are accounted as since 6.11', overrides: { accounting: '6.11' } }],
  },
  {
    id: 'readers',
    short: 'readers of /proc/kcore',
    title: 'a reader of /proc/kcore reads a page that the host took away',
    configuration: named('readers'),
    invariants: [S4],
    remedies: [
      {
        clause: "no section goes offline between a reader's look and its read",
        restriction: noReaderMeanwhile(
          'offline_mem_sections',
          (k, page, block) => page >= 0 && blockOfPage(k, page) === block,
        ),
      },
      {
        clause: "no page becomes PageOffline between a reader's look and its read",
        restriction: noReaderMeanwhile('__SetPageOffline', (_, page, set) => page === set),
      },
      {
        clause: 'offline_pages() keeps readers out with page_offline_begin() while sections go offline',
        overrides: { offlineStopsReaders: true },
      },
    ],
  },
  {
    id: 'dump',
    short: 'dumps after a crash',
    title: 'a dump after a crash reads a page that the host took away',
    configuration: named('kdump'),
    invariants: [S4],
    remedies: [{ clause: 'the dump asks the device', overrides: { kdumpAsksDevice: true } }],
  },
  {
    id: 'errors',
    short: 'memory errors',
    title: 'a memory error is handled while its block goes offline, and changes a memmap that is gone',
    configuration: named('poison'),
    invariants: [X5, X7],
    remedies: ERROR_PATCHES.map(({ clause, overrides }) => ({ clause, overrides })),
  },
];

export function topicNamed(id: string): Topic {
  const found = TOPICS.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no topic ${id}`);
  return found;
}

/** Plain data. */
export interface TopicAnswer {
  /** The id of the topic. */
  readonly topic: string;
  /** What falls first, by a shortest run. Absent: nothing. */
  readonly falls?: { readonly property: string; readonly steps: number };
  /** Minimal sets of remedies, by their numbers, under which nothing falls; of one that holds by itself, the empty set. */
  readonly remedies: readonly (readonly number[])[];
  /** By remedy: the ids of what falls with it alone. */
  readonly alone: readonly (readonly string[])[];
  readonly states: number;
}

export function* tellApart(subject: Subject): Slices<TopicAnswer[]> {
  const answers: TopicAnswer[] = [];
  for (const topic of TOPICS) {
    answers.push(askAll(subject, topic));
    yield;
  }
  return answers;
}

/** What came of one combination of remedies. */
interface Asked extends Pick<TopicAnswer, 'falls' | 'states'> {
  readonly fallen: readonly string[];
}

/** Every combination of remedies; those that come to the same system are searched once. */
function askAll(subject: Subject, topic: Topic): TopicAnswer {
  const known = new Map<string, Asked>();
  const sets = Array.from({ length: 2 ** topic.remedies.length }, (_, set) => set);
  const asked = sets.map((set) =>
    decide(
      subject,
      topic,
      bitsOf(set).map((i) => topic.remedies[i]),
      known,
    ),
  );
  const holding = sets.filter((set) => asked[set].falls === undefined);
  const minimal = holding.filter((set) => !holding.some((other) => other !== set && isSubset(other, set)));
  const [{ falls, states }] = asked;
  const alone = topic.remedies.map((_, i) => asked[1 << i].fallen);
  return { topic: topic.id, ...(falls === undefined ? {} : { falls }), remedies: minimal.map(bitsOf), alone, states };
}

function decide(
  { design, kernel, overrides }: Subject,
  topic: Topic,
  remedies: readonly Remedy[],
  known: Map<string, Asked>,
): Asked {
  const all = Object.assign({}, overrides, ...remedies.map((remedy) => remedy.overrides ?? {}));
  const switches = switchesOf(design, kernel, all);
  const program = compileSystem(kernelSystem(topic.configuration, switches));
  const restricting = remedies.filter(({ restriction }) => restriction && restricts(program, restriction));
  const key = JSON.stringify([switches, restricting.map(({ clause }) => clause)]);
  const found =
    known.get(key) ??
    searched(
      restrict(
        program,
        restricting.flatMap(({ restriction }) => restriction ?? []),
      ),
      topic,
    );
  known.set(key, found);
  return found;
}

function searched(program: Program<Kernel>, topic: Topic): Asked {
  // What falls behind another violation falls by itself, too: only the nearest counts.
  const search = new Search(program, { invariants: topic.invariants.map(invariantOf), afterViolation: 'stop' });
  search.run();
  if (search.incomplete !== undefined) throw new Error(`${topic.id}: ${search.incomplete} met`);
  const fall = fallOf(search, topic);
  const fallen = new Set([...search.violations.keys(), ...(fall.falls === undefined ? [] : [fall.falls.property])]);
  return { states: search.store.size, fallen: [...fallen], ...fall };
}

function fallOf(search: Search<Kernel>, { canSucceed }: Topic): Pick<TopicAnswer, 'falls'> {
  const [first] = [...search.violations].sort(([, one], [, other]) => one - other);
  if (first !== undefined) return { falls: { property: first[0], steps: search.distanceTo(first[1]) } };
  const { stuck } = canSucceed === true ? canAlwaysReach(search, EF) : {};
  return stuck === undefined ? {} : { falls: { property: EF.id, steps: search.distanceTo(stuck) } };
}
