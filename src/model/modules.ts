/** The modules that are built into the model: a driver or an actor is added with one line here. */

import { actionsNamed, setDeclaredFields } from './atomic.js';
import { type Configuration, countOf } from './configuration.js';
import { anotherNotifier } from './drivers/another_notifier.js';
import { balloon } from './drivers/balloon.js';
import { memoryBlocks } from './drivers/base/memory.js';
import { blockDevices } from './drivers/base/memory_block.js';
import { hvBalloon } from './drivers/hv_balloon/module.js';
import { virtioMem } from './drivers/virtio_mem/module.js';
import { xenBalloon } from './drivers/xen_balloon/module.js';
import { type Entries, type EntryValue, oneOf } from './entry.js';
import type { FieldDeclaration, FieldDeclarations, FieldOf } from './field.js';
import { kcore } from './fs/kcore.js';
import { vmcore } from './fs/vmcore.js';
import { hotplugLocks } from './hotplug_locks.js';
import { movableBalloon } from './mm/balloon_compaction.js';
import { contigRange } from './mm/contig_range.js';
import { gup } from './mm/gup.js';
import { hwpoisonPages } from './mm/hwpoison.js';
import { kasan } from './mm/kasan.js';
import { memmapOnMemory } from './mm/memmap_on_memory.js';
import { hwpoison } from './mm/memory_failure.js';
import { memoryHotplug } from './mm/memory_hotplug.js';
import { removers } from './mm/memory_remove.js';
import { pageAlloc } from './mm/page_alloc.js';
import { pageExt } from './mm/page_ext.js';
import { pageOfflineLock } from './mm/page_offline.js';
import { writeback } from './mm/page_writeback.js';
import { rangeUsers } from './mm/range_users.js';
import { sectionUsage } from './mm/section_usage.js';
import { softOffline } from './mm/soft_offline.js';
import { unpoison } from './mm/unpoison.js';
import { users } from './mm/users.js';
import { walkers } from './mm/walkers.js';
import type { Actor, LockDeclaration, Module } from './module.js';
import { CORE_FIELDS } from './state.js';

export { actionsNamed };

/** In the order in which they set the state up, and of their processes. */
const REGISTERED: Module[] = [
  hotplugLocks,
  memoryBlocks,
  blockDevices,
  memoryHotplug,
  memmapOnMemory,
  pageAlloc,
  kasan,
  pageExt,
  pageOfflineLock,
  anotherNotifier,
  virtioMem,
  hvBalloon,
  xenBalloon,
  removers,
  sectionUsage,
  contigRange,
  rangeUsers,
  walkers,
  kcore,
  users,
  gup,
  writeback,
  balloon,
  movableBalloon,
  hwpoison,
  hwpoisonPages,
  softOffline,
  unpoison,
  vmcore,
];

export const MODULES: readonly Module[] = REGISTERED;

const DRIVERS: string[] = MODULES.flatMap(({ driver = [] }) => driver);

const REGISTERED_ACTORS: Actor[] = MODULES.flatMap(({ actors = [] }) => actors);

export const ACTORS: readonly Actor[] = REGISTERED_ACTORS;

const REGISTERED_LOCKS: LockDeclaration[] = MODULES.flatMap(({ locks = [] }) => locks);

/** Every lock whose place in the order of locks matters. */
export const LOCKS: readonly LockDeclaration[] = REGISTERED_LOCKS;

/** What a configuration may say beside its memory and its actors. */
export const ENTRIES: Entries = Object.assign(
  { driver: oneOf(DRIVERS, 'The driver that adds the memory and takes it away, and gets the pages that are onlined.') },
  ...MODULES.map(({ entries }) => entries),
);

/** What a configuration says, by the names of {@link ENTRIES}. */
export function entriesOf(configuration: Configuration): (readonly [string, EntryValue])[] {
  const { name, title, blocks, subBlocksPerBlock, subBlockPages, actors, ...entries } = configuration;
  return Object.entries<EntryValue>(entries);
}

/** How many of each actor it can name. */
export const ACTOR_ENTRIES: Entries = Object.fromEntries(ACTORS.map(({ key, entry }) => [key, entry]));

