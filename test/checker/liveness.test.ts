/** Leads-to under fairness: classic models with known answers, and random systems against the fixpoint of Emerson and Lei. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diningPhilosophers } from '../../bench/models/dining_philosophers.js';
import type { Branch } from '../../src/checker/automaton.js';
import type { Cells } from '../../src/checker/layout.js';
import { type Fairness, findLasso, type Lasso, type LeadsTo, type LivenessAnswer } from '../../src/checker/liveness.js';
import {
  atomic,
  BLOCKED,
  idleUntil,
  type Process,
  retryPoint,
  select,
  step,
  waitUntil,
} from '../../src/checker/process.js';
import { Search, search } from '../../src/checker/search.js';
import { compileSystem, type System } from '../../src/checker/system.js';
import { shortestPrefix, violatesLeadsTo } from './emerson_lei.js';
import { expectLasso } from './lasso_check.js';
import { randomSystem, type SmallState } from './random_system.js';

interface Phases {
  readonly phase: Cells;
  readonly turn: Cells;
}

const [IDLE, WAITING, CRITICAL] = [0, 1, 2];

const all = (kind: Fairness) => () => kind;

/** Decides, and holds a lasso that is found against the property. */
function decide<S>(system: System<S>, property: LeadsTo<S>): LivenessAnswer {
  const program = compileSystem(system);
  const answer = findLasso(search(program), property);
  if (answer.lasso !== undefined) expectLasso(program, property, answer.lasso);
  return answer;
}

function moverOf(lasso: Lasso | undefined): Set<number> {
  return new Set(lasso?.loop.map(({ process }) => process));
}

function phases(processes: number, run: (me: number) => Process<Phases>): System<Phases> {
  return {
    fields: {
      phase: { length: processes, max: CRITICAL, labels: ['idle', 'waiting', 'critical'] },
      turn: { length: 1, max: processes - 1 },
    },
    bind: ({ phase, turn }) => ({ phase, turn }),
    init: () => {},
    processes: Array.from({ length: processes }, (_, i) => ({ name: `p${i}`, run: () => run(i) })),
  };
}

const enter = atomic('enter', (s: Phases, me: number) => {
  for (let i = 0; i < s.phase.length; i++) if (s.phase[i] === CRITICAL) return BLOCKED;
  s.phase[me] = CRITICAL;
  return 0;
});
const ask = atomic('ask', (s: Phases, me: number) => {
  s.phase[me] = WAITING;
});
const leave = atomic('leave', (s: Phases, me: number) => {
  s.phase[me] = IDLE;
});

function* withSemaphore(me: number): Process<Phases> {
  for (;;) {
    yield retryPoint('idle');
    yield step(ask, me);
    yield waitUntil(enter, me);
    yield step(leave, me);
  }
}

const giveTurn = atomic('give turn', (s: Phases, me: number) => {
  s.turn[0] = 1 - me;
});
const enterPeterson = atomic('enter', (s: Phases, me: number) => {
  if (s.phase[1 - me] !== IDLE && s.turn[0] !== me) return BLOCKED;
  s.phase[me] = CRITICAL;
  return 0;
});

function* peterson(me: number): Process<Phases> {
  for (;;) {
    yield retryPoint('idle');
    yield step(ask, me);
    yield step(giveTurn, me);
    yield waitUntil(enterPeterson, me);
    yield step(leave, me);
  }
}

const getsIn = (kind: Fairness | ((process: string) => Fairness)): LeadsTo<Phases> => ({
  from: (s) => s.phase[0] === WAITING,
  to: (s) => s.phase[0] === CRITICAL,
  fairness: typeof kind === 'string' ? all(kind) : kind,
});

