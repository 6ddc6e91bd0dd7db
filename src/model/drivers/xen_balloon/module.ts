/**
 * Xen's balloon as a driver that adds memory: it keeps back all pages that are onlined, and has its host back them one after another.
 * drivers/xen/balloon.c, balloon_init(), 5.10 to 7.3. Its memory notifier wakes its thread, and refuses nothing.
 */

import { type Entries, flag, type ValuesOf } from '../../entry.js';
import type { LockDeclaration, Module } from '../../module.js';
import { Owner } from '../../state.js';
import { balloonTarget, balloonThread } from './balloon_thread.js';
import { xenMapper } from './ballooned_pages.js';
import { xenOnlinePage } from './online_page.js';
import { BalloonMutex, initXenBalloon, XEN_BALLOON_FIELDS } from './state.js';

const ACTORS = {
  xenBalloon: flag(
    "The thread of Xen's balloon, which adds memory and has its host give or take pages, as is wanted of it.",
  ),
  xenTarget: flag(
    "The host of Xen's balloon changes what it wants the guest to have; otherwise it wants it to have all there is.",
  ),
  xenMapper: flag(
    "A task that gets a page of Xen's balloon to map another domain's page in its place, and gives it back.",
  ),
} as const satisfies Entries;

declare module '../../configuration.js' {
  interface Actors extends ValuesOf<typeof ACTORS> {}
}

/** Of the thread. Who onlines has it within one step, so that only a deadlock shows the order. */
const balloonMutex: LockDeclaration = {
  name: 'balloon_mutex',
  isHeld: (k, _task, process) => k.balloonMutex[0] === BalloonMutex.THREAD && process === 'xen-balloon',
};

/** The driver xen_balloon: its callback, its thread, and who borrows its pages. */
export const xenBalloon: Module = {
  driver: 'xen_balloon',
  fields: XEN_BALLOON_FIELDS,
  init: initXenBalloon,
  onlinePage: xenOnlinePage,
  locks: [balloonMutex],
  demands: ({ actors }) => ({ hotplugTasks: actors.xenBalloon ? ['xen-balloon'] : [], owners: [Owner.FOREIGN] }),
  actors: [
    {
      key: 'xenBalloon',
      entry: ACTORS.xenBalloon,
      shows: 'what becomes of pages that are kept back when they are onlined, and of memory that is onlined again',
      cannotShow: 'a host that refuses, or the order in which the pages of the balloon come back',
      name: 'xen-balloon',
      run: balloonThread,
    },
    {
      key: 'xenTarget',
      entry: ACTORS.xenTarget,
      shows: 'what pages that the host takes away and gives back do to others',
      cannotShow: 'that the guest has too little memory to give up',
      name: 'xenstore',
      run: balloonTarget,
    },
    {
      key: 'xenMapper',
      entry: ACTORS.xenMapper,
      shows: 'what a page of the balloon does that is not PageOffline for a while, and that nobody can move',
      cannotShow: "the ZONE_DEVICE pages that most kernels since 5.9 map other domains' pages in place of",
      name: 'mapper',
      run: xenMapper,
    },
  ],
};
