/**
 * What actions say that they read and write, held against what they do: every action that random walks come by runs on a
 * state whose every cell notes who reads and writes it.
 */

import { describe, expect, test } from 'vitest';
import type { Cells, Views } from '../../src/checker/layout.js';
import { type Atomic, BLOCKED, type Touches } from '../../src/checker/process.js';
import { createWorkspace, type Program } from '../../src/checker/system.js';
import type { Actors, Configuration } from '../../src/model/configuration.js';
import { CONFIGURATIONS } from '../../src/model/configurations.js';
import type { DesignId, KernelVersion } from '../../src/model/designs.js';
import type { FieldOf } from '../../src/model/field.js';
import { KERNEL_FIELDS } from '../../src/model/modules.js';
import type { Kernel } from '../../src/model/state.js';
import type { Switches } from '../../src/model/switches.js';
import { programOf } from '../../src/scenario/program.js';
import { configurationNamed } from '../named.js';

const STEPS = 150;
const WALKS = 12;

type Version = readonly [KernelVersion, DesignId, Partial<Switches>?];

/** Between them they have every step that some design takes on some kernel. */
const DISTINCT: readonly Version[] = [
  ['5.4', 'A'],
  ['5.8', 'B-cancel'],
  ['5.8', 'D'],
  ['5.8', 'E'],
  ['7.3', 'A'],
  ['7.3', 'D-rcu'],
  ['7.3', 'F'],
];

function also(name: string, actors: Partial<Actors>, rest: Partial<Configuration> = {}): Configuration {
  const found = configurationNamed(name);
  return { ...found, ...rest, actors: { ...found.actors, ...actors } };
}

/** What patches add that no kernel has, and what a kernel has if it is configured so. */
const PATCHED: readonly Version[] = [
  ['6.12', 'D', { pageChecks: true }],
  ['7.3', 'A', { unplugFreezes: true, hookBeforePut: true, plugBackPuts: true }],
  ['5.8', 'D', { goingFreezes: 'refuse', offlineGrace: true }],
  ['6.1', 'D', { goingFreezes: 'wait', offlineStopsReaders: true, walkersLock: true }],
  ['7.3', 'E', { bitNeedsReference: true, memmapFrozen: true, walkerCheck: 'identity' }],
];

const WHERE_PATCHES_DIFFER = [
  also('tiny', { walkers: ['late'] }, { eitherZone: true }),
  also('walkers', { readers: 1 }, { eitherZone: true }),
  configurationNamed('big-blocks'),
];

/** Where the designs differ, and all else with two of them: to compile takes most of the time. */
const WHERE_DESIGNS_DIFFER = ['small', 'normal', 'unload', 'big-blocks', 'rcu-walkers'];
const OTHERWISE: readonly Version[] = [
  ['5.8', 'D'],
  ['7.3', 'F'],
];

/** What no named configuration has together. */
const TWO_PAGES = { subBlocksPerBlock: 2, subBlockPages: [[{ weight: 1 }], [{ weight: 1 }]] };

const TOGETHER: readonly Configuration[] = [
  also('tiny', { walkers: ['prompt'] }),
  also('removal', { walkers: ['late'], kdump: true }),
  also('balloon', { readers: 1, kdump: true }, { pcp: true }),
  also('poison', { worker: true }),
  also('soft-offlining', { sysfs: 0, unpoison: true }, { ...TWO_PAGES, freeLists: true }),
  also('unpoison', { walkers: [] }, { ...TWO_PAGES, freeLists: true }),
  also('unload', {}, { offline: [0] }),
  also('readers', { kdump: true }, { unpluggedReadable: true }),
  also('small', {}, { eitherZone: true }),
  also('movable-balloon', {}, { freeLists: true, pcp: true, eitherZone: true }),
  also('quiet', { balloon: true, contig: 1 }, { freeLists: true, pcp: true, foreign: [1] }),
  also('normal', { unmovableUsers: 1, users: 1, balloon: true }, { freeLists: true, pcp: true }),
  also('poison', { worker: true }, { freeLists: true }),
  also('hyperv-walkers', {}, { freeLists: true, eitherZone: true }),
  also('xen-walkers', {}, { ...TWO_PAGES, unplugged: [1], freeLists: true, pcp: true }),
  also('xen', {}, { absent: [], unplugged: [1], eitherZone: true }),
  also('xen-mapper', { xenTarget: true }, { freeLists: true, pcp: true, zone: 'normal' }),
  also('cma', {}, { freeLists: true }),
  also('section-usage', { sectionLookups: ['pfn_valid', 'pfn_to_online_page'] }),
];