describe('mutual exclusion', () => {
  it('starves one of two at a semaphore under weak fairness, not under strong', () => {
    const { lasso } = decide(phases(2, withSemaphore), getsIn('weak'));
    expect(lasso?.prefix).toHaveLength(1);
    expect(lasso?.loop).toHaveLength(3);
    expect(moverOf(lasso)).toEqual(new Set([1]));
    expect(decide(phases(2, withSemaphore), getsIn('strong')).lasso).toBeUndefined();
  });

  it('needs strong fairness of the one who waits alone, and weak of the other', () => {
    const fairness = (strong: string, other: Fairness) => (process: string) => (process === strong ? 'strong' : other);
    expect(decide(phases(3, withSemaphore), getsIn(fairness('p0', 'weak'))).lasso).toBeUndefined();
    expect(decide(phases(3, withSemaphore), getsIn(fairness('p1', 'weak'))).lasso).toBeDefined();
    // The other stops inside.
    expect(decide(phases(2, withSemaphore), getsIn(fairness('p0', 'none'))).lasso?.loop).toEqual([]);
  });

  it("starves nobody with Peterson's algorithm under weak fairness", () => {
    const { asked, lasso } = decide(phases(2, peterson), getsIn('weak'));
    expect(asked).toBeGreaterThan(0);
    expect(lasso).toBeUndefined();
    expect(decide(phases(2, peterson), getsIn('none')).lasso?.loop).toEqual([]);
    const other = (process: string) => (process === 'p0' ? 'weak' : 'none');
    expect(decide(phases(2, peterson), getsIn(other)).lasso?.loop).toEqual([]);
  });
});

describe('dining philosophers', () => {
  const eaten = (fairness: Fairness): LeadsTo<{ taken: { [i: number]: number } }> => ({
    from: (s) => s.taken[0] === 1,
    to: (s) => s.taken[0] === 0,
    fairness: all(fairness),
  });

  it('wait for ever when each has one fork: a lasso with an empty loop, whatever is assumed', () => {
    const { lasso } = decide(diningPhilosophers(5, 'same side'), eaten('strong'));
    expect(lasso?.loop).toEqual([]);
    expect(lasso?.prefix).toHaveLength(5);
  });

  it('all put their forks back under strong fairness when one differs, and not under weak', () => {
    expect(decide(diningPhilosophers(4, 'one differs'), eaten('strong')).lasso).toBeUndefined();
    expect(decide(diningPhilosophers(4, 'one differs'), eaten('weak')).lasso?.loop).not.toEqual([]);
  });
});

interface Place {
  readonly at: Cells;
}

const [HALL, LEFT, RIGHT, OUT] = [0, 1, 2, 3];

const goTo = atomic('go to', (s: Place, place: number) => {
  if (s.at[0] === OUT) return BLOCKED;
  s.at[0] = place;
  return 0;
});
const leaveFrom = atomic('leave from', (s: Place, place: number) => {
  if (s.at[0] !== place) return BLOCKED;
  s.at[0] = OUT;
  return 0;
});
const leaveUnless = atomic('leave unless', (s: Place, place: number) => {
  if (s.at[0] === place) return BLOCKED;
  s.at[0] = OUT;
  return 0;
});

/** Between two rooms for ever, through the hall. */
function* walker(): Process<Place> {
  for (;;) {
    yield retryPoint('hall');
    const room = yield select('room', ['left', 'right']);
    yield waitUntil(goTo, room === 0 ? LEFT : RIGHT);
    yield waitUntil(goTo, HALL);
  }
}

function* doorOf(room: number): Process<Place> {
  yield waitUntil(leaveFrom, room);
}

function* doorBut(room: number): Process<Place> {
  yield waitUntil(leaveUnless, room);
}

function house(processes: System<Place>['processes'], more: Partial<System<Place>> = {}): System<Place> {
  return {
    fields: { at: { length: 1, max: OUT, labels: ['hall', 'left', 'right', 'out'] } },
    bind: ({ at }) => ({ at }),
    init: () => {},
    processes: [{ name: 'walker', run: walker }, ...processes],
    ...more,
  };
}

const door = (room: number) => ({ name: `door ${room}`, run: () => doorOf(room) });
const butDoor = (room: number) => ({ name: `door but ${room}`, run: () => doorBut(room) });

const getsOut = (fairness: Fairness): LeadsTo<Place> => ({
  from: () => true,
  to: (s) => s.at[0] === OUT,
  fairness: all(fairness),
});

