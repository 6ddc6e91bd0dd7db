/**
 * Holds the actions of a system against what the engine relies on and cannot see where it runs them: typed arrays drop a
 * write beyond their end and the fraction of a value, and an action that is not a function of the state makes a wrong proof.
 * Actions are done for it again, on plain arrays, and must do the same. Once for a program and after its search: V8 compiles
 * actions to slower code once they have seen two kinds of arrays.
 */

import { ActionError, callText } from './action_error.js';
import type { Branch } from './automaton.js';
import type { Fields, Views } from './layout.js';
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

export class Examination<S> {
  readonly #program: Program<S>;
  readonly #after: Workspace<S>;
  readonly #fields: readonly string[];
  readonly #cells: Readonly<Record<string, number[]>>;
  /** A restricted action looks at the locations of the processes too. */
  readonly #pc: number[];
  readonly #state: S;

  constructor(program: Program<S>) {
    const { fields, bind } = program.system;
    this.#program = program;
    this.#after = createWorkspace(program);
    this.#fields = Object.keys(fields);
    const cells = Object.entries(fields).map(([name, { length }]) => [name, new Array<number>(length).fill(0)]);
    this.#cells = Object.fromEntries(cells) as Record<string, number[]>;
    this.#pc = program.automata.map(() => 0);
    this.#state = bind({ ...this.#cells, [PC]: this.#pc });
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
    if (outcome === BLOCKED && this.#fields.some((field) => !same(before.views, this.#after.views, field)))
      return 'changes the state, then blocks';
    for (const field of this.#fields) copy(before.views, this.#cells, field);
    for (let i = 0; i < this.#pc.length; i++) this.#pc[i] = before.pc[i];
    const again = perform(this.#state, name, branch);
    const swallowed = this.#swallowed();
    if (swallowed !== undefined) return swallowed;
    if (outcome === again && this.#fields.every((field) => same(this.#after.views, this.#cells, field)))
      return undefined;
    return 'does not do the same each time in the same state: nothing but its arguments and the state may decide what it does';
  }

  /** What typed arrays do not store as it was written, in words. */
  #swallowed(): string | undefined {
    const { layout } = this.#program;
    for (const field of this.#fields) {
      const { length } = layout.fields[field];
      const cells = this.#cells[field];
      const beyond = Object.keys(cells).find((key, i) => key !== String(i) || i >= length);
      if (beyond !== undefined)
        return `writes to ${field}[${beyond}], but ${field} has ${length === 1 ? 'one element' : `${length} elements, numbered from 0`}`;
      const broken = cells.findIndex((value) => !Number.isInteger(value));
      if (broken >= 0)
        return `writes ${cells[broken]} to ${layout.elementName(field, broken)}, which holds only integers`;
    }
    const outside = layout.outOfRange(this.#cells, this.#fields);
    return outside === undefined ? undefined : `leaves ${outside}`;
  }
}

function same(a: Views<Fields>, b: Views<Fields>, field: string): boolean {
  for (let i = 0; i < a[field].length; i++) if (a[field][i] !== b[field][i]) return false;
  return true;
}

function copy(from: Views<Fields>, to: Readonly<Record<string, number[]>>, field: string): void {
  for (let i = 0; i < to[field].length; i++) to[field][i] = from[field][i];
}
