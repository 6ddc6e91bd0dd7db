/** What a step changed, in the short form that stands beside its call: `refcount 1 -> 2`, `owner driver -> released`. */

import type { Change } from '../checker/layout.js';
import { PC } from '../checker/system.js';
import { declarationOf } from '../model/modules.js';
import { namesOf, type Thing } from './call.js';

/** A field under its name for people. */
export const fieldName = (field: string): string => declarationOf(field)?.title ?? field;

/** Moves between owners that a change of the page's type or count in the same step tells. */
const ORDINARY_OWNERS: ReadonlySet<string> = new Set([
  'buddy -> contig',
  'buddy -> user',
  'contig -> driver',
  'driver -> released',
  'released -> driver',
  'in flight -> buddy',
  'buddy -> nobody',
  'released -> nobody',
  'nobody -> buddy',
  'nobody -> driver',
  'nobody -> released',
]);

/** One change for all elements of a field that changed alike. `text` does not mark ghosts. */
export interface ShortChange {
  /** As the model calls it. */
  readonly field: string;
  readonly text: string;
  /** Of a field that only the checker sees. */
  readonly ghost: boolean;
}

/** `refcount[page 1] 2 -> 1`: what the element is of, its number, and the two values in words. */
const CHANGE_TEXT = /^\w+(?:\[(.+) (\d+)\])? (.+ -> .+)$/;

interface Part {
  readonly field: string;
  readonly ghost: boolean;
  readonly thing?: Thing;
  readonly values: string;
}

/** What a change is about; undefined for a field that exists once. */
export function changedThing(change: Change): Thing | undefined {
  return partOf(change).thing;
}

/** The calls themselves tell the others: locks, where a process is, and the checker's own notes of that. */
export function isShown({ field }: Change): boolean {
  return field !== PC && declarationOf(field)?.shownIn !== 'grid';
}

/**
 * What the kernel could see comes first.
 * @param named what the call names: a change of just that does not name it again
 * @param lone kinds of which the whole race knows one thing only, which needs no number
 */
export function shortChanges(
  changes: readonly Change[],
  named: readonly Thing[],
  lone: ReadonlySet<string>,
): ShortChange[] {
  const alike = new Map<string, Part[]>();
  for (const part of tellingParts(changes.filter(isShown).map(partOf))) {
    const key = `${part.field} ${part.values}`;
    alike.set(key, [...(alike.get(key) ?? []), part]);
  }
  const short = [...alike.values()].map((parts) => shortText(parts, named, lone));
  return [...short.filter(({ ghost }) => !ghost), ...short.filter(({ ghost }) => ghost)];
}

function tellingParts(parts: readonly Part[]): readonly Part[] {
  if (parts.every(({ ghost }) => ghost)) return parts;
  return parts.filter(({ field, values }) => field !== 'owner' || !ORDINARY_OWNERS.has(values));
}

function partOf({ field, ghost, text }: Change): Part {
  const [, kind, number, values = text] = CHANGE_TEXT.exec(text) ?? [];
  const part = { field, ghost, values };
  return kind === undefined ? part : { ...part, thing: { kind, number: Number(number) } };
}

function shortText(parts: readonly Part[], named: readonly Thing[], lone: ReadonlySet<string>): ShortChange {
  const [{ field, ghost, values }] = parts;
  const things = parts.flatMap(({ thing }) => (thing === undefined ? [] : [thing]));
  const text = `${fieldName(field)}${whichText(things, named, lone)} ${values}`;
  return { field, text, ghost };
}

function whichText(things: readonly Thing[], named: readonly Thing[], lone: ReadonlySet<string>): string {
  if (things.length === 0) return '';
  const [{ kind }] = things;
  const which = namesOf(things);
  return lone.has(kind) || which === namesOf(named.filter((thing) => thing.kind === kind)) ? '' : `[${which}]`;
}