/** What fields are of, in the order in which they are shown. */
const SHOWN: readonly FieldOf[] = ['page', 'sub-block', 'block', 'one'];

const placeShown = ({ of }: FieldDeclaration): number => (typeof of === 'object' ? SHOWN.length : SHOWN.indexOf(of));

/** Every field of the state: of the core, and of each module. */
export const KERNEL_FIELDS: FieldDeclarations = fieldsOf(MODULES);

setDeclaredFields(KERNEL_FIELDS);

/**
 * The fields of pages first, then those of sub-blocks, and so on, whichever module declares them.
 * @throws when two modules have a field of the same name
 */
export function fieldsOf(modules: readonly Module[]): FieldDeclarations {
  const all: Record<string, FieldDeclaration> = { ...CORE_FIELDS };
  for (const [name, field] of modules.flatMap(({ fields = {} }) => Object.entries(fields))) {
    if (Object.hasOwn(all, name)) throw new Error(`field ${name}: declared twice`);
    all[name] = field;
  }
  return Object.fromEntries(Object.entries(all).sort(([, a], [, b]) => placeShown(a) - placeShown(b)));
}

/** How a field is declared; undefined for one that is not of the kernel, such as the locations of processes. */
export function declarationOf(field: string): FieldDeclaration | undefined {
  return Object.hasOwn(KERNEL_FIELDS, field) ? KERNEL_FIELDS[field] : undefined;
}

/** Of each driver, by the name in races: what it gets the pages with that are onlined. */
const CALLBACKS = new Set<string>(MODULES.flatMap(({ onlinePage }) => onlinePage?.name ?? []));

/** Whether a call of this name is some driver's online_page_callback. */
export const isOnlinePageCallback = (name: string): boolean => CALLBACKS.has(name);

/** Those that changes of the model brought along. */
const OWN = new Set<Module>();

/**
 * Adds a module that a change of the model brings along: it is there only in configurations that name its driver or one of its
 * actors, or have one of its entries otherwise than usual.
 * @throws when a name is taken, or no configuration could name the module
 */
export function declareModule(module: Module): void {
  const { driver, actors = [], entries = {}, fields = {}, locks = [], onlinePage } = module;
  const taken = [
    ...actors.filter(({ key }) => Object.hasOwn(ACTOR_ENTRIES, key)).map(({ key }) => `an actor called ${key}`),
    ...Object.keys(entries).flatMap((name) => (Object.hasOwn(ENTRIES, name) ? [`an entry called ${name}`] : [])),
    ...Object.keys(fields).flatMap((name) => (Object.hasOwn(KERNEL_FIELDS, name) ? [`a field called ${name}`] : [])),
    ...(driver !== undefined && DRIVERS.includes(driver) ? [`a driver called ${driver}`] : []),
  ];
  if (taken.length > 0) throw new Error(`there is ${taken[0]} already`);
  if (driver === undefined && actors.length === 0 && Object.keys(entries).length === 0) {
    throw new Error('a module needs a driver, an actor or an entry, by which configurations name it');
  }
  OWN.add(module);
  REGISTERED.push(module);
  REGISTERED_ACTORS.push(...actors);
  REGISTERED_LOCKS.push(...locks);
  if (onlinePage !== undefined) CALLBACKS.add(onlinePage.name);
  if (driver !== undefined) DRIVERS.push(driver);
  Object.assign(ENTRIES, entries);
  Object.assign(ACTOR_ENTRIES, Object.fromEntries(actors.map(({ key, entry }) => [key, entry])));
  Object.assign(KERNEL_FIELDS, fields);
  setDeclaredFields(KERNEL_FIELDS);
}

/** Whether the module is in the model of a configuration. */
export function isThere(module: Module, configuration: Configuration): boolean {
  const { driver, actors = [], entries = {} } = module;
  if (driver !== undefined) return driver === configuration.driver;
  if (!OWN.has(module)) return true;
  const said = new Map(entriesOf(configuration));
  return (
    actors.some(({ key }) => countOf(configuration.actors[key]) > 0) ||
    Object.entries(entries).some(([name, { usual }]) => String(said.get(name) ?? usual) !== String(usual))
  );
}
