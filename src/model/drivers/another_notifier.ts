/** Notifiers of somebody else, before and after the driver in the chain, which may veto what is about to begin. */

import type { Process } from '../../checker/process.js';
import { chooseWord, type NotifierBlock } from '../context.js';
import { type Entries, someOf, trouble, type ValuesOf } from '../entry.js';
import { MemoryAction } from '../memory_action.js';
import type { Module } from '../module.js';
import type { Kernel } from '../state.js';

const ENTRIES = {
  veto: trouble(
    someOf(
      ['beforeDriver', 'afterDriver'],
      'Another notifier that may veto MEM_GOING_OFFLINE and MEM_GOING_ONLINE, before or after the driver in the chain.',
    ),
  ),
} as const satisfies Entries;

declare module '../configuration.js' {
  interface Configuration extends ValuesOf<typeof ENTRIES> {}
}

type VetoPlace = ValuesOf<typeof ENTRIES>['veto'][number];

function vetoing(place: VetoPlace, where: string, priority: number): NotifierBlock {
  function* call(
    { configuration }: Parameters<NotifierBlock['call']>[0],
    action: MemoryAction,
  ): Process<Kernel, boolean> {
    const mayVeto = action === MemoryAction.GOING_OFFLINE || action === MemoryAction.GOING_ONLINE;
    if (!mayVeto || !configuration.veto.includes(place)) return true;
    return (yield* chooseWord(`notifier ${where}`, ['NOTIFY_OK', 'NOTIFY_BAD'])) === 'NOTIFY_OK';
  }
  return { priority, call };
}

/** Callbacks that may veto, of higher and of lower priority than the driver's. */
export const anotherNotifier: Module = {
  entries: ENTRIES,
  notifiers: [vetoing('beforeDriver', 'before the driver', 1), vetoing('afterDriver', 'after the driver', -1)],
};
