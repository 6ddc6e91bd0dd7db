/** Liveness of the model: verdicts in small configurations, that what they assume is needed, and what the lassos show. */

import { describe, expect, test } from 'vitest';
import { type Fairness, findLasso, type Lasso } from '../../../src/checker/liveness.js';
import { kindOf } from '../../../src/checker/process_kind.js';
import { type Search, search } from '../../../src/checker/search.js';
import { type ReplayedStep, replayMoves } from '../../../src/checker/trace.js';
import type { Actors, Configuration } from '../../../src/model/configuration.js';
import { DESIGN_IDS, type DesignId, type KernelVersion } from '../../../src/model/designs.js';
import type { Kernel } from '../../../src/model/state.js';
import type { Switches } from '../../../src/model/switches.js';
import { L1, L2, L3, L4, L5, L6, LIVENESS_PROPERTIES, X4 } from '../../../src/properties/catalogue/liveness.js';
import type { LivenessProperty } from '../../../src/properties/kinds/liveness.js';
import { programOf } from '../../../src/scenario/program.js';
import { expectLasso } from '../../checker/lasso_check.js';
import { configurationNamed } from '../../named.js';

interface Column {
  readonly design: DesignId;
  readonly kernel: KernelVersion;
  readonly configuration: Configuration;
  readonly overrides: Partial<Switches>;
}

function extended(
  name: string,
  title: string,
  actors: Partial<Actors>,
  rest: Partial<Configuration> = {},
): Configuration {
  const configuration = configurationNamed(name);
  return { ...configuration, ...rest, name: title, actors: { ...configuration.actors, ...actors } };
}

const tiny = configurationNamed('tiny');
const small = configurationNamed('small');
const contig = configurationNamed('contig');
const readers = configurationNamed('readers');
const walker = extended('tiny', 'tiny, walker', { walkers: ['late'] });
const twoWalkers = extended('tiny', 'tiny, 2 walkers', { walkers: ['late', 'late'] });
const user = extended('small', 'small, user', { users: 1 });
const foreign = configurationNamed('foreign');
const foreignNormal = extended('foreign', 'foreign, normal', {}, { zone: 'normal' });
const foreignUser = extended('foreign', 'foreign, user', { users: 1 });
const foreignWalker = extended('foreign', 'foreign, user, walker', { users: 1, walkers: ['late'] });
const balloon = configurationNamed('balloon');

/** The fault of 5.18 and later that a failed alloc_contig_range() undoes isolation which another set. */
const REPAIRED: Partial<Switches> = { contigUndoesAlways: false };

function column(
  kernel: KernelVersion,
  design: DesignId,
  configuration: Configuration,
  overrides: Partial<Switches> = {},
): Column {
  return { design, kernel, configuration, overrides };
}

const searches = new Map<string, Search<Kernel>>();

function searchOf({ design, kernel, configuration, overrides }: Column): Search<Kernel> {
  const key = `${design} ${kernel} ${configuration.name} ${JSON.stringify(overrides)}`;
  const run = searches.get(key) ?? search(programOf({ design, kernel, configuration, overrides }));
  searches.set(key, run);
  return run;
}

/** Decides, and holds a lasso that is found against the property. */
function lassoOf(at: Column, property: LivenessProperty): Lasso | 'holds' | 'not asked' {
  const run = searchOf(at);
  const { asked, lasso } = findLasso(run, property);
  if (lasso === undefined) return asked === 0 ? 'not asked' : 'holds';
  expectLasso(run.program, property, lasso);
  return lasso;
}

/** `10+3`: a lasso with a loop of 3 moves after 10. */
function verdict(at: Column, property: LivenessProperty): string {
  const lasso = lassoOf(at, property);
  return typeof lasso === 'string' ? lasso : `${lasso.prefix.length}+${lasso.loop.length}`;
}

function row(at: Column): string {
  const { kernel, design, configuration, overrides } = at;
  const verdicts = LIVENESS_PROPERTIES.map((property) => `${property.id} ${verdict(at, property)}`).join(', ');
  const set = Object.entries(overrides).map(([name, value]) => `, ${name}=${value}`);
  return `${kernel} ${design}, ${configuration.name}${set.join('')}: ${searchOf(at).store.size} states: ${verdicts}`;
}

interface Loop {
  readonly prefix: readonly string[];
  readonly loop: readonly string[];
}

function label({ process, action, outcome }: ReplayedStep): string {
  return `${process}: ${action ?? 'choice'}: ${outcome ?? ''}`;
}