/** Who touches what: `read pageType[2]`. */
interface Access {
  readonly write: boolean;
  readonly field: string;
  readonly index: number;
}

/** What one action did over all states, and what it said. */
interface Seen {
  readonly action: Atomic<Kernel>;
  readonly reads: Set<string>;
  readonly writes: Set<string>;
  readonly objections: Set<string>;
}

const STRUCT_PAGE: ReadonlySet<string> = new Set(
  Object.entries(KERNEL_FIELDS)
    .filter(([, { of, ghost, onlined }]) => of === 'page' && ghost !== true && onlined !== undefined)
    .map(([name]) => name),
);

/** Outcomes by which the model looks at a page and the kernel does not. */
const MODELS_OWN_LOOK: Readonly<Record<string, string>> = {
  'alloc_page: no': 'the type stands for the free list, on which the page is not',
  'clear_page: not allocatable': 'the same',
  'action_result: done': 'what it looks at is whether the ghost of the damage is to change',
};

/** Cells that note every access. */
function noting(field: string, cells: Cells, note: (access: Access) => void): Cells {
  const indexOf = (key: string | symbol): number => (typeof key === 'string' ? Number(key) : Number.NaN);
  return new Proxy(cells, {
    get(target, key) {
      const index = indexOf(key);
      if (Number.isInteger(index)) note({ write: false, field, index });
      return Reflect.get(target, key);
    },
    set(target, key, value) {
      note({ write: true, field, index: indexOf(key) });
      return Reflect.set(target, key, value);
    },
  });
}

/** Whether the arguments of an action are about an element of a field. */
function isAbout({ geometry }: Kernel, { on }: Touches, args: readonly number[], of: FieldOf, index: number): boolean {
  const [first, second] = args;
  const end = (kind: string): number => (on[1] === kind ? second : first + 1);
  const within = (from: number, to: number): boolean => index >= from && index < to;
  const { subBlocksPerBlock, subBlockOfPage, firstPage } = geometry;
  const process = on.indexOf('process');
  if (typeof of === 'object') return process < 0 || index === args[process];
  if (of === 'one') return index === 0;
  if (on[0] === 'page') {
    const subBlock = subBlockOfPage[first];
    if (of === 'page') return index === first;
    return index === (of === 'sub-block' ? subBlock : Math.floor(subBlock / subBlocksPerBlock));
  }
  if (on[0] === 'sub-block') {
    const last = end('sub-block end');
    if (of === 'page') return within(firstPage[first], firstPage[last]);
    if (of === 'sub-block') return within(first, last);
    return within(Math.floor(first / subBlocksPerBlock), Math.ceil(last / subBlocksPerBlock));
  }
  if (on[0] === 'block') {
    const last = end('block end');
    if (of === 'block') return within(first, last);
    const [from, to] = [first * subBlocksPerBlock, last * subBlocksPerBlock];
    return of === 'sub-block' ? within(from, to) : within(firstPage[from], firstPage[to]);
  }
  return true;
}

/** Runs every branch that is possible on the way, and takes one of them. */
function walk(program: Program<Kernel>, seen: Map<Atomic<Kernel>, Seen>, seed: number): void {
  const { system } = program;
  const before = createWorkspace(program);
  const after = createWorkspace(program);
  let accesses: Access[] = [];
  const views: Views<typeof system.fields> = Object.fromEntries(
    Object.entries(after.views).map(([name, cells]) => [
      name,
      name in KERNEL_FIELDS ? noting(name, cells, (access) => accesses.push(access)) : cells,
    ]),
  );
  const state = system.bind(views);
  let random = seed;
  for (let i = 0; i < STEPS && system.halted?.(before.state) !== true; i++) {
    const possible: Int32Array[] = [];
    program.automata.forEach(({ locations }, process) => {
      for (const { action, args, targets } of locations[before.pc[process]].branches) {
        after.words.set(before.words);
        accesses = [];
        const outcome = action === undefined ? 0 : Number(action.run(state, ...args) ?? 0);
        if (action !== undefined) judge(before.state, seenOf(seen, action), args, outcome, accesses);
        if (outcome === BLOCKED) continue;
        after.pc[process] = targets[outcome];
        possible.push(after.words.slice());
      }
    });
    random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 1;
    if (possible.length === 0) return;
    before.words.set(possible[(random >>> 8) % possible.length]);
  }
}

