/** AG EF: whether something can always still be reached, with avoided branches and behind violations. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diningPhilosophers } from '../../bench/models/dining_philosophers.js';
import type { Branch } from '../../src/checker/automaton.js';
import { atomic, choose, type Process, retryPoint, step } from '../../src/checker/process.js';
import { canAlwaysReach } from '../../src/checker/reachability.js';
import { Search, search } from '../../src/checker/search.js';
import { compileSystem, createWorkspace, type Program, type System } from '../../src/checker/system.js';
import { Replay, replayMoves } from '../../src/checker/trace.js';
import { randomSystem, type SmallState } from './random_system.js';

interface Place {
  readonly at: { [index: number]: number };
}

const [HALL, GARDEN, TRAP] = [0, 1, 2];

const go = atomic('go', (s: Place, place: number) => {
  s.at[0] = place;
});

/** From the hall to the garden and back for ever, or into the trap, where nothing but walking on the spot is left. */
function* wanderer(): Process<Place> {
  for (;;) {
    yield retryPoint('hall');
    const way = yield choose('way', ['garden', 'trap']);
    if (way === 1) break;
    yield step(go, GARDEN);
    yield step(go, HALL);
  }
  for (;;) {
    yield retryPoint('trap');
    yield step(go, TRAP);
  }
}

function house(more: Partial<System<Place>> = {}): Program<Place> {
  return compileSystem({
    fields: { at: { length: 1, max: 2, labels: ['hall', 'garden', 'trap'] } },
    bind: (views) => ({ at: views.at }),
    init: () => {},
    processes: [{ name: 'wanderer', run: wanderer }],
    ...more,
  });
}

const isAt = (place: number) => (s: Place) => s.at[0] === place;
const anywhere = () => true;

