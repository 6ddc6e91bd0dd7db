/**
 * Hyper-V's balloon as a driver that adds memory: dynamic memory with hot-add. Its balloon is the actor `balloon`, as any other's.
 * drivers/hv/hv_balloon.c, balloon_probe(), 5.10 to 7.3.
 */

import { type Entries, flag, type ValuesOf } from '../../entry.js';
import type { LockDeclaration, Module } from '../../module.js';
import { Owner } from '../../state.js';
import { hotAddReq } from './hot_add.js';
import { hvMemoryNotifier } from './notifier.js';
import { hvOnlinePage } from './online_page.js';
import { HV_BALLOON_ENTRIES, HV_BALLOON_FIELDS, initHvBalloon, RegionMutex } from './state.js';

const ACTORS = {
  hotAdd: flag("Hyper-V's balloon adds blocks as its host asks for it, whose pages the host backs one after another."),
} as const satisfies Entries;

declare module '../../configuration.js' {
  interface Actors extends ValuesOf<typeof ACTORS> {}
}

/** Whoever onlines holds it from MEM_GOING_ONLINE to the closing notification. */
const regionMutex: LockDeclaration = {
  name: 'ha_region_mutex',
  isHeld: (k, task, process) =>
    k.haRegionMutex[0] === RegionMutex.HOT_ADD
      ? process === 'hot add'
      : k.haRegionMutex[0] === RegionMutex.NOTIFIER && k.deviceHotplugLock[0] === task,
};

/** The driver hv_balloon: its regions, notifier, callback and hot-add. */
export const hvBalloon: Module = {
  driver: 'hv_balloon',
  entries: HV_BALLOON_ENTRIES,
  fields: HV_BALLOON_FIELDS,
  init: initHvBalloon,
  notifiers: [{ priority: 0, call: hvMemoryNotifier }],
  onlinePage: hvOnlinePage,
  locks: [regionMutex],
  demands: ({ actors }) => ({ hotplugTasks: actors.hotAdd ? ['hot add'] : [], owners: [Owner.FOREIGN] }),
  actors: [
    {
      key: 'hotAdd',
      entry: ACTORS.hotAdd,
      shows: 'what becomes of pages that the host backs while their block is added, onlined and offlined',
      cannotShow: 'memory that cannot be added, gaps in what the host backs, or memory that it takes away again',
      name: 'hot add',
      run: hotAddReq,
    },
  ],
};
