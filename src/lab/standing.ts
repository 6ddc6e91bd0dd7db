/** Which row of the table of places says where a process stands between two of its steps, for traces and for automata. */

import type { Automaton, Branch } from '../checker/automaton.js';
import { kindOf } from '../checker/process_kind.js';
import type { Kernel } from '../model/state.js';
import { type KernelCode, type UsableHold, usable } from './kernel_code.js';
import { actorOf, type Cast, PLACES, type PlaceRow } from './places.js';

/** A step as the table knows it. */
export type NextStep = Pick<Branch<never>, 'choices' | 'args'> & { readonly action?: { readonly name: string } };

const HOLDABLE_CHOICES: ReadonlySet<string> = new Set(PLACES.flatMap(({ next }) => next));

/** What the table calls the step: a choice that it knows a place for, otherwise the action. */
export function nameOfNext({ choices, action }: NextStep): string {
  return choices.find(({ name }) => HOLDABLE_CHOICES.has(name))?.name ?? action?.name ?? choices[0]?.name ?? '';
}

/** The row for a process that has done the action `before` (undefined: nothing yet) and may do any of `next`. */
export function rowBetween(
  process: string,
  before: string | undefined,
  next: readonly NextStep[],
  cast: Cast,
): PlaceRow | undefined {
  const [first, ...others] = next.map((step) => rowFor(actorOf(kindOf(process), cast), before, nameOfNext(step)));
  return others.every((row) => row === first) ? first : undefined;
}

function rowFor(actor: string, before: string | undefined, next: string): PlaceRow | undefined {
  return PLACES.find(
    (row) =>
      row.actor === actor &&
      row.next.includes(next) &&
      (row.after === undefined || (before !== undefined && row.after.includes(before))),
  );
}

/** For each location of an automaton: the holds by which a process can be kept there, whichever way it came. */
export function holdsOfAutomaton<S>(
  { process, locations }: Automaton<S>,
  code: KernelCode,
  cast: Cast,
): (readonly UsableHold[])[] {
  const before = actionsBefore(locations);
  return locations.map(({ branches }, location) => {
    // A process that has ended stands for ever.
    if (branches.length === 0) return [{ by: 'rest' }];
    const holds = [...before[location]].map((action) => {
      const row = rowBetween(process, action, branches, cast);
      return row === undefined ? undefined : usable(code, row.hold);
    });
    const usableHolds = holds.filter((hold) => hold !== undefined);
    return usableHolds.length === holds.length ? usableHolds : [];
  });
}

/** The actions that may have been the last ones before each location; undefined stands for none. */
function actionsBefore<S>(locations: Automaton<S>['locations']): Set<string | undefined>[] {
  const before = locations.map((): Set<string | undefined> => new Set());
  before[0]?.add(undefined);
  for (let grown = true; grown; ) {
    grown = false;
    locations.forEach(({ branches }, from) => {
      for (const { action, targets } of branches) {
        // A choice alone is no action: what was before it is before what follows.
        const names = action === undefined ? [...before[from]] : [action.name];
        for (const to of targets) {
          for (const name of names) {
            if (before[to].has(name)) continue;
            before[to].add(name);
            grown = true;
          }
        }
      }
    });
  }
  return before;
}

/**
 * Whether a hold strikes: the instruction on a page's count is only reached for pages of which the driver knows that they are
 * unplugged.
 */
export function strikes(hold: UsableHold, [next]: readonly NextStep[], k: Kernel): boolean {
  if (hold.by !== 'instruction') return true;
  const page = next?.args[0];
  // A walker puts what it took, whatever the driver knows.
  if (hold.functions.includes('damon_get_folio')) return true;
  return page !== undefined && k.bitmap[k.geometry.subBlockOfPage[page]] === 0;
}