describe('canAlwaysReach', () => {
  it('finds the trap that a path of the search leads to', () => {
    const program = house();
    const run = search(program);
    const answer = canAlwaysReach(run, { from: anywhere, to: isAt(GARDEN) });
    expect(answer.asked).toBe(run.store.size);
    const { replay } = replayMoves(program, run.pathTo(answer.stuck ?? -1));
    expect(replay.state.at[0]).toBe(TRAP);
  });

  it('answers yes where every state of the kind has a way, however long', () => {
    const run = search(house());
    expect(canAlwaysReach(run, { from: isAt(HALL), to: isAt(GARDEN) })).toEqual({ asked: 1 });
    expect(canAlwaysReach(run, { from: anywhere, to: isAt(TRAP) }).stuck).toBeUndefined();
  });

  it('counts a state that is itself of the kind to be reached', () => {
    expect(canAlwaysReach(search(house()), { from: isAt(TRAP), to: isAt(TRAP) })).toEqual({ asked: 1 });
  });

  it('says how many states it was asked about, none being a reason to doubt the question', () => {
    expect(canAlwaysReach(search(house()), { from: (s) => s.at[0] === 9, to: isAt(TRAP) })).toEqual({ asked: 0 });
  });

  it('takes no way over a branch to be avoided', () => {
    const run = search(house());
    const avoids = (branch: Branch<Place>) => branch.choices.some(({ option }) => option === 'trap');
    expect(canAlwaysReach(run, { from: isAt(HALL), to: isAt(TRAP), avoids }).stuck).toBe(0);
    expect(canAlwaysReach(run, { from: isAt(HALL), to: isAt(GARDEN), avoids })).toEqual({ asked: 1 });
  });

  it('takes no way out of a halted state', () => {
    const run = search(house({ halted: isAt(GARDEN) }));
    expect(canAlwaysReach(run, { from: isAt(GARDEN), to: isAt(HALL) })).toMatchObject({
      asked: 1,
      stuck: expect.any(Number),
    });
    expect(canAlwaysReach(search(house()), { from: isAt(GARDEN), to: isAt(HALL) })).toEqual({ asked: 1 });
  });

  it('finds the deadlock of the dining philosophers, and that nobody is stuck before', () => {
    const run = search(compileSystem(diningPhilosophers(5, 'same side')));
    const eating = canAlwaysReach(run, { from: () => true, to: (s) => s.taken[0] === 0 });
    expect(eating.stuck).toBe(run.deadlock?.state);
    const polite = search(compileSystem(diningPhilosophers(5, 'one differs')));
    expect(canAlwaysReach(polite, { from: () => true, to: (s) => s.taken[0] === 0 }).stuck).toBeUndefined();
  });

  it('refuses a search that did not see every state', () => {
    const program = house();
    const question = { from: anywhere, to: isAt(TRAP) };
    expect(() => canAlwaysReach(new Search(program), question)).toThrow('not finished');
    expect(() => canAlwaysReach(search(program, { maxStates: 1 }), question)).toThrow('not finished');
  });

  it('blames nothing on a violation that the search did not look behind', () => {
    const outside = [{ id: 'not in the hall', holds: (s: Place) => s.at[0] !== HALL }];
    const stopped = search(house(), { invariants: outside, afterViolation: 'stop' });
    expect(canAlwaysReach(stopped, { from: anywhere, to: isAt(GARDEN) })).toEqual({ asked: 1 });
  });

  it('still finds who is stuck apart from a violation', () => {
    const invariants = [{ id: 'not in the garden', holds: (s: Place) => s.at[0] !== GARDEN }];
    const stopped = search(house(), { invariants, afterViolation: 'stop' });
    expect(canAlwaysReach(stopped, { from: isAt(TRAP), to: isAt(HALL) }).stuck).toBeDefined();
  });

  it('leaves the search as it was', () => {
    const run = search(house());
    const before = [run.store.size, run.store.digest()];
    canAlwaysReach(run, { from: anywhere, to: isAt(GARDEN) });
    expect([run.store.size, run.store.digest()]).toEqual(before);
  });

  it('agrees with a forward search from each state, on random systems', () => {
    const from = (s: SmallState) => s.cell[0] !== 1;
    const to = (s: SmallState) => s.cell[0] === 1 && s.cell[2] === 0;
    fc.assert(
      fc.property(randomSystem, (system) => {
        const program = compileSystem(system);
        const run = search(program);
        const states = unpacked(program, run);
        const asking = states.filter(({ isFrom }) => isFrom(from)).length;
        const expected = states.findIndex(({ isFrom, words }) => isFrom(from) && !reachesForward(program, words, to));
        const answer = { asked: asking, ...(expected < 0 ? {} : { stuck: expected }) };
        expect(canAlwaysReach(run, { from, to })).toEqual(answer);
        expect(canAlwaysReach(search(program, { keepsWays: anywhere }), { from, to })).toEqual(answer);
      }),
      { numRuns: 30 },
    );
  });

  it('gives the same answer by ways that were kept, whichever branches are avoided', () => {
    const from = (s: SmallState) => s.cell[0] !== 1;
    const to = (s: SmallState) => s.cell[0] === 1 && s.cell[2] === 0;
    const isSwap = ({ action }: Branch<SmallState>) => action?.name === 'swap';
    const kinds: readonly ((branch: Branch<SmallState>) => boolean)[] = [anywhere, isSwap, (branch) => !isSwap(branch)];
    fc.assert(
      fc.property(randomSystem, fc.constantFrom(...kinds), fc.constantFrom(...kinds), (system, keepsWays, avoids) => {
        const program = compileSystem(system);
        const question = { from, to, avoids };
        const plain = canAlwaysReach(search(program), question);
        expect(canAlwaysReach(search(program, { keepsWays }), question)).toEqual(plain);
      }),
      { numRuns: 100 },
    );
  });
});

function unpacked<S>(program: Program<S>, { store }: Search<S>) {
  const workspace = createWorkspace(program);
  const { unpack } = program.layout.packer(workspace.views);
  return Array.from({ length: store.size }, (_, state) => {
    unpack(store.arena, state * store.words);
    const words = workspace.words.slice();
    const isFrom = (from: (state: S) => boolean) => {
      workspace.words.set(words);
      return from(workspace.state);
    };
    return { words, isFrom };
  });
}

function reachesForward<S>(program: Program<S>, start: Int32Array, to: (state: S) => boolean): boolean {
  const replay = new Replay(program);
  const { words } = replay.workspace;
  const seen = new Set([start.join()]);
  for (const text of seen) {
    const state = text.split(',').map(Number);
    words.set(state);
    if (to(replay.state)) return true;
    for (const move of replay.enabled()) {
      words.set(state);
      replay.move(move);
      seen.add(words.join());
    }
  }
  return false;
}
