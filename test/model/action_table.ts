/** Tables of actions: a state and arguments in, what it tells and what it changes out. */

import { expect, test } from 'vitest';
import { Layout } from '../../src/checker/layout.js';
import { BLOCKED, outcomeOf } from '../../src/checker/process.js';
import { actionsNamed, declaredActions, type KernelAction } from '../../src/model/atomic.js';
import { configurationOf } from '../../src/model/configurations.js';
import { type DesignId, type KernelVersion, switchesOf } from '../../src/model/designs.js';
import { Owner } from '../../src/model/state.js';
import type { Switches } from '../../src/model/switches.js';
import { contextOf, kernelState } from '../../src/model/system.js';

/** Two blocks of two pages each, page 0 unplugged, the others free, and everybody who has state of his own. */
const EVERYBODY = configurationOf({
  name: 'everybody',
  title: 'all that has state',
  blocks: 2,
  subBlocksPerBlock: 2,
  subBlockPages: [0, 1, 2, 3].map(() => [{ weight: 1 }]),
  unplugged: [0],
  pcp: true,
  removesBlocks: true,
  actors: {
    ...{ sysfs: 1, worker: true, unload: true, removers: 1, readers: 1, users: 1, poison: true, balloon: true },
    walkers: ['rcu', 'locked'],
    writeback: ['ends'],
    softOffline: true,
    unpoison: true,
    pageExtReaders: 1,
  },
});

/**
 * As everybody, with the locks of memory hotplug apart, free lists told apart, devices of blocks counted, a CMA area, memmaps in
 * their blocks, a balloon whose pages move, Hyper-V's or Xen's driver, zones told apart, kasan, tasks that look sections up, or
 * in big-block mode.
 */
const OTHERWISE = {
  locks: { locks: true, actors: { ...EVERYBODY.actors, adders: 1 } },
  freeLists: { freeLists: true },
  blockDevices: { blockDevices: true },
  cma: { cmaArea: [1] },
  memmap: { memmapOnMemory: 'inaccessible' as const, unplugged: [] },
  movableBalloon: { actors: { ...EVERYBODY.actors, movableBalloon: true } },
  hyperv: {
    driver: 'hv_balloon',
    removesBlocks: false,
    actors: { ...EVERYBODY.actors, worker: false, unload: false, hotAdd: true },
  },
  xen: {
    driver: 'xen_balloon',
    removesBlocks: false,
    actors: { ...EVERYBODY.actors, worker: false, unload: false, xenBalloon: true, xenTarget: true, xenMapper: true },
  },
  zones: { eitherZone: true },
  kasan: { kasan: 'hot-added' as const },
  lookups: {
    actors: { ...EVERYBODY.actors, sectionLookups: ['pfn_valid' as const, 'pfn_to_online_page' as const] },
  },
  bigBlocks: { bigBlocks: true, subBlocksPerBlock: 1, subBlockPages: [0, 1].map(() => [{ weight: 1 }]), unplugged: [] },
};

/** Page 0 as a fresh memmap has it: nobody's, and its section is not online yet. */
export const FRESH = {
  'sectionOnline[0]': 0,
  'pageType[0]': 0,
  'refcount[0]': 1,
  'owner[0]': Owner.NONE,
  'reserved[0]': 1,
};

export interface Where {
  readonly design?: DesignId;
  readonly kernel?: KernelVersion;
  readonly switches?: Partial<Switches>;
  readonly with?: keyof typeof OTHERWISE;
  /** Of several actions of one name, those that touch these fields, or with `!` do not: `bitmap !attempt`. */
  readonly touching?: string;
}

/** Cells that are set before, as `refcount[0]`; what an action gives, `waits` where it blocks; its changes in words. */
export type Row = readonly [
  given: Readonly<Record<string, number>>,
  args: readonly number[],
  outcome: string,
  changes: readonly string[],
  where?: Where,
];

/** By its name in traces, or itself where the name does not tell it apart. */
type Named = string | Pick<KernelAction, 'name' | 'run'>;

/** Actions that some table has shown, each by itself. */
export const SHOWN = new Set<KernelAction>();

/** Every action that the row is of: more than one where files have the same step. */
function actionsOf(of: Named, [, args, outcome, , where]: Row): KernelAction[] {
  if (typeof of !== 'string') return declaredActions().filter(({ run }) => run === of.run);
  const touching = where?.touching?.split(' ') ?? [];
  return actionsNamed(of).filter(({ on, outcomes, touches: { reads, writes } }) => {
    const touched = (field: string) => reads.includes(field) || writes.includes(field);
    const tells = outcome === 'waits' || outcomes.includes(outcome);
    const isMeant = touching.every((each) => (each.startsWith('!') ? !touched(each.slice(1)) : touched(each)));
    return on.length === args.length && tells && isMeant;
  });
}

function perform(action: KernelAction, [given, args, , , where = {}]: Row): [outcome: string, changes: string[]] {
  const { design = 'D', kernel = '5.8', switches = {} } = where;
  const configuration = where.with === undefined ? EVERYBODY : { ...EVERYBODY, ...OTHERWISE[where.with] };
  const context = contextOf(configuration, switchesOf(design, kernel, switches));
  const { fields, bind, init } = kernelState(context);
  const layout = new Layout(fields);
  const [before, after] = [layout.views(layout.createBuffer()), layout.views(layout.createBuffer())];
  const k = bind(after);
  init(k);
  for (const [cell, value] of Object.entries(given)) {
    const [, field, element] = /^(\w+)\[(\d+)\]$/.exec(cell) ?? ['', cell, ''];
    if (!Object.hasOwn(fields, field) || Number(element) >= fields[field].length) throw new Error(`no cell ${cell}`);
    after[field][Number(element)] = value;
  }
  if (layout.outOfRange(after) !== undefined) throw new Error(`given: ${layout.outOfRange(after)}`);
  for (const [field, cells] of Object.entries(after)) {
    for (let i = 0; i < cells.length; i++) before[field][i] = cells[i];
  }
  const outcome = outcomeOf(action, action.run(k, ...args));
  expect(layout.outOfRange(after)).toBeUndefined();
  return [
    outcome === BLOCKED ? 'waits' : (action.outcomes[outcome ?? -1] ?? 'no outcome'),
    layout.differences(before, after).map(({ text }) => text),
  ];
}

/** @param source the kernel's file, and what in it the action follows where that is more than the function of its name */
export function actionTable(source: string, of: Named, rows: readonly Row[]): void {
  const name = typeof of === 'string' ? of : of.name;
  const told = rows.map((row) => {
    const actions = actionsOf(of, row);
    for (const action of actions) SHOWN.add(action);
    return { row, actions, args: row[1].join(', '), given: JSON.stringify(row[0]), outcome: row[2] };
  });
  test.each(told)(`${source}: ${name}($args) where $given: $outcome`, ({ row, actions }) => {
    expect(actions.length, 'actions of this name').toBeGreaterThan(0);
    for (const action of actions) expect(perform(action, row)).toEqual([row[2], row[3]]);
  });
}