function seenOf(seen: Map<Atomic<Kernel>, Seen>, action: Atomic<Kernel>): Seen {
  const known = seen.get(action) ?? { action, reads: new Set(), writes: new Set(), objections: new Set() };
  seen.set(action, known);
  return known;
}

function judge(
  before: Kernel,
  { action, reads, writes, objections }: Seen,
  args: readonly number[],
  outcome: number,
  accesses: readonly Access[],
): void {
  const { touches } = action;
  if (touches === undefined) {
    objections.add('declares nothing');
    return;
  }
  let looked = false;
  for (const { write, field, index } of accesses) {
    if (field === 'oops') continue;
    (write ? writes : reads).add(field);
    looked ||= STRUCT_PAGE.has(field) || field === 'memmapValid';
    if (!isAbout(before, touches, args, KERNEL_FIELDS[field].of, index)) {
      objections.add(`touches ${field}[${index}], with arguments ${touches.on.join(', ')} = ${args.join(', ')}`);
    }
  }
  if (outcome === BLOCKED) return;
  const told = action.outcomes[outcome];
  const blind = touches.blind.includes(told);
  const modelsOwn = `${action.name}: ${told}` in MODELS_OWN_LOOK;
  if (blind && looked && !modelsOwn) objections.add(`looks at a struct page, and says that it does not by "${told}"`);
  const says = [...touches.reads, ...touches.writes].some((field) => STRUCT_PAGE.has(field));
  // A range is looked at up to the page that decides.
  if (says && touches.on[0] === 'page' && !looked && !blind) objections.add(`looks at no struct page by "${told}"`);
}

const seen = new Map<Atomic<Kernel>, Seen>();
const lookAt = (configuration: Configuration, [kernel, design, overrides = {}]: Version): void => {
  const program = programOf({ design, kernel, configuration, overrides });
  for (let i = 1; i <= WALKS; i++) walk(program, seen, i);
};
for (const configuration of [...CONFIGURATIONS, ...TOGETHER]) {
  const versions = WHERE_DESIGNS_DIFFER.includes(configuration.name) ? DISTINCT : OTHERWISE;
  for (const version of versions) lookAt(configuration, version);
}
for (const configuration of WHERE_PATCHES_DIFFER) for (const version of PATCHED) lookAt(configuration, version);

/** `touch_page reads pageType` */
function unlike(told: (each: Seen) => readonly (readonly [string, readonly string[]])[]): string[] {
  return [...seen.values()].flatMap((each) =>
    told(each).flatMap(([does, fields]) => fields.map((field) => `${each.action.name} ${does} ${field}`)),
  );
}

describe('an action', () => {
  test('touches no more than it declares', () => {
    expect(
      [...seen.values()].flatMap(({ action, objections }) => [...objections].map((is) => `${action.name} ${is}`)),
    ).toEqual([]);
    const undeclared = unlike(({ action, reads, writes }) => [
      ['reads', [...reads].filter((field) => action.touches?.reads.includes(field) !== true)],
      ['writes', [...writes].filter((field) => action.touches?.writes.includes(field) !== true)],
    ]);
    expect(undeclared).toEqual([]);
  });

  test('declares no more than it touches', () => {
    const idle = unlike(({ action: { touches }, reads, writes }) => [
      ['never reads', touches?.reads.filter((field) => !reads.has(field)) ?? []],
      ['never writes', touches?.writes.filter((field) => !writes.has(field)) ?? []],
    ]);
    expect(idle).toEqual([]);
  });

  test('is told apart from its own look at a page where the model alone looks', () => {
    const known = new Set([...seen.keys()].flatMap(({ name, outcomes }) => outcomes.map((told) => `${name}: ${told}`)));
    expect(Object.keys(MODELS_OWN_LOOK).filter((key) => !known.has(key))).toEqual([]);
  });
});
