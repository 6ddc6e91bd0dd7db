/**
 * Holds the actions of a system against what the engine relies on and cannot see where it runs them: typed arrays drop a
 * write beyond their end and the fraction of a value, and an action that is not a function of the state makes a wrong proof.
 * Actions are done for it again, on plain arrays, and must do the same. Once for a program and after its search: V8 compiles
 * actions to slower code once they have seen two kinds of arrays.
 */

import { ActionError, callText } from './action_error.js';
import type { Branch } from './automaton.js';
import type { Cells } from './layout.js';
import { BLOCKED } from './process.js';
import { createWorkspace, PC, type Program, type Workspace } from './system.js';
import { perform, take } from './take.js';

const examined = new WeakSet<object>();

/** Tells whether the program was not examined before, and notes that it is now. */
export function isFirstExamination<S>(program: Program<S>): boolean {
  if (examined.has(program)) return false;
  examined.add(program);
  return true;
}

/** A field of the state, as both ways to do an action see it. */
interface Examined {
  readonly name: string;
  readonly length: number;
  /** Of the workspace in which the action is done as the engine does it. */
  readonly after: Cells;
  /** Of the state on which it is done again. */
  readonly again: number[];
}

/** An array that tells of a write to what is no element of it, instead of growing. */
function cellsOf(length: number, onBeyond: (key: string) => void): number[] {
  const cells = new Array<number>(length).fill(0);
  const set = (_: object, key: string | symbol) => {
    onBeyond(String(key));
    return true;
  };
  // A write to an element does not come here.
  return Object.setPrototypeOf(cells, new Proxy(Array.prototype, { set }));
}

export class Examination<S> {
  readonly #program: Program<S>;
  readonly #after: Workspace<S>;
  readonly #fields: readonly Examined[];
  /** A restricted action looks at the locations of the processes too. */
  readonly #pc: number[];
  readonly #state: S;
  /** The first write to what is no element of a field, in words. */
  #beyond: string | undefined;

  constructor(program: Program<S>) {
    const { fields, bind } = program.system;
    this.#program = program;
    this.#after = createWorkspace(program);
    this.#fields = Object.entries(fields).map(([name, { length }]) => ({
      name,
      length,
      after: this.#after.views[name],
      again: cellsOf(length, (key) => {
        this.#beyond ??= `writes to ${name}[${key}], but ${name} has ${length === 1 ? 'one element' : `${length} elements, numbered from 0`}`;
      }),
    }));
    this.#pc = program.automata.map(() => 0);
    const cells = Object.fromEntries(this.#fields.map(({ name, again }) => [name, again]));
    this.#state = bind({ ...cells, [PC]: this.#pc });
  }

  /**
   * Does every action that may come next in a state.
   * @throws {ActionError} when one writes what cannot be stored, changes the state and blocks, or does something else again
   */
  examine(before: Workspace<S>): void {
    this.#program.automata.forEach(({ process, locations }, i) => {
      for (const branch of locations[before.pc[i]].branches) {
        const wrong = this.#fault(before, process, i, branch);
        if (wrong !== undefined)
          throw new ActionError(process, callText(branch.action?.name ?? '', branch.args), wrong);
      }
    });
  }

  #fault(before: Workspace<S>, name: string, process: number, branch: Branch<S>): string | undefined {
    this.#after.words.set(before.words);
    const outcome = take(this.#after, name, process, branch);
    if (outcome === BLOCKED && !sameWords(before.words, this.#after.words)) return 'changes the state, then blocks';
    this.#loadAgain(before);
    const again = perform(this.#state, name, branch);
    if (this.#beyond !== undefined) return this.#beyond;
    // What is the same in typed arrays was stored as it was written, and the search has held its range.
    if (outcome === again && this.#fields.every(isSame)) return undefined;
    return (
      this.#swallowed() ??
      'does not do the same each time in the same state: nothing but its arguments and the state may decide what it does'
    );
  }

  #loadAgain({ views, pc }: Workspace<S>): void {
    for (const { name, length, again } of this.#fields) {
      const from = views[name];
      for (let i = 0; i < length; i++) again[i] = from[i];
    }
    for (let i = 0; i < this.#pc.length; i++) this.#pc[i] = pc[i];
  }

  /** What typed arrays do not store as it was written, in words. */
  #swallowed(): string | undefined {
    const { layout } = this.#program;
    for (const { name, length, again } of this.#fields) {
      for (let i = 0; i < length; i++) {
        if (!Number.isInteger(again[i]))
          return `writes ${again[i]} to ${layout.elementName(name, i)}, which holds only integers`;
      }
    }
    const cells = Object.fromEntries(this.#fields.map(({ name, again }) => [name, again]));
    const outside = layout.outOfRange(cells, Object.keys(cells));
    return outside === undefined ? undefined : `leaves ${outside}`;
  }
}

function isSame({ length, after, again }: Examined): boolean {
  for (let i = 0; i < length; i++) if (after[i] !== again[i]) return false;
  return true;
}

function sameWords(one: Int32Array, other: Int32Array): boolean {
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}
