/** A trace as the events of a race: one for each action, with the choices that led to it and what it changed. */

import type { ChoiceTaken } from '../checker/automaton.js';
import type { ReplayedStep } from '../checker/trace.js';
import { type CallParts, callParts, type Thing, thingsOf } from './call.js';
import { changedThing, isShown, type ShortChange, shortChanges } from './change.js';

export interface RaceEvent {
  /** The index of its step in the trace; beyond the last for choices that led to no call. */
  readonly step: number;
  readonly actor: string;
  /** Choices on the way to the call that a reader could not guess: `signal_pending: yes`. */
  readonly choices: readonly string[];
  /** Absent for choices at the end of the trace that led to no call any more. */
  readonly call?: CallParts;
  readonly changes: readonly ShortChange[];
}

/** What happens once, and what is then repeated for ever. */
export interface Race {
  readonly once: readonly RaceEvent[];
  /** Absent: the race ends with the last event. */
  readonly forEver?: readonly RaceEvent[];
}

/** @param loop the index of the first step that is repeated; absent: none is */
export function raceOf(events: readonly RaceEvent[], loop: number | undefined): Race {
  if (loop === undefined) return { once: events };
  const once = events.filter(({ step }) => step < loop);
  return { once, forEver: events.slice(once.length) };
}

export const eventsOf = ({ once, forEver = [] }: Race): readonly RaceEvent[] => [...once, ...forEver];

/** Options that say that nothing happened. */
const DEFAULT_OPTIONS: ReadonlySet<string> = new Set(['no', 'NOTIFY_OK']);

/** `page 0` picks what the next call names anyway. */
const PICK = /^(page|sub-block|block) \d+$/;

export function raceEvents(steps: readonly ReplayedStep[]): RaceEvent[] {
  const lone = loneKinds(steps);
  const pending = new Map<string, readonly string[]>();
  const events: RaceEvent[] = [];
  for (const [step, { process: actor, choices: taken, action, args, outcome, changes }] of steps.entries()) {
    const choices = [...(pending.get(actor) ?? []), ...taken.flatMap(choiceText)];
    if (action === undefined) {
      pending.set(actor, choices);
      continue;
    }
    pending.delete(actor);
    // Behind a fault the model goes on with any outcome; a kernel has none.
    const faulty = changes.some(({ field }) => field === 'oops');
    const call = { action, args, ...(outcome === undefined || faulty ? {} : { outcome }) };
    const changed = shortChanges(changes, thingsOf(call), lone);
    events.push({ step, actor, choices, call: callParts(call), changes: changed });
  }
  const left = [...pending].filter(([, choices]) => choices.length > 0);
  return [...events, ...left.map(([actor, choices]) => ({ step: steps.length, actor, choices, changes: [] }))];
}

function choiceText({ name, option }: ChoiceTaken): string[] {
  return DEFAULT_OPTIONS.has(option) || PICK.test(option) ? [] : [`${name}: ${option}`];
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