describe('loops', () => {
  it('keeps away from states where a strongly fair process would have to move', () => {
    // To be left for ever is fair only to who never comes by: the engine must leave out the left room and look again.
    const { lasso } = decide(house([door(LEFT)]), getsOut('strong'));
    expect(lasso?.loop).toHaveLength(2);
    expect(decide(house([door(LEFT), door(RIGHT)]), getsOut('strong')).lasso).toBeUndefined();
    expect(decide(house([door(LEFT), door(RIGHT)]), getsOut('weak')).lasso).toBeDefined();
  });

  it('goes through a state twice where no simple cycle is fair', () => {
    const system = house([butDoor(LEFT), butDoor(RIGHT)]);
    const { lasso } = decide(system, getsOut('weak'));
    expect(lasso?.loop).toHaveLength(4);
    expect(decide(system, getsOut('strong')).lasso).toBeUndefined();
  });

  it('takes no avoided branch after what asks, and does not count it as possible', () => {
    const avoids = (branch: Branch<Place>) => branch.choices.some(({ option }) => option === 'right');
    expect(decide(house([door(LEFT)]), { ...getsOut('strong'), avoids }).lasso).toBeUndefined();
    const fromRight = { ...getsOut('strong'), from: (s: Place) => s.at[0] === RIGHT, avoids };
    expect(decide(house([door(LEFT)]), fromRight).lasso).toBeUndefined();
    // What asks may be reached by a branch that is avoided from then on.
    expect(decide(house([]), fromRight).lasso).toMatchObject({ asks: 1 });
    const never = (branch: Branch<Place>) => branch.action?.name === 'go to';
    expect(decide(house([]), { ...getsOut('strong'), avoids: never }).lasso).toEqual({ prefix: [], asks: 0, loop: [] });
  });

  it('ends a run where what must stay true until then does not', () => {
    const during = (s: Place) => s.at[0] !== LEFT;
    const doors = [door(LEFT), door(RIGHT)];
    const { lasso } = decide(house(doors), { ...getsOut('strong'), during });
    expect(lasso).toMatchObject({ prefix: [{ process: 0 }], loop: [] });
    const fromRight = {
      ...getsOut('strong'),
      from: (s: Place) => s.at[0] === RIGHT,
      to: (s: Place) => s.at[0] === HALL,
    };
    expect(decide(house([]), { ...fromRight, during }).lasso).toBeUndefined();
  });

  it('lets a process without fairness stop where it is, and no other', () => {
    const walks: LeadsTo<Place> = { from: () => true, to: (s) => s.at[0] !== HALL, fairness: all('none') };
    expect(decide(house([]), walks).lasso).toEqual({ prefix: [], asks: 0, loop: [] });
    expect(decide(house([]), { ...walks, fairness: all('weak') }).lasso).toBeUndefined();
  });

  it('lets a process rest for ever where it idles, however fair it is, and not where it waits', () => {
    const leavesBy = (ask: typeof idleUntil) => ({
      name: 'guest',
      run: function* (): Process<Place> {
        yield ask(leaveFrom, HALL);
      },
    });
    const alone = (guest: System<Place>['processes'][number]) => house([], { processes: [guest] });
    expect(decide(alone(leavesBy(waitUntil)), getsOut('weak')).lasso).toBeUndefined();
    expect(decide(alone(leavesBy(idleUntil)), getsOut('strong')).lasso).toEqual({ prefix: [], asks: 0, loop: [] });
    expect(decide(house([leavesBy(waitUntil)]), getsOut('strong')).lasso).toBeUndefined();
    expect(decide(house([leavesBy(idleUntil)]), getsOut('strong')).lasso?.loop).toHaveLength(2);
  });

  it('ends a run in a halted state', () => {
    const halted = (s: Place) => s.at[0] === RIGHT;
    const { lasso } = decide(house([door(LEFT)], { halted }), getsOut('strong'));
    expect(lasso).toMatchObject({ prefix: [{ process: 0 }], loop: [] });
  });

  it('finds the spinning that nobody ends, and none when somebody must', () => {
    const isOut = atomic('is out', ['no', 'yes'], (s: Place) => s.at[0] === OUT);
    function* spin(): Process<Place> {
      do yield retryPoint('spin');
      while ((yield step(isOut)) === 0);
    }
    const system = house([], {
      processes: [
        { name: 'spinner', run: spin },
        { name: 'releaser', run: () => doorOf(HALL) },
      ],
    });
    expect(decide(system, getsOut('weak')).lasso).toBeUndefined();
    const spins = (process: string) => (process === 'spinner' ? 'strong' : 'none');
    expect(decide(system, { ...getsOut('weak'), fairness: spins }).lasso?.loop).toEqual([{ process: 0, branch: 0 }]);
  });

  it('goes all the way round a counter, and not where the goal lies on it', () => {
    const next = atomic('next', (s: { n: Cells }) => {
      s.n[0] = (s.n[0] + 1) % 10;
    });
    function* count(): Process<{ n: Cells }> {
      for (;;) {
        yield retryPoint('count');
        yield step(next);
      }
    }
    const counter: System<{ n: Cells }> = {
      fields: { n: { length: 1, max: 11 } },
      bind: ({ n }) => ({ n }),
      init: () => {},
      processes: [{ name: 'count', run: count }],
    };
    const reaches = (goal: number) => ({
      from: (s: { n: Cells }) => s.n[0] === 4,
      to: (s: { n: Cells }) => s.n[0] === goal,
      fairness: all('weak'),
    });
    expect(decide(counter, reaches(3)).lasso).toBeUndefined();
    const { lasso, asked } = decide(counter, reaches(11));
    expect(asked).toBe(1);
    expect([lasso?.prefix.length, lasso?.asks, lasso?.loop.length]).toEqual([4, 4, 10]);
  });
});

