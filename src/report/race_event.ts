/** A trace as the events of a race: one for each action, with the choices that led to it and what it changed. */

import type { ChoiceTaken } from '../checker/automaton.js';
import type { ReplayedStep } from '../checker/trace.js';
import { callText, type Thing, thingsOf } from './call.js';
import { changedThing, isShown, type ShortChange, shortChanges } from './change.js';

export interface RaceEvent {
  /** The index of its step in the trace; beyond the last for choices that led to no call. */
  readonly step: number;
  readonly actor: string;
  /** Choices on the way to the call that a reader could not guess. */
  readonly remarks: readonly string[];
  /** Absent for choices at the end of the trace that led to no call any more. */
  readonly call?: string;
  readonly changes: readonly ShortChange[];
}

/** Options that say that nothing happened. */
const DEFAULT_OPTIONS: ReadonlySet<string> = new Set(['no', 'NOTIFY_OK']);

/** `page 0` picks what the next call names anyway. */
const PICK = /^(page|sub-block|block) \d+$/;

export function raceEvents(steps: readonly ReplayedStep[]): RaceEvent[] {
  const lone = loneKinds(steps);
  const pending = new Map<string, readonly string[]>();
  const events: RaceEvent[] = [];
  for (const [step, { process: actor, choices, action, args, outcome, changes }] of steps.entries()) {
    const remarks = [...(pending.get(actor) ?? []), ...choices.flatMap(remarkOf)];
    if (action === undefined) {
      pending.set(actor, remarks);
      continue;
    }
    pending.delete(actor);
    // Behind a fault the model goes on with any outcome; a kernel has none.
    const faulty = changes.some(({ field }) => field === 'oops');
    const call = { action, args, ...(outcome === undefined || faulty ? {} : { outcome }) };
    const changed = shortChanges(changes, thingsOf(call), lone);
    events.push({ step, actor, remarks, call: callText(call), changes: changed });
  }
  const left = [...pending].filter(([, remarks]) => remarks.length > 0);
  return [...events, ...left.map(([actor, remarks]) => ({ step: steps.length, actor, remarks, changes: [] }))];
}

function remarkOf({ name, option }: ChoiceTaken): string[] {
  return DEFAULT_OPTIONS.has(option) || PICK.test(option) ? [] : [`/* ${name}: ${option} */`];
}

/** Kinds of things of which the trace, in calls and changes, knows a single one. */
function loneKinds(steps: readonly ReplayedStep[]): Set<string> {
  const numbers = new Map<string, Set<number>>();
  for (const { kind, number } of steps.flatMap(thingsIn)) {
    numbers.set(kind, (numbers.get(kind) ?? new Set()).add(number));
  }
  return new Set([...numbers].filter(([, known]) => known.size === 1).map(([kind]) => kind));
}

function thingsIn({ action, args, changes }: ReplayedStep): Thing[] {
  const called = action === undefined ? [] : thingsOf({ action, args });
  const changed = changes.filter(isShown).map(changedThing);
  return [...called, ...changed.filter((thing) => thing !== undefined)];
}