function stepsOf(at: Column, property: LivenessProperty): Loop {
  const lasso = lassoOf(at, property);
  if (typeof lasso === 'string') return { prefix: [], loop: [] };
  const { steps } = replayMoves(searchOf(at).program, [...lasso.prefix, ...lasso.loop]);
  const labels = steps.map(label);
  return { prefix: labels.slice(0, lasso.prefix.length), loop: labels.slice(lasso.prefix.length) };
}

describe('verdicts', () => {
  test('of every design without walkers, and with one', () => {
    const designs = ['A', 'A-nohook', 'B', 'D', 'D-hook', 'D-rcu', 'E', 'F'] as const;
    const rows = [tiny, walker, small].flatMap((each) => designs.map((design) => row(column('5.8', design, each))));
    expect(`\n${rows.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      5.8 A, tiny: 70 states: L1 holds, L2 holds, L3 holds, L4 not asked, L5 not asked, L6 holds, L7 holds, L8 holds, X4 not asked
      5.8 A-nohook, tiny: 70 states: L1 holds, L2 holds, L3 holds, L4 not asked, L5 not asked, L6 holds, L7 holds, L8 holds, X4 not asked
      5.8 B, tiny: 66 states: L1 holds, L2 holds, L3 holds, L4 not asked, L5 not asked, L6 holds, L7 holds, L8 holds, X4 not asked
      5.8 D, tiny: 53 states: L1 holds, L2 holds, L3 holds, L4 not asked, L5 not asked, L6 holds, L7 holds, L8 holds, X4 not asked
      5.8 D-hook, tiny: 53 states: L1 holds, L2 holds, L3 holds, L4 not asked, L5 not asked, L6 holds, L7 holds, L8 holds, X4 not asked
      5.8 D-rcu, tiny: 55 states: L1 holds, L2 holds, L3 holds, L4 not asked, L5 not asked, L6 holds, L7 holds, L8 holds, X4 not asked
      5.8 E, tiny: 47 states: L1 holds, L2 holds, L3 holds, L4 not asked, L5 not asked, L6 holds, L7 holds, L8 holds, X4 not asked
      5.8 F, tiny: 47 states: L1 holds, L2 holds, L3 holds, L4 not asked, L5 not asked, L6 holds, L7 holds, L8 holds, X4 not asked
      5.8 A, tiny, walker: 1177 states: L1 holds, L2 holds, L3 holds, L4 holds, L5 not asked, L6 holds, L7 holds, L8 holds, X4 not asked
      5.8 A-nohook, tiny, walker: 1019 states: L1 holds, L2 holds, L3 holds, L4 holds, L5 not asked, L6 holds, L7 holds, L8 holds, X4 not asked
      5.8 B, tiny, walker: 1292 states: L1 holds, L2 holds, L3 holds, L4 holds, L5 not asked, L6 holds, L7 holds, L8 holds, X4 not asked
      5.8 D, tiny, walker: 1500 states: L1 holds, L2 10+0, L3 1+19, L4 holds, L5 not asked, L6 holds, L7 holds, L8 10+0, X4 not asked
      5.8 D-hook, tiny, walker: 1645 states: L1 holds, L2 10+0, L3 1+19, L4 holds, L5 not asked, L6 holds, L7 holds, L8 10+0, X4 not asked
      5.8 D-rcu, tiny, walker: 1586 states: L1 holds, L2 12+0, L3 1+21, L4 holds, L5 not asked, L6 holds, L7 holds, L8 12+0, X4 not asked
      5.8 E, tiny, walker: 1196 states: L1 holds, L2 holds, L3 holds, L4 holds, L5 not asked, L6 holds, L7 holds, L8 holds, X4 not asked
      5.8 F, tiny, walker: 948 states: L1 holds, L2 38+0, L3 holds, L4 holds, L5 not asked, L6 holds, L7 holds, L8 38+0, X4 not asked
      5.8 A, small: 6234 states: L1 holds, L2 holds, L3 1+27, L4 not asked, L5 holds, L6 holds, L7 holds, L8 holds, X4 not asked
      5.8 A-nohook, small: 6068 states: L1 holds, L2 holds, L3 1+26, L4 not asked, L5 holds, L6 holds, L7 holds, L8 holds, X4 not asked
      5.8 B, small: 2253 states: L1 holds, L2 holds, L3 1+26, L4 not asked, L5 holds, L6 holds, L7 holds, L8 holds, X4 not asked
      5.8 D, small: 3313 states: L1 holds, L2 holds, L3 1+26, L4 not asked, L5 holds, L6 holds, L7 holds, L8 holds, X4 not asked
      5.8 D-hook, small: 3396 states: L1 holds, L2 holds, L3 1+27, L4 not asked, L5 holds, L6 holds, L7 holds, L8 holds, X4 not asked
      5.8 D-rcu, small: 3331 states: L1 holds, L2 holds, L3 1+26, L4 not asked, L5 holds, L6 holds, L7 holds, L8 holds, X4 not asked
      5.8 E, small: 3259 states: L1 holds, L2 holds, L3 1+26, L4 not asked, L5 holds, L6 holds, L7 holds, L8 holds, X4 not asked
      5.8 F, small: 3113 states: L1 holds, L2 holds, L3 1+24, L4 not asked, L5 holds, L6 holds, L7 holds, L8 holds, X4 not asked
      "
    `);
  });

  test('with others who hold pages', () => {
    const rows = [contig, readers, user].flatMap((each) => [
      row(column('5.8', 'A', each)),
      row(column('5.8', 'D', each)),
    ]);
    expect(`\n${rows.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      5.8 A, contig: 31818 states: L1 holds, L2 holds, L3 1+19, L4 not asked, L5 holds, L6 holds, L7 holds, L8 holds, X4 not asked
      5.8 D, contig: 14960 states: L1 holds, L2 holds, L3 1+18, L4 not asked, L5 holds, L6 holds, L7 holds, L8 holds, X4 not asked
      5.8 A, readers: 35792 states: L1 holds, L2 holds, L3 1+29, L4 not asked, L5 holds, L6 holds, L7 holds, L8 holds, X4 not asked
      5.8 D, readers: 19046 states: L1 holds, L2 holds, L3 1+28, L4 not asked, L5 holds, L6 holds, L7 holds, L8 holds, X4 not asked
      5.8 A, small, user: 42944 states: L1 holds, L2 holds, L3 1+21, L4 holds, L5 holds, L6 holds, L7 holds, L8 holds, X4 not asked
      5.8 D, small, user: 20507 states: L1 holds, L2 holds, L3 1+20, L4 holds, L5 holds, L6 holds, L7 holds, L8 holds, X4 not asked
      "
    `);
  });

  test('of current Linux, with its fault and without', () => {
    const rows = [tiny, small, contig, readers].flatMap((each) => [
      row(column('7.3', 'D', each)),
      row(column('7.3', 'D', each, REPAIRED)),
    ]);
    expect(`\n${rows.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      7.3 D, tiny: 55 states: L1 holds, L2 holds, L3 holds, L4 not asked, L5 not asked, L6 holds, L7 holds, L8 holds, X4 not asked
      7.3 D, tiny, contigUndoesAlways=false: 55 states: L1 holds, L2 holds, L3 holds, L4 not asked, L5 not asked, L6 holds, L7 holds, L8 holds, X4 not asked
      7.3 D, small: 5149 states: L1 22+3, L2 22+3, L3 1+28, L4 not asked, L5 22+3, L6 22+3, L7 holds, L8 22+3, X4 not asked
      7.3 D, small, contigUndoesAlways=false: 3663 states: L1 holds, L2 holds, L3 1+28, L4 not asked, L5 holds, L6 holds, L7 holds, L8 holds, X4 not asked
      7.3 D, contig: 104859 states: L1 10+6, L2 10+6, L3 1+18, L4 not asked, L5 10+6, L6 10+6, L7 holds, L8 10+6, X4 not asked
      7.3 D, contig, contigUndoesAlways=false: 18782 states: L1 holds, L2 holds, L3 1+19, L4 not asked, L5 holds, L6 holds, L7 holds, L8 holds, X4 not asked
      7.3 D, readers: 34696 states: L1 22+7, L2 22+7, L3 1+32, L4 not asked, L5 22+7, L6 22+7, L7 holds, L8 22+3, X4 not asked
      7.3 D, readers, contigUndoesAlways=false: 24581 states: L1 holds, L2 holds, L3 1+32, L4 not asked, L5 holds, L6 holds, L7 holds, L8 holds, X4 not asked
      "
    `);
  });
});

