/** That no two steps take the same two locks in opposite orders. */

import { Search } from '../../checker/search.js';
import { visitTransitions } from '../../checker/transitions.js';
import type { Sentence } from '../sentence.js';
import type { Judge } from './judge.js';
import type { KernelStep } from './kernel_step.js';
import { type Kind, MOST_RECHECK_STATES, type NamedRun, NOT_ALL_SEEN, type Recheck } from './kind.js';
import { nearestBadStep } from './steps.js';
import { transitionsOf } from './transitions_of.js';

/** A lock that a step takes, and those that its task holds meanwhile. */
export interface LockTaken {
  readonly lock: string;
  readonly held: readonly string[];
}

/** Of all steps that take locks, no two take the same two in opposite orders. */
export interface LockOrderProperty extends Sentence {
  readonly kind: 'lock order';
  /** Undefined of a step that takes no lock, or none while its task holds another. */
  readonly taken: (step: KernelStep) => LockTaken | undefined;
  /** Whether opposite orders are wrong even where a third lock is held in both. */
  readonly evenGuarded: boolean;
}

export const lockOrder: Kind<LockOrderProperty> = {
  judge: (property) => new LockOrderJudge(property),
  needs: () => 'everything',
  decide: nearestBadStep,
  recheck,
};

/** A way in which a task took a lock, told once however often it is gone. */
interface Way extends LockTaken {
  readonly process: string;
}

/** A step is a bad one when a nearer one took the two locks the other way round. */
class LockOrderJudge implements Judge {
  applied = 0;
  violation: Judge['violation'];
  readonly #property: LockOrderProperty;
  readonly #ways = new Map<string, Way>();

  constructor(property: LockOrderProperty) {
    this.#property = property;
  }

  look: Judge['look'] = (at, state, process, branch) => {
    const taken = this.#property.taken(at);
    if (taken === undefined) return;
    this.applied++;
    const way = { ...taken, process: at.process };
    const key = [way.process, way.lock, ...way.held].join();
    if (this.violation !== undefined || this.#ways.has(key)) return;
    this.#ways.set(key, way);
    for (const other of this.#ways.values()) {
      if (!areOpposite(way, other, this.#property)) continue;
      this.violation = { state, move: { process, branch }, wrong: wrongOf(way, other) };
      return;
    }
  };
}

const guardsOf = (one: LockTaken, other: LockTaken): string[] => one.held.filter((lock) => other.held.includes(lock));

function areOpposite(one: LockTaken, other: LockTaken, { evenGuarded }: LockOrderProperty): boolean {
  if (!one.held.includes(other.lock) || !other.held.includes(one.lock)) return false;
  return evenGuarded || guardsOf(one, other).length === 0;
}

function wrongOf(one: Way, other: Way): string {
  const guards = guardsOf(one, other);
  const who = one.process === other.process ? `${one.process} itself` : other.process;
  const guarded = guards.length === 0 ? 'with no lock held in both' : `both under ${guards.join(' and ')}`;
  return `${one.process} takes ${one.lock} while it holds ${other.lock}, and ${who} takes them the other way round, ${guarded}`;
}

/** The run has one of two steps; that there is another which takes the locks the other way round takes a search of the scenario. */
function recheck(property: LockOrderProperty, run: NamedRun): Recheck {
  let last: Way | undefined;
  for (const at of transitionsOf(run)) {
    const taken = property.taken(at);
    last = taken === undefined ? undefined : { ...taken, process: at.process };
  }
  if (last === undefined) return { is: 'not violated', why: 'the last step takes no lock under another' };
  const way = last;
  const search = new Search(run.program, { maxStates: MOST_RECHECK_STATES });
  search.run();
  let opposite: Way | undefined;
  visitTransitions(search, (at) => {
    const taken = opposite === undefined ? property.taken(at) : undefined;
    if (taken !== undefined && areOpposite(way, taken, property)) opposite = { ...taken, process: at.process };
  });
  if (opposite !== undefined) return { is: 'violated', afterStep: run.steps.length, wrong: wrongOf(way, opposite) };
  if (search.incomplete !== undefined) return { is: 'unknown', why: NOT_ALL_SEEN };
  return { is: 'not violated', why: 'nobody takes the locks the other way round' };
}
