/** Invariants: what must hold in every reachable state. */

import { Replay } from '../../checker/trace.js';
import type { InvariantProperty } from '../property.js';
import type { Explored } from './explored.js';
import type { Kind, NamedRun, Recheck, Violation } from './kind.js';
import { rootsThenAll } from './roots_then_all.js';

export const invariant: Kind<InvariantProperty> = {
  antecedent: ({ applies }) => applies,
  isToldByRun: true,
  needs: ({ id }, roots) => {
    const state = roots.search.violations.get(id);
    if (state === undefined) return 'everything';
    if (!roots.mayBeSooner(roots.search.pathTo(state).length)) return 'nothing';
    return ({ search }) => search.violations.has(id);
  },
  decide: (property, graphs) =>
    rootsThenAll(graphs, {
      nearest: ({ search }) => {
        const state = search.violations.get(property.id);
        if (state === undefined) return undefined;
        return { length: search.pathTo(state).length, violation: () => violationAt(property, search, state) };
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
