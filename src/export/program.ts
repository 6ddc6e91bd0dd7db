/** A compiled program translated: its state, its processes as automata, and a routine for each action with its arguments. */

import { type Automaton, branchLabel, isAtRest, type Location } from '../checker/automaton.js';
import type { FieldSpec } from '../checker/layout.js';
import type { ActionKind, Atomic } from '../checker/process.js';
import { createWorkspace, PC, type Program, type Workspace } from '../checker/system.js';
import { numberOf, type Routine } from './form.js';
import { type AnyFunction, FunctionTexts } from './function_text.js';
import { Translation } from './translate.js';
import type { StateView } from './translating.js';

/** A question about a state, of which the answer is a number or a truth value. */
export interface Predicate<S> {
  readonly id: string;
  readonly of: (state: S) => number | boolean;
}

export interface TranslatedPredicate {
  readonly id: string;
  readonly routine: Routine;
}

/** A field that can change, and what it is at the start. */
export interface TranslatedField extends FieldSpec {
  readonly name: string;
  readonly initial: readonly number[];
}

export interface TranslatedAction {
  readonly name: string;
  readonly args: readonly number[];
  readonly outcomes: readonly string[];
  readonly routine: Routine;
}

export interface TranslatedBranch {
  readonly label: string;
  readonly kind: ActionKind | 'local';
  /** Its number among the actions; absent for a branch that does nothing but choose. */
  readonly action?: number;
  /** The location after each outcome. */
  readonly targets: readonly number[];
}

export interface TranslatedLocation {
  readonly branches: readonly TranslatedBranch[];
  /** Whether a process may stay here for ever: it has ended, or is at rest by design. */
  readonly mayStay: boolean;
}

export interface TranslatedProcess {
  readonly name: string;
  /** It starts at the first. */
  readonly locations: readonly TranslatedLocation[];
}

export interface TranslatedProgram {
  /** In the order of the program's layout; the locations of the processes are not among them. */
  readonly fields: readonly TranslatedField[];
  readonly actions: readonly TranslatedAction[];
  readonly processes: readonly TranslatedProcess[];
  /** Not 0 in a state that has no successors. */
  readonly halted: Routine;
  readonly predicates: readonly TranslatedPredicate[];
}

/**
 * @param predicates what is to be asked of states
 * @throws Untranslatable when the meaning of some code is not known for certain
 */
export function translateProgram<S>(program: Program<S>, predicates: readonly Predicate<S>[]): TranslatedProgram {
  const texts = new FunctionTexts();
  try {
    const workspace = createWorkspace(program);
    const state = new ProgramState(program, workspace);
    for (;;) {
      const varying = state.varying.size;
      const translated = new ProgramTranslation(program, predicates, texts, state, workspace).translated();
      // What was folded away as constant must be so for all.
      if (state.varying.size === varying) return translated;
    }
  } finally {
    texts.close();
  }
}

/** The state of a program, as a translation sees it. */
export class ProgramState<S> implements StateView {
  /** Fields whose ranges have a single value, to which another is written: what reads them in between must see it. */
  readonly varying = new Set<string>();
  readonly #fields: Readonly<Record<string, FieldSpec>>;
  readonly #names: ReadonlyMap<unknown, string>;

  constructor({ layout }: Program<S>, { views }: Workspace<S>) {
    this.#fields = layout.fields;
    this.#names = new Map(Object.entries(views).map(([name, cells]) => [cells, name]));
  }

  fieldOf(cells: unknown): string | undefined {
    return this.#names.get(cells);
  }

  lengthOf(field: string): number {
    return this.#fields[field].length;
  }

  constantOf(field: string): number | undefined {
    const { min = 0, max } = this.#fields[field];
    if (field === PC || this.varying.has(field)) return undefined;
    return (typeof max === 'number' ? max === min : max.every((each) => each === min)) ? min : undefined;
  }

  written(field: string): void {
    this.varying.add(field);
  }
}

class ProgramTranslation<S> {
  readonly #program: Program<S>;
  readonly #predicates: readonly Predicate<S>[];
  readonly #texts: FunctionTexts;
  readonly #state: ProgramState<S>;
  readonly #workspace: Workspace<S>;
  readonly #actions: TranslatedAction[] = [];
  /** The numbers of actions with their arguments. */
  readonly #numbers = new Map<Atomic<S>, Map<string, number>>();

  constructor(
    program: Program<S>,
    predicates: readonly Predicate<S>[],
    texts: FunctionTexts,
    state: ProgramState<S>,
    workspace: Workspace<S>,
  ) {
    this.#program = program;
    this.#predicates = predicates;
    this.#texts = texts;
    this.#state = state;
    this.#workspace = workspace;
  }

  translated(): TranslatedProgram {
    const { automata, layout, system } = this.#program;
    const processes = automata.map((automaton) => this.#process(automaton));
    const halted =
      system.halted === undefined ? { locals: 0, body: [], result: numberOf(0) } : this.#routine(system.halted);
    const predicates = this.#predicates.map(({ id, of }) => ({ id, routine: this.#routine(of) }));
    const fields = Object.entries(layout.fields)
      .filter(([name]) => name !== PC && this.#state.constantOf(name) === undefined)
      .map(([name, spec]) => ({
        ...spec,
        name,
        initial: Array.from({ length: spec.length }, (_, i) => this.#workspace.views[name][i]),
      }));
    return { fields, actions: this.#actions, processes, halted, predicates };
  }

  #routine(of: AnyFunction, args: readonly number[] = []): Routine {
    return new Translation(this.#texts, this.#state).routine(of, [this.#workspace.state, ...args]);
  }

  #process({ process, locations }: Automaton<S>): TranslatedProcess {
    return { name: process, locations: locations.map((location) => this.#location(location)) };
  }

  #location(location: Location<S>): TranslatedLocation {
    const branches = location.branches.map((branch) => ({
      label: branchLabel(branch),
      kind: branch.kind,
      targets: branch.targets,
      ...(branch.action === undefined ? {} : { action: this.#action(branch.action, branch.args) }),
    }));
    return { branches, mayStay: branches.length === 0 || isAtRest(location) };
  }

  #action(action: Atomic<S>, args: readonly number[]): number {
    const numbers = this.#numbers.get(action) ?? new Map<string, number>();
    this.#numbers.set(action, numbers);
    const key = args.join();
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const { name, outcomes, run } = action;
    const number = this.#actions.push({ name, args, outcomes, routine: this.#routine(run, args) }) - 1;
    numbers.set(key, number);
    return number;
  }
}
