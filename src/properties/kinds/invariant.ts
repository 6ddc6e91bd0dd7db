/** Invariants: what must hold in every reachable state. */

import type { Invariant } from '../../checker/search.js';
import { Replay } from '../../checker/trace.js';
import type { Kernel } from '../../model/state.js';
import type { Sentence } from '../sentence.js';
import type { Explored } from './explored.js';
import type { Kind, NamedRun, Recheck, Violation } from './kind.js';
import { rootsThenAll } from './roots_then_all.js';

/** Must hold in every reachable state. */
export interface InvariantProperty extends Sentence {
  readonly kind: 'invariant';
  /** Whether it says anything about this state. A property that applies to no reachable state is not decided. */
  readonly applies: (k: Kernel) => boolean;
  /** The first page that violates it (0 if it is not about a page), or -1 if it holds. */
  readonly violator: (k: Kernel) => number;
  /** One sentence: what is wrong in a violating state. */
  readonly wrong: (k: Kernel, violator: number) => string;
  /** A violation of it can cause no violation of another property. */
  readonly harmless?: boolean;
  /** Of one that is violated exactly where one of these finds fault with a page. */
  readonly faultsOfPages?: readonly ((k: Kernel, page: number) => boolean)[];
}

/** An invariant about single pages. */
export interface PageInvariant extends Sentence {
  /** Whether it says anything about a page in this state. */
  readonly concerns: (k: Kernel, page: number) => boolean;
  /** Whether a page that it concerns is not as it should be. */
  readonly broken: (k: Kernel, page: number) => boolean;
  readonly wrong: InvariantProperty['wrong'];
}

export function pageInvariant({ concerns, broken, ...rest }: PageInvariant): InvariantProperty {
  return {
    ...rest,
    kind: 'invariant',
    applies: (k) => firstPage(k, concerns) >= 0,
    violator: (k) => firstPage(k, (same, page) => concerns(same, page) && broken(same, page)),
    faultsOfPages: [(k, page) => concerns(k, page) && broken(k, page)],
  };
}

/** The first page for which `found` is true, or -1. A plain loop: it runs in every state of a search. */
function firstPage(k: Kernel, found: (k: Kernel, page: number) => boolean): number {
  for (let page = 0; page < k.geometry.pages; page++) if (found(k, page)) return page;
  return -1;
}

const invariants = new WeakMap<InvariantProperty, Invariant<Kernel>>();

/** In the form that searches and walks take, the same each time. */
export function invariantOf(property: InvariantProperty): Invariant<Kernel> {
  const invariant = invariants.get(property) ?? madeInvariant(property);
  invariants.set(property, invariant);
  return invariant;
}

function madeInvariant({ id, violator, harmless = false, faultsOfPages }: InvariantProperty): Invariant<Kernel> {
  const whole = { id, holds: (k: Kernel) => violator(k) < 0, harmless };
  if (faultsOfPages === undefined) return whole;
  const parts = ({ geometry }: Kernel) =>
    faultsOfPages.flatMap((isFaulty) =>
      Array.from({ length: geometry.pages }, (_, page) => (k: Kernel) => !isFaulty(k, page)),
    );
  return { ...whole, parts };
}

export const invariant: Kind<InvariantProperty> = {
  antecedent: ({ applies }) => applies,
  isReducible: true,
  isToldByRun: true,
  needs: ({ id }, roots) => {
    const state = roots.search.violations.get(id);
    if (state === undefined) return 'everything';
    if (!roots.mayBeSooner(roots.search.distanceTo(state))) return 'nothing';
    return ({ search }) => search.violations.has(id);
  },
  decide: (property, graphs) =>
    rootsThenAll(graphs, {
      nearest: ({ search }) => {
        const state = search.violations.get(property.id);
        if (state === undefined) return undefined;
        return { length: search.distanceTo(state), violation: () => violationAt(property, search, state) };
      },
    }),
  recheck,
  objection: ({ violator }, _, end) => (violator(end) < 0 ? 'does not violate it' : undefined),
};

function violationAt(property: InvariantProperty, search: Explored['search'], state: number): Violation {
  const { program } = search;
  const moves = search.pathTo(state);
  const replay = new Replay(program);
  for (const move of moves) replay.move(move);
  const wrong = property.wrong(replay.state, property.violator(replay.state));
  return { program, moves, wrong, statesBefore: moves.length };
}

/** The first state that violates it. */
function recheck(property: InvariantProperty, { program, steps }: NamedRun): Recheck {
  const replay = new Replay(program);
  for (let afterStep = 0; ; afterStep++) {
    const violator = property.violator(replay.state);
    if (violator >= 0) return { is: 'violated', afterStep, wrong: property.wrong(replay.state, violator) };
    if (afterStep === steps.length) return { is: 'not violated', why: 'it holds in every state' };
    replay.follow(steps[afterStep], afterStep);
  }
}
