/**
 * Whether what is asked for is given in the end, on every run that is fair (leads-to, G(from => F to)), over the states that a
 * finished search has stored. A counterexample is a lasso: a run to a loop that can be gone round for ever.
 */

import type { Expectation } from './expectation.js';
import { type Fairness, fairComponents, mayStopAt } from './fair_component.js';
import { fairLoop } from './fair_loop.js';
import { Pending } from './pending.js';
import type { Search } from './search.js';
import { Regions } from './strongly_connected.js';
import type { Program } from './system.js';
import type { Move } from './trace.js';

export type { Fairness } from './fair_component.js';

/**
 * From every reachable state of the kind `from`, every fair run reaches one of the kind `to`. With `during`, it must stay true
 * until then.
 *
 * A process can move where one of its branches is possible that is not avoided. A move of a process is any such branch: which of
 * several it takes is not subject to fairness. Where a branch is an idle one (`idleUntil`) the process is at rest: it may move,
 * and nothing is assumed of it.
 */
export interface LeadsTo<S> extends Expectation<S> {
  /** What is assumed of each process, by its name. */
  readonly fairness: (process: string) => Fairness;
}

/** A fair run in which what is asked for never comes: a prefix and a loop. */
export interface Lasso {
  /** A run from the initial state to the loop. */
  readonly prefix: readonly Move[];
  /** How many moves of the prefix lead to the state that asks; those behind it, and the loop, avoid what is to be avoided. */
  readonly asks: number;
  /** What is then repeated for ever. Empty: the run ends, since nobody must move there, or `during` is broken. */
  readonly loop: readonly Move[];
}

/** Whether what is asked for always comes, under fairness. */
export interface LivenessAnswer {
  /** States of the kind `from`. */
  readonly asked: number;
  /** A fair run that asks and is never given: one whose prefix is shortest. Absent: there is none. */
  readonly lasso?: Lasso;
}

/**
 * Decides a leads-to property exactly. A state that the search did not look behind, since it violates an invariant, counts as
 * one where all is given: what follows from a violation is no finding of its own. Takes some 50 bytes for each state of the
 * search, and 17 for each transition between states where something is pending; 8 of them stay, for the next property.
 * @param whole where the search is of a restricted program, that program, by which it is judged who can move
 * @throws when the search did not see every state: nothing can be said then
 */
export function findLasso<S>(search: Search<S>, property: LeadsTo<S>, whole?: Program<S>): LivenessAnswer {
  const pending = new Pending(search, property, whole);
  const { asked } = pending;
  const fairness = search.program.automata.map(({ process }) => property.fairness(process));
  const lasso = nearestLasso(pending, fairness);
  return lasso === undefined ? { asked } : { asked, lasso };
}

/** Nodes are numbered by distance, so that the lowest is a nearest one. */
function nearestLasso<S>(pending: Pending<S>, fairness: readonly Fairness[]): Lasso | undefined {
  const regions = new Regions(pending);
  let entry = firstStop(pending, fairness);
  let nearest: Int32Array | undefined;
  for (const component of fairComponents(pending, fairness, regions)) {
    const first = component.reduce((least, node) => Math.min(least, node));
    if (entry !== undefined && entry <= first) continue;
    entry = first;
    nearest = component;
  }
  if (entry === undefined) return undefined;
  const { moves: prefix, asks } = pending.pathTo(entry);
  const loop = nearest === undefined ? [] : fairLoop(pending, fairness, regions, nearest, entry);
  return { prefix, asks, loop: loop.map((edge) => pending.move(edge)) };
}

/** The nearest node where a fair run may end. */
function firstStop<S>(pending: Pending<S>, fairness: readonly Fairness[]): number | undefined {
  for (let node = 0; node < pending.nodes; node++) if (mayStopAt(pending, fairness, node)) return node;
  return undefined;
}