describe("an attempt on a block with another driver's page", () => {
  const ends = (kernel: KernelVersion, at: Configuration) =>
    DESIGN_IDS.filter((design) => verdict(column(kernel, design, at), X4) === 'holds');

  test('ends where scan_movable_pages() knows -EBUSY', () => {
    expect(ends('5.8', foreign)).toEqual(['D', 'D-hook', 'D-rcu', 'E', 'F']);
    expect(ends('7.3', foreign)).toEqual(['D', 'D-hook', 'D-rcu', 'E', 'F']);
  });

  test('and in no design of 5.4', () => {
    expect(ends('5.4', foreign)).toEqual([]);
    const { loop } = stepsOf(column('5.4', 'D', foreign), X4);
    expect(new Set(loop)).toEqual(
      new Set(['sysfs: scan_movable_pages: passed over', 'sysfs: test_pages_isolated: -EBUSY']),
    );
  });

  test('in ZONE_NORMAL isolation refuses the page, but where it passes over every PageOffline page', () => {
    expect(ends('5.4', foreignNormal)).toEqual(['A', 'A-nohook', 'E']);
    expect(ends('5.8', foreignNormal)).toEqual(['A', 'A-nohook', 'D', 'D-hook', 'D-rcu', 'E', 'F']);
  });

  test('but not where walkers keep a movable page before it from being migrated', () => {
    expect(verdict(column('5.8', 'D', foreignUser), X4)).toBe('holds');
    const { loop } = stepsOf(column('5.8', 'D', foreignWalker), X4);
    expect(loop).toContain('sysfs: migrate_folio: -EAGAIN');
    expect(loop).toContain('walker: get_page_unless_zero: got');
  });

  test('while that driver takes pages and gives them back', () => {
    const row = (design: DesignId) => verdict(column('5.8', design, balloon), X4);
    expect((['A', 'D', 'E', 'F'] as const).map(row)).toEqual(['holds', 'holds', 'holds', 'holds']);
  });
});

