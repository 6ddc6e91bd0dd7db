/** A search, and what a look at every step that it stored has shown, when that is needed. */

import { kindOf } from '../../checker/process_kind.js';
import type { Search } from '../../checker/search.js';
import { visitTransitions } from '../../checker/transitions.js';
import type { Kernel } from '../../model/state.js';
import type { Sentence } from '../sentence.js';
import type { SearchNumbers } from '../verdict.js';
import type { Judge, Judgement } from './judge.js';

/** What a look at all states of a search needs of it. */
export type Stored = Pick<Search<Kernel>, 'program' | 'store' | 'modelStates'>;

export class Explored {
  readonly search: Search<Kernel>;
  readonly #judges: () => ReadonlyMap<string, Judge>;
  readonly #causes: readonly Sentence[];
  #judgements: ReadonlyMap<string, Judgement> | undefined;

  /**
   * @param search what is found out of it is kept, so it must not go on afterwards
   * @param judges makes those that look at every step, by the ids of their properties
   * @param causes those behind whose violations others may be violated
   */
  constructor(search: Search<Kernel>, judges: () => ReadonlyMap<string, Judge>, causes: readonly Sentence[]) {
    this.search = search;
    this.#judges = judges;
    this.#causes = causes;
  }

  get isComplete(): boolean {
    return this.search.incomplete === undefined && this.search.done;
  }

  /** Where its states are looked up, of those that it stands for. */
  get stored(): Stored {
    return this.search;
  }

  /** @throws when the property is not among those that are asked, or is not said of steps */
  judgement(id: string): Judgement {
    this.#judgements ??= this.#lookAtSteps();
    const judgement = this.#judgements.get(id);
    if (judgement === undefined) throw new Error(`${id} was not looked for at steps`);
    return judgement;
  }

  /**
   * Whether a violation that is behind others may take fewer than so many steps: it goes through a cause, and takes one step
   * more at least.
   */
  mayBeSooner(steps: number): boolean {
    return this.#causes.some(({ id }) => {
      const cause = this.search.violations.get(id);
      return cause !== undefined && this.search.distanceTo(cause) + 1 < steps;
    });
  }

  get numbers(): SearchNumbers {
    return numbersOf(this.search);
  }

  #lookAtSteps(): ReadonlyMap<string, Judgement> {
    const judges = this.#judges();
    const looking = [...judges.values()];
    visitTransitions(this.search, (step, state, process, branch) => {
      for (const judge of looking) judge.look(step, state, process, branch);
    });
    return judges;
  }
}

/** How large a search was. */
export function numbersOf({
  store,
  transitions,
  depth,
  program,
}: Pick<Search<Kernel>, 'store' | 'transitions' | 'depth' | 'program'>): SearchNumbers {
  const sorted = (store.sorting?.processes ?? []).map(([first]) => kindOf(program.automata[first].process));
  return { states: store.size, transitions, depth, ...(sorted.length === 0 ? {} : { sorted }) };
}
