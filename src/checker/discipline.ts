/**
 * What is known of a program's steps before it is searched: which locks are held where, what each step may change, and where a
 * process may go first. A search that rests on it holds every step that it makes against it.
 */

import { ActionError, callText } from './action_error.js';
import { type AmpleLocation, ampleLocations } from './ample.js';
import type { Cases } from './cases.js';
import { type EffectCase, Effects } from './effects.js';
import { type Held, heldLocks } from './held_locks.js';
import { type Cells, cellBits } from './layout.js';
import { PC, type Program, type Workspace } from './system.js';

/** By process and location. */
export interface Discipline<S> {
  readonly cases: Cases<S>;
  readonly held: readonly (readonly Held[])[];
  /** By branch too: the elements that its step may change. */
  readonly changes: readonly (readonly (readonly ReadonlySet<number>[])[])[];
  readonly ample: readonly (readonly (AmpleLocation | undefined)[])[];
}

/** @throws {NotReducible} for a program of which some action has too many cases to look at all */
export function disciplineOf<S>(program: Program<S>): Discipline<S> {
  const effects = new Effects(program);
  const all = effects.ofAll();
  const held = heldLocks(program, all);
  const changed = (cases: readonly EffectCase[]) =>
    new Set(cases.flatMap(({ changes }) => changes.map(([element]) => element)));
  const changes = all.map((locations) => locations.map((branches) => branches.map(changed)));
  return { cases: effects.cases, held, changes, ample: ampleLocations(program, all, held) };
}

/** A lock that is held, where it lies in a workspace, and the values that it may have. */
interface HeldLock {
  readonly lock: number;
  readonly cells: Cells;
  readonly element: number;
  readonly values: readonly number[];
}

/** Holds steps against a discipline. */
export class Discipliner<S> {
  readonly #program: Program<S>;
  readonly #workspace: Workspace<S>;
  readonly #discipline: Discipline<S>;
  /** By process and location. */
  readonly #locks: readonly (readonly (readonly HeldLock[])[])[];
  /** By process, location and branch: the bits of the unpacked state that its step may not change. */
  readonly #fixed: readonly (readonly (readonly Int32Array[])[])[];

  constructor(program: Program<S>, workspace: Workspace<S>, discipline: Discipline<S>) {
    this.#program = program;
    this.#workspace = workspace;
    this.#discipline = discipline;
    const { slots } = program.layout;
    this.#locks = discipline.held.map((locations) =>
      locations.map((held) =>
        [...held].map(([lock, values]) => {
          const { field, element } = slots[lock];
          return { lock, cells: workspace.views[field], element, values: [...values] };
        }),
      ),
    );
    this.#fixed = discipline.changes.map((locations, process) =>
      locations.map((branches) => branches.map((elements) => this.#fixedBits(process, elements))),
    );
  }

  #fixedBits(process: number, changed: ReadonlySet<number>): Int32Array {
    const { layout } = this.#program;
    const bytes = new Uint8Array(layout.byteLength).fill(0xff);
    for (const [element, { field, element: index }] of layout.slots.entries()) {
      if (!changed.has(element) && (field !== PC || index !== process)) continue;
      const at = layout.byteOf(field, index);
      bytes.fill(0, at, at + cellBits(layout.fields[field]) / 8);
    }
    return new Int32Array(bytes.buffer);
  }

  /**
   * Holds every process against what it holds in the workspace's state.
   * @throws {ActionError} for one that stands before its next step without a lock that it should hold there
   */
  requireLocks(): void {
    const { pc } = this.#workspace;
    for (let process = 0; process < pc.length; process++) {
      const locks = this.#locks[process][pc[process]];
      for (let i = 0; i < locks.length; i++) {
        const { lock, cells, element, values } = locks[i];
        if (!values.includes(cells[element])) throw this.#unlocked(process, lock);
      }
    }
  }

  /**
   * Holds a step that was made against what it may change.
   * @param before the words of the workspace before it, and where the process was
   * @throws {ActionError} when it has changed something else
   */
  requireChanges(process: number, location: number, branch: number, before: Int32Array): void {
    const { words } = this.#workspace;
    const fixed = this.#fixed[process][location][branch];
    for (let i = 0; i < words.length; i++) {
      if (((words[i] ^ before[i]) & fixed[i]) !== 0) throw this.#changed(process, location, branch, before);
    }
  }

  #unlocked(process: number, lock: number): ActionError {
    const { layout, automata } = this.#program;
    const { field, element } = layout.slots[lock];
    const [branch] = automata[process].locations[this.#workspace.pc[process]].branches;
    const name = layout.elementName(field, element);
    const call = callText(branch.action?.name ?? '', branch.args);
    return new ActionError(automata[process].process, call, `is next without the lock ${name}, which is held there`);
  }

  #changed(process: number, location: number, branch: number, before: Int32Array): ActionError {
    const { layout, automata } = this.#program;
    const { action, args } = automata[process].locations[location].branches[branch];
    const known = this.#discipline.changes[process][location][branch];
    const views = layout.views(Int32Array.from(before).buffer);
    const change = layout.differences(views, this.#workspace.views).find(({ field, element }) => {
      const slot = layout.slots.findIndex((each) => each.field === field && each.element === element);
      return field !== PC && !known.has(slot);
    });
    const locks = [...this.#discipline.held[process][location].keys()].map((lock) => {
      const { field, element } = layout.slots[lock];
      return layout.elementName(field, element);
    });
    const under = locks.length === 0 ? 'under no lock' : `under ${locks.join(' and ')}`;
    const what = `changes what it was not seen to change, ${under}: ${change?.text ?? 'where a process is'}`;
    return new ActionError(automata[process].process, callText(action?.name ?? '', args), what);
  }
}
