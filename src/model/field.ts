/** How a field of the kernel's state is declared, once: what it can be, when it starts anew, and how people see it. */

import type { Cells, FieldSpec } from '../checker/layout.js';
import { type Actors, countOf } from './configuration.js';
import type { Setting } from './setting.js';
import type { Switches } from './switches.js';

/** What a field has an element for; `one` exists once. */
export type FieldOf = 'page' | 'sub-block' | 'block' | 'one' | EachOf;

/** Each process of an actor, and what it is called where an element of the field is named. */
export interface EachOf {
  readonly each: string;
  readonly actor: keyof Actors;
}

/** A state field: what it is of, its values, what it is after onlining and removal, and how it is shown. */
export interface FieldDeclaration {
  readonly of: FieldOf;
  /** Absent: 0. */
  readonly min?: number | ((setting: Setting) => number);
  /** The highest value in a configuration and under its switches; one that equals `min` makes the field a constant. */
  readonly max: number | ((setting: Setting) => number);
  /** Names of the values from 0 on. */
  readonly labels?: readonly string[];
  /** The checker's bookkeeping: no kernel could read it. */
  readonly ghost?: true;
  /** What move_pfn_range_to_zone() makes of it when its block is onlined; absent: nothing. */
  readonly onlined?: number | ((switches: Switches) => number);
  /** What try_remove_memory() makes of it when its block is removed; absent: nothing. */
  readonly removed?: number;
  /** Its name for people, the kernel's where that has one; absent: its own. */
  readonly title?: string;
  /** Its name in the page grid, where that is another. */
  readonly gridTitle?: string;
  /** Where its changes are seen: in the page grid, since the calls of a race tell them; in races too; in changelogs as well. */
  readonly shownIn: 'grid' | 'races' | 'changelogs';
  /** It is among the rows that the page grid always shows. */
  readonly mainRow?: true;
  /** While it is not 0 somebody is about to change what is counted, and counters need not be right. */
  readonly busy?: true;
  /** A task that takes it away from 0 enters what it leaves by giving it back: what is done meanwhile stands deeper in a race. */
  readonly lock?: true;
  /**
   * It counts who holds what is named here, among others: each raises it by one, and lowers it when it lets go. Fields of one name count
   * the same holders.
   */
  readonly holders?: string;
  /**
   * Of the processes of an actor: that each is in an RCU read-side critical section while it is not 0; or that a grace period must see
   * it leave that section. Who has the one has the other.
   */
  readonly rcu?: 'reads' | 'awaited';
}

/** Declared state fields, under their names. */
export type FieldDeclarations = Readonly<Record<string, FieldDeclaration>>;

/** The cells of declared fields, under their names. */
export type DeclaredCells<D extends FieldDeclarations> = { readonly [K in keyof D]: Cells };

function lengthOf(of: FieldOf, { geometry, configuration }: Setting): number {
  if (typeof of === 'object') return countOf(configuration.actors[of.actor]);
  return { page: geometry.pages, 'sub-block': geometry.subBlocks, block: geometry.blocks, one: 1 }[of];
}

/** The field as the checker keeps it. */
export function specOf(declared: FieldDeclaration, setting: Setting): FieldSpec {
  const { of, min, max, labels, ghost } = declared;
  return {
    length: lengthOf(of, setting),
    max: typeof max === 'number' ? max : max(setting),
    ...(min === undefined ? {} : { min: typeof min === 'number' ? min : min(setting) }),
    ...(labels === undefined ? {} : { labels }),
    ...(of === 'one' ? {} : { index: typeof of === 'object' ? of.each : of }),
    ...(ghost === undefined ? {} : { ghost }),
  };
}

/** What a field is after its block was onlined; undefined for one that onlining leaves alone. */
export function valueOnlined({ onlined }: FieldDeclaration, switches: Switches): number | undefined {
  return typeof onlined === 'function' ? onlined(switches) : onlined;
}

/** What a block's cells are set to when its state starts anew, by what they are of. */
export type FreshCells = Readonly<Record<'page' | 'sub-block' | 'block', readonly Fresh[]>>;

interface Fresh {
  readonly cells: Cells;
  readonly value: number;
}

/**
 * Sorts fields that start anew by what they are of, for {@link startAnew}.
 * @param freshValue what a field starts anew with; undefined for one that does not
 */
export function freshCells(
  declared: FieldDeclarations,
  cells: Readonly<Record<string, Cells>>,
  freshValue: (field: FieldDeclaration) => number | undefined,
): FreshCells {
  const of = (kind: FieldOf): Fresh[] =>
    Object.entries(declared).flatMap(([name, field]) => {
      const value = field.of === kind ? freshValue(field) : undefined;
      return value === undefined ? [] : [{ cells: cells[name], value }];
    });
  return { page: of('page'), 'sub-block': of('sub-block'), block: of('block') };
}

/** By process of an actor, see {@link FieldDeclaration.rcu}. */
export interface RcuReaders {
  readonly reads: Cells;
  readonly awaited: Cells;
}

/** Those actors of which some process may be awaited. */
export function rcuReaders(
  declared: FieldDeclarations,
  cells: Readonly<Record<string, Cells>>,
  setting: Setting,
): RcuReaders[] {
  const actorOf = ({ of }: FieldDeclaration) => (typeof of === 'object' ? of.actor : undefined);
  const fields = Object.entries(declared);
  return fields.flatMap(([name, field]) => {
    if (field.rcu !== 'awaited' || specOf(field, setting).max === 0) return [];
    const reads = fields.find(([, other]) => other.rcu === 'reads' && actorOf(other) === actorOf(field));
    if (reads === undefined) throw new Error(`field ${name}: awaited by RCU, and no field says who reads`);
    return [{ reads: cells[reads[0]], awaited: cells[name] }];
  });
}
