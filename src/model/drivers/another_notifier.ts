/** Notifiers of somebody else, before and after the driver in the chain, which may veto what is about to begin. */

import { choose, type Process } from '../../checker/process.js';
import type { VetoPlace } from '../configuration.js';
import type { NotifierBlock } from '../context.js';
import { MemoryAction } from '../memory_action.js';
import type { Module } from '../module.js';
import type { Kernel } from '../state.js';

function vetoing(place: VetoPlace, where: string, priority: number): NotifierBlock {
  function* call(
    { configuration }: Parameters<NotifierBlock['call']>[0],
    action: MemoryAction,
  ): Process<Kernel, boolean> {
    const mayVeto = action === MemoryAction.GOING_OFFLINE || action === MemoryAction.GOING_ONLINE;
    if (!mayVeto || !configuration.veto.includes(place)) return true;
    return (yield choose(`notifier ${where}`, ['NOTIFY_OK', 'NOTIFY_BAD'])) === 0;
  }
  return { priority, call };
}

export const anotherNotifier: Module = {
  notifiers: [vetoing('beforeDriver', 'before the driver', 1), vetoing('afterDriver', 'after the driver', -1)],
};
