/** That from every state of one kind another can still be reached. */

import type { Branch } from '../../checker/automaton.js';
import type { Expectation } from '../../checker/expectation.js';
import { continueFairly } from '../../checker/fair_run.js';
import { stuckStates } from '../../checker/reachability.js';
import type { Search } from '../../checker/search.js';
import { Replay } from '../../checker/trace.js';
import { type Kernel, Oops } from '../../model/state.js';
import type { Sentence } from '../sentence.js';
import type { Explored } from './explored.js';
import {
  type Finding,
  type Graphs,
  type Kind,
  MOST_RECHECK_STATES,
  type NamedRun,
  NOT_ALL_SEEN,
  type Recheck,
  type Violation,
} from './kind.js';

/** From every reachable state of the kind `from`, some run through `during` that avoids certain branches reaches `to`. */
export interface ReachabilityProperty extends Sentence {
  readonly kind: 'reachability';
  /** Where the goal is asked for. */
  readonly from: (k: Kernel) => boolean;
  /** The goal. */
  readonly to: (k: Kernel) => boolean;
  /** Holds in every state on the way. */
  readonly during: (k: Kernel) => boolean;
  /** Branches that the run must not take, such as a signal. */
  readonly avoids: (branch: Branch<Kernel>) => boolean;
  /** One sentence: what can never happen any more. */
  readonly wrong: string;
}

export const reachability: Kind<ReachabilityProperty> = {
  antecedent: (property) => questionOf(property).from,
  questions: (property) => {
    const { to, during } = questionOf(property);
    return [to, during];
  },
  needs: () => 'everything',
  decide,
  recheck,
};

const hasCrashed = (k: Kernel): boolean => k.oops[0] !== Oops.NONE;

type Question = Expectation<Kernel> & Pick<ReachabilityProperty, 'during'>;

const questions = new WeakMap<ReachabilityProperty, Question>();

/**
 * Nothing is asked of a machine behind a crash, which is a violation of others: one that may crash is given up. The same for a
 * property each time, so that its answers are found again.
 */
export function questionOf(property: ReachabilityProperty): Question {
  const known = questions.get(property);
  if (known !== undefined) return known;
  const { from, to, during, avoids } = property;
  const question: Question = {
    from: (k) => !hasCrashed(k) && from(k),
    to: (k) => hasCrashed(k) || to(k),
    during,
    avoids,
  };
  questions.set(property, question);
  return question;
}

/**
 * Decided on all that there is, also behind violations: a state from which what is asked for is out of reach has no other cause
 * where no violation is before it, whatever violations may come behind it.
 */
function decide(property: ReachabilityProperty, { roots, all }: Graphs): Finding {
  // What is out of reach as far as it was looked at may be reached where nobody looked.
  const known = all.isComplete ? all : roots;
  if (!known.isComplete) return { verdict: 'not-exhausted', ...known.numbers };
  const { stuck, isStuck } = stuckStates(known.search, questionOf(property));
  const root = stuck === undefined || known === roots ? stuck : firstAmong(roots.search, known.search, isStuck);
  if (root !== undefined)
    return { verdict: 'violated', ...roots.numbers, violation: violationAt(property, roots, root) };
  if (known !== all) return { verdict: 'not-exhausted', ...all.numbers };
  if (stuck === undefined) return { verdict: 'holds', ...all.numbers };
  return { verdict: 'violated', ...all.numbers, violation: violationAt(property, all, stuck), follows: true };
}

/** The nearest of the states of a search that are chosen in another, which saw all; it is not one at which the search was cut. */
function firstAmong(
  search: Search<Kernel>,
  { store }: Search<Kernel>,
  isChosen: (state: number) => boolean,
): number | undefined {
  for (let state = 0; state < search.store.size; state++) {
    if (!search.isCutAt(state) && isChosen(store.numberOf(search.store, state))) return state;
  }
  return undefined;
}

/** Behind the state the run goes on as if nothing were wrong, for a picture. */
function violationAt(property: ReachabilityProperty, { search }: Explored, state: number): Violation {
  const { program } = search;
  const path = search.pathTo(state);
  const moves = [...path, ...continueFairly(program, path, property)];
  return { program, moves, wrong: property.wrong, statesBefore: path.length + 1 };
}

/** From the first state of the run for which a search finds no way. */
function recheck(property: ReachabilityProperty, { program, steps }: NamedRun): Recheck {
  const replay = new Replay(program);
  const question = questionOf(property);
  for (let afterStep = 0; ; afterStep++) {
    if (question.from(replay.state)) {
      const way = wayFrom(replay.workspace.words, question, program);
      if (way === 'unknown') return { is: 'unknown', why: NOT_ALL_SEEN };
      if (way === 'none') return { is: 'violated', afterStep, wrong: property.wrong };
    }
    if (afterStep === steps.length) {
      return { is: 'not violated', why: 'from each state that asks for it, it can be reached' };
    }
    replay.follow(steps[afterStep], afterStep);
  }
}

type Way = 'some' | 'none' | 'unknown';

/** Whether a state of the kind `to` can be reached from this one. */
function wayFrom(words: Int32Array, question: Expectation<Kernel>, program: NamedRun['program']): Way {
  const { to, during = () => true, avoids = () => false } = question;
  const [first] = [words.slice()];
  const seen = new Set([first.join()]);
  const queue = [first];
  const replay = new Replay(program);
  for (const here of queue) {
    if (seen.size > MOST_RECHECK_STATES) return 'unknown';
    replay.workspace.words.set(here);
    if (to(replay.state)) return 'some';
    if (!during(replay.state)) continue;
    const moves = replay.enabled().filter(({ process, branch }) => !avoids(replay.branches(process)[branch]));
    for (const move of moves) {
      replay.workspace.words.set(here);
      replay.move(move);
      const next = replay.workspace.words.slice();
      const key = next.join();
      if (seen.has(key)) continue;
      seen.add(key);
      queue.push(next);
    }
  }
  return 'none';
}