describe('an attempt without end', () => {
  test('a page that no driver gives up and -EBUSY does not end (5.4)', () => {
    const at = column('5.4', 'D', tiny, { dropAt: 'never' });
    const { loop } = stepsOf(at, L1);
    expect(new Set(loop)).toEqual(
      new Set(['sysfs: scan_movable_pages: passed over', 'sysfs: test_pages_isolated: -EBUSY']),
    );
    // With -EBUSY it ends, without success.
    const ended = column('5.8', 'D', tiny, { dropAt: 'never' });
    expect(verdict(ended, L1)).toBe('holds');
    expect(verdict(ended, L2)).not.toBe('holds');
    expect(verdict(ended, L3)).not.toBe('holds');
  });

  test('isolation undone by a failed alloc_contig_range() of the driver (7.3)', () => {
    const { prefix, loop } = stepsOf(column('7.3', 'D', small), L1);
    expect(prefix).toContain('worker: set_migratetype_isolate: -EBUSY: isolated already');
    expect(prefix).toContain('worker: unset_migratetype_isolate: done');
    expect(new Set(loop)).toEqual(
      new Set(['sysfs: scan_movable_pages: passed over', 'sysfs: test_pages_isolated: -EBUSY']),
    );
    expect(verdict(column('5.8', 'D', small), L1)).toBe('holds');
  });

  test('two walkers that hand a page on to each other, if -EBUSY did not end it', () => {
    const { loop } = stepsOf(column('5.8', 'D', twoWalkers, { scanEBUSY: false }), L1);
    expect(new Set(loop.map((each) => each.split(':')[0]))).toEqual(new Set(['sysfs', 'walker 0', 'walker 1']));
    expect(verdict(column('5.8', 'D', walker, { scanEBUSY: false }), L1)).toBe('holds');
    expect(verdict(column('5.8', 'D', twoWalkers), L1)).toBe('holds');
    expect(verdict(column('5.8', 'D', twoWalkers), L4)).not.toBe('holds');
  });

  test('-EBUSY for a walker that holds an unplugged page: the price of an end in design D', () => {
    const { prefix, loop } = stepsOf(column('5.8', 'D', walker), L2);
    expect(loop).toEqual([]);
    expect(prefix).toContain('sysfs: scan_movable_pages: -EBUSY: PageOffline page referenced');
  });
});

describe('an unmovable user, who may keep its page for ever', () => {
  const unmovable = configurationNamed('unmovable');

  test('keeps an attempt going where it gets its page from a per-CPU list of the isolated block', () => {
    const { prefix } = stepsOf(column('5.10', 'D', unmovable), L1);
    const isolated = prefix.indexOf('sysfs: set_migratetype_isolate: isolated');
    expect(prefix.slice(isolated)).toContain('unmovable user: alloc_page: got');
  });

  test('cannot where the lists are disabled (5.11): what it has from before is refused at once', () => {
    expect(verdict(column('5.10', 'D', unmovable, { pcp: 'disabled' }), L1)).toBe('holds');
    expect(verdict(column('6.1', 'D', unmovable), L1)).toBe('holds');
    expect(verdict(column('6.1', 'D', unmovable), L2)).toBe('holds');
  });
});