describe('the search', () => {
  it('must have seen every state', () => {
    const program = compileSystem(house([]));
    expect(() => findLasso(new Search(program), getsOut('weak'))).toThrow('not finished');
    expect(() => findLasso(search(program, { maxStates: 1 }), getsOut('weak'))).toThrow('not finished');
  });

  it('counts a state that it did not look behind as one where all is given', () => {
    const invariants = [LEFT, RIGHT].map((room) => ({ id: `${room}`, holds: (s: Place) => s.at[0] !== room }));
    const program = compileSystem(house([]));
    const stopped = search(program, { invariants, afterViolation: 'stop' });
    expect(findLasso(stopped, getsOut('weak'))).toEqual({ asked: stopped.store.size });
    const explored = search(program, { invariants });
    expect(findLasso(explored, getsOut('weak')).lasso).toBeDefined();
  });

  it('is left as it was', () => {
    const run = search(compileSystem(phases(3, withSemaphore)));
    const before = [run.store.size, run.store.digest()];
    findLasso(run, getsIn('weak'));
    expect([run.store.size, run.store.digest()]).toEqual(before);
  });
});

const kinds = fc.array(fc.constantFrom<Fairness>('none', 'weak', 'weak', 'strong', 'strong'), {
  minLength: 3,
  maxLength: 3,
});
const value = fc.nat({ max: 2 });

const randomProperty: fc.Arbitrary<LeadsTo<SmallState>> = fc
  .record({ kinds, from: value, to: fc.tuple(value, value), during: fc.option(value), avoids: fc.boolean() })
  .map(({ kinds, from, to, during, avoids }) => ({
    fairness: (process) => kinds[Number(process.slice(1))],
    from: (s) => s.cell[0] === from,
    to: (s) => s.cell[1] === to[0] && s.cell[2] === to[1],
    ...(during === null ? {} : { during: (s: SmallState) => s.cell[0] !== during || s.cell[2] !== 2 }),
    ...(avoids
      ? { avoids: ({ choices }: Branch<SmallState>) => choices.some(({ option }) => option === 'other') }
      : {}),
  }));

describe('random systems', () => {
  it('agree with the fixpoint of Emerson and Lei, and every lasso is a run that shows it', () => {
    const found = { none: 0, ending: 0, looping: 0 };
    fc.assert(
      fc.property(randomSystem, randomProperty, (system, property) => {
        const program = compileSystem(system);
        const run = search(program, { maxStates: 150 });
        fc.pre(run.incomplete === undefined);
        const { lasso } = findLasso(run, property);
        expect(lasso !== undefined).toBe(violatesLeadsTo(program, property));
        if (lasso !== undefined) expectLasso(program, property, lasso);
        found[lasso === undefined ? 'none' : lasso.loop.length === 0 ? 'ending' : 'looping']++;
      }),
      { numRuns: 600 },
    );
    expect(Math.min(...Object.values(found)), JSON.stringify(found)).toBeGreaterThan(30);
  });

  it('have no shorter prefix than that of the lasso', () => {
    fc.assert(
      fc.property(randomSystem, randomProperty, (system, property) => {
        const program = compileSystem(system);
        const run = search(program, { maxStates: 40 });
        fc.pre(run.incomplete === undefined);
        expect(findLasso(run, property).lasso?.prefix.length).toBe(shortestPrefix(program, property));
      }),
      { numRuns: 200 },
    );
  });
});
