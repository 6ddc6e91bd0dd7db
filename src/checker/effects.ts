/** What the actions of a program do, case by case, found out by running each in every case that it can tell apart. */

import { callText } from './action_error.js';
import type { Branch } from './automaton.js';
import { Cases, type Given, type Valued } from './cases.js';
import { BLOCKED, outcomeOf } from './process.js';
import type { Program } from './system.js';

/** One of the cases in which an action comes to the same. */
export interface EffectCase {
  /** What it reads. Whether the model has halted is not among it: then nothing happens. */
  readonly reads: readonly Valued[];
  /** An outcome of the action, or that it blocks. */
  readonly outcome: number;
  readonly changes: readonly Valued[];
  /** The model halts here, or the action fails or leaves a range. */
  readonly fails: boolean;
}

/** So many cases of one action are looked at. */
const MOST_CASES = 100_000;

/** Not all can be seen that an action of the program may do. */
export class NotReducible extends Error {}

export class Effects<S> {
  readonly cases: Cases<S>;
  readonly #program: Program<S>;
  readonly #isHalted: (state: S) => boolean;
  /** The values of elements that say together that the model has not halted, where there is one way to say it. */
  readonly #live: Given;
  readonly #known = new Map<unknown, Map<string, readonly EffectCase[]>>();

  constructor(program: Program<S>) {
    this.#program = program;
    this.cases = new Cases(program);
    this.#isHalted = program.system.halted ?? (() => false);
    this.#live = this.#liveValues();
  }

  /**
   * By process, location and branch.
   * @throws {NotReducible} when some action has more cases than are looked at
   */
  ofAll(): readonly (readonly (readonly (readonly EffectCase[])[])[])[] {
    return this.#program.automata.map(({ locations }) =>
      locations.map(({ branches }) => branches.map((branch) => this.#of(branch))),
    );
  }

  #liveValues(): Given {
    const values = new Map<number, Set<number>>();
    this.cases.every(() => {
      if (!this.#isHalted(this.cases.state)) {
        for (const [element, value] of this.cases.reads) {
          values.set(element, (values.get(element) ?? new Set()).add(value));
        }
      }
      return 'go on';
    });
    const live: (number | undefined)[] = [];
    for (const [element, [value, ...others]] of values) if (others.length === 0) live[element] = value;
    return live;
  }

  #of({ action, args }: Branch<S>): readonly EffectCase[] {
    if (action === undefined) return [{ reads: [], outcome: 0, changes: [], fails: false }];
    const ofAction = this.#known.get(action.run) ?? new Map<string, readonly EffectCase[]>();
    this.#known.set(action.run, ofAction);
    const key = args.join();
    const known = ofAction.get(key) ?? this.#explored(action, args);
    ofAction.set(key, known);
    return known;
  }

  #explored(action: NonNullable<Branch<S>['action']>, args: readonly number[]): readonly EffectCase[] {
    const { cases } = this;
    const found: EffectCase[] = [];
    const isWhole = cases.every(
      () => {
        if (this.#isHalted(cases.state)) return 'go on';
        const outcome = this.#outcome(action, args);
        const fails = outcome === undefined || cases.isOutOfRange || this.#isHalted(cases.state);
        found.push({ reads: cases.reads, outcome: outcome ?? 0, changes: cases.changes, fails });
        return 'go on';
      },
      this.#live,
      MOST_CASES,
    );
    if (isWhole) return found;
    const most = MOST_CASES.toLocaleString('en-US');
    throw new NotReducible(`${callText(action.name, args)} may do something else in more than ${most} cases`);
  }

  /** Undefined where it fails, as it may in cases that no run comes to. */
  #outcome(action: NonNullable<Branch<S>['action']>, args: readonly number[]): number | undefined {
    try {
      return outcomeOf(action, action.run(this.cases.state, ...args));
    } catch {
      return undefined;
    }
  }
}

/** Whether something happens in a case. */
export const happens = ({ outcome }: EffectCase): boolean => outcome !== BLOCKED;