/** Where what is assumed may be needed, the smallest first. */
const WHERE: readonly Column[] = [
  column('5.8', 'D', tiny),
  column('5.8', 'D', extended('tiny', 'tiny, user', { users: 1 })),
  column('5.8', 'D', extended('tiny', 'tiny, contig', { contig: 1 })),
  column('5.8', 'D', extended('tiny', 'tiny, balloon', { balloon: true }, { zone: 'normal' })),
  column('7.3', 'D', extended('tiny', 'tiny, reader', { readers: 1 })),
  column('5.8', 'A', walker),
  column('5.8', 'D', small),
];

/** The first place where a property holds, and does not if no more than this is assumed of one kind of process. */
function whereNeeded(process: string, less: Fairness): string {
  for (const at of WHERE) {
    const run = searchOf(at);
    if (!run.program.automata.some((each) => kindOf(each.process) === process)) continue;
    const needing = LIVENESS_PROPERTIES.find((property) => {
      const fairness = (name: string) => (kindOf(name) === process ? less : 'strong');
      const holds = (each: LivenessProperty) => findLasso(run, each).lasso === undefined;
      return holds(property) && !holds({ ...property, fairness });
    });
    if (needing !== undefined) return `${process}: ${needing.id}, ${at.kernel} ${at.design}, ${at.configuration.name}`;
  }
  return `${process}: nowhere`;
}

describe('what is assumed', () => {
  const GOING_ON = ['sysfs', 'worker', 'contig', 'walker', 'reader', 'user', 'balloon'];

  test('is needed of each kind of process: if it may stop anywhere, something does not end', () => {
    const rows = GOING_ON.map((process) => whereNeeded(process, 'none'));
    expect(rows).toMatchInlineSnapshot(`
      [
        "sysfs: L1, 5.8 D, tiny",
        "worker: L1, 5.8 D, small",
        "contig: L1, 5.8 D, tiny, contig",
        "walker: L1, 5.8 A, tiny, walker",
        "reader: L6, 7.3 D, tiny, reader",
        "user: L1, 5.8 D, tiny, user",
        "balloon: L1, 5.8 D, tiny, balloon",
      ]
    `);
  });

  test('is strong fairness of those who wait for locks', () => {
    const rows = ['sysfs', 'worker'].map((process) => whereNeeded(process, 'weak'));
    expect(rows).toMatchInlineSnapshot(`
      [
        "sysfs: L6, 7.3 D, tiny, reader",
        "worker: L5, 5.8 D, small",
      ]
    `);
  });

  test('is nothing of who is at rest: a foreign page need not be given back', () => {
    expect(verdict(column('5.4', 'D', balloon, { scanEBUSY: false }), X4)).not.toBe('holds');
  });

  test('is enough for L3 nowhere that others isolate pageblocks', () => {
    expect(verdict(column('5.8', 'D', small), L3)).not.toBe('holds');
  });
});

describe('a holder of locks goes on, whoever it is', () => {
  const ids = (configuration: string, kernel: KernelVersion, ...properties: readonly LivenessProperty[]) =>
    properties.map(
      (property) => `${property.id} ${verdict(column(kernel, 'D', configurationNamed(configuration)), property)}`,
    );

  test('a task that removes two blocks', () => {
    expect(ids('two-blocks', '5.8', L1, L2, L5, L6)).toEqual(['L1 holds', 'L2 holds', 'L5 holds', 'L6 holds']);
  });

  test('a driver that is unloaded, whose worker ends', () => {
    expect(ids('unload', '5.8', L1, L2, L5, L6)).toEqual(['L1 holds', 'L2 holds', 'L5 holds', 'L6 holds']);
  });

  test('memory_failure(): an attempt waits for ever for a page that it took and whose mark is lost', () => {
    expect(ids('poison', '5.10', L1)).toEqual(['L1 holds']);
    const { prefix, loop } = stepsOf(column('6.1', 'D', configurationNamed('poison')), L1);
    expect(prefix).toContain('memory error: take_page_off_buddy: taken');
    expect(new Set(loop)).toEqual(
      new Set(['sysfs: scan_movable_pages: passed over', 'sysfs: test_pages_isolated: -EBUSY']),
    );
  });
});
