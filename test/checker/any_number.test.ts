/** Any number of processes as counters that saturate: what is proved holds for any number, and what cannot be told is said. */

import { describe, expect, it } from 'vitest';
import { anyNumberOf } from '../../src/checker/any_number.js';
import type { Cells } from '../../src/checker/layout.js';
import {
  type Atomic,
  atomic,
  BLOCKED,
  idleUntil,
  type Process,
  retryPoint,
  step,
  waitUntil,
} from '../../src/checker/process.js';
import { type Invariant, search } from '../../src/checker/search.js';
import { compileSystem, type System } from '../../src/checker/system.js';
import { replayMoves } from '../../src/checker/trace.js';
import { countUsesIn } from '../../src/export/count_uses.js';
import { uncovered } from './covering.js';

/** A thing that is freed when nobody refers to it any more. */
interface Thing {
  readonly count: Cells;
  /** References of visitors among them. */
  readonly visits: Cells;
  readonly freed: Cells;
  readonly most: number;
}

const get = atomic('get', ['refused', 'got'], (s: Thing) => {
  if (s.count[0] === 0) return 0;
  // One more is a leak.
  if (s.count[0] === s.most) s.freed[0] = 1;
  else s.count[0]++;
  s.visits[0]++;
  return 1;
});

function lower(s: Thing): void {
  s.count[0]--;
  if (s.count[0] === 0) s.freed[0] = 1;
}

const put = atomic('put', (s: Thing) => {
  s.visits[0]--;
  if (s.count[0] > 0) lower(s);
});

function* visitor(): Process<Thing> {
  for (;;) {
    yield retryPoint('visit');
    if ((yield idleUntil(get)) === 1) yield step(put);
  }
}

const drop = atomic('drop', (s: Thing) => {
  lower(s);
});
const dropTwice = atomic('drop twice', (s: Thing) => {
  s.count[0] = Math.max(0, s.count[0] - 2);
  if (s.count[0] === 0) s.freed[0] = 1;
});
const overwrite = atomic('overwrite', (s: Thing) => {
  s.count[0] = 1;
});
const fearOfSeventeen = atomic('count', (s: Thing) => {
  if (s.visits[0] === 17) s.freed[0] = 1;
});
const blockedBySeventeen = atomic('count', (s: Thing) => (s.visits[0] > 16 ? BLOCKED : 0));
const fearOfOdd = atomic('count', (s: Thing) => {
  if (s.visits[0] % 2 === 1) s.freed[0] = 1;
});
const fearOfThousand = atomic('count', (s: Thing) => {
  if (s.visits[0] === 1000) s.freed[0] = 1;
});
const copy = atomic('copy', (s: Thing) => {
  s.freed[0] = Math.min(1, s.visits[0]);
});
const leak = atomic('leak', (s: Thing) => {
  if (s.count[0] < s.most) s.count[0]++;
});

function thing(visitors: number, own: Atomic<Thing, []>): System<Thing> {
  function* run(): Process<Thing> {
    for (;;) {
      yield retryPoint('own');
      yield waitUntil(own);
      if (own !== leak) return;
    }
  }
  const names = Array.from({ length: visitors }, (_, i) => `visitor ${i}`);
  const most = 1 + visitors;
  return {
    fields: { count: { length: 1, max: most }, visits: { length: 1, max: visitors }, freed: { length: 1, max: 1 } },
    bind: ({ count, visits, freed }) => ({ count, visits, freed, most }),
    init: (s) => {
      s.count[0] = 1;
    },
    processes: [{ name: 'owner', run }, ...names.map((name) => ({ name, run: visitor }))],
  };
}

const COUNTERS = [['visits', 'count'].map((field) => ({ field, element: 0 }))];

const inUse: Invariant<Thing> = { id: 'in use', holds: ({ freed, visits }) => freed[0] === 0 || visits[0] === 0 };
const alone: Invariant<Thing> = { id: 'alone', holds: ({ visits }) => visits[0] <= 1 };
const few: Invariant<Thing> = { id: 'few', holds: ({ visits }) => visits[0] <= 2 };
const notSeventeen: Invariant<Thing> = { id: 'not 17', holds: ({ visits }) => visits[0] !== 17 };
const even: Invariant<Thing> = { id: 'even', holds: ({ visits }) => visits[0] % 2 === 0 };
const counted: Invariant<Thing> = { id: 'counted', holds: ({ count, visits }) => count[0] >= visits[0] };
const INVARIANTS = [inUse, alone, few, notSeventeen, even, counted];

/** A thing with room for so many visitors, of which there is one. */
function roomFor(visitors: number, own: Atomic<Thing, []>) {
  const { processes, ...system } = thing(visitors, own);
  return compileSystem({ ...system, processes: processes.slice(0, 2) });
}

const SIZE = 30;

function anyThing(own: Atomic<Thing, []>) {
  const program = roomFor(SIZE, own);
  const predicates = INVARIANTS.map(({ id, holds }) => ({ id, of: holds }));
  const larger = roomFor(SIZE + 1, own);
  const uses = countUsesIn({ program, larger, size: SIZE, process: 1, counters: COUNTERS, predicates });
  return anyNumberOf(program, 1, 'visitors', uses);
}

/** The violated invariants, and whether nothing could be told somewhere. */
function fallsIn(own: Atomic<Thing, []>, asked = [inUse, alone, few]): string[] {
  const { program, invariant, told } = anyThing(own);
  return [...search(program, { invariants: [...asked.map(invariant), told] }).violations.keys()].sort();
}

/** Why nothing could be told. */
function whyNot(own: Atomic<Thing, []>): string {
  const { program, told, whyUntold } = anyThing(own);
  const found = search(program, { invariants: [told] });
  const state = found.violations.get(told.id);
  if (state === undefined) return 'it can be told';
  const { replay, steps } = replayMoves(program, found.pathTo(state));
  return whyUntold(replay.state, steps.at(-1)?.action ?? '');
}

describe('any number of processes', () => {
  it('is proved of what holds for each', () => {
    expect(fallsIn(drop)).toEqual(['alone', 'few']);
  });

  it('is refuted of what takes two, or more than two that are told apart nowhere', () => {
    expect(fallsIn(dropTwice)).toContain('in use');
  });

  it('cannot be told where a count is overwritten that several hold', () => {
    expect(fallsIn(overwrite)).toContain('visitors untold');
  });

  it.each([fearOfSeventeen, blockedBySeventeen])(
    'nor where a step looks for so many as nobody would try by chance',
    (own) => {
      expect(whyNot(own)).toBe('what count does depends on how many hold what it counts');
    },
  );

  it('nor, but for a reason that names the place, where a step computes with the count or copies it', () => {
    const place = String.raw`at test/checker/any_number\.test\.ts:\d+`;
    expect(whyNot(fearOfOdd)).toMatch(new RegExp(`^it is not proved for larger numbers: count ${place} computes`));
    expect(whyNot(copy)).toMatch(
      new RegExp(`^it is not proved for larger numbers: copy ${place} copies a count to freed`),
    );
  });

  it('nor where it would take more than is tried to see it', () => {
    expect(whyNot(fearOfThousand)).toBe(
      'it is not proved for larger numbers: count holds the count against more than is tried',
    );
  });

  it('nor where a count comes to a limit that is above every number of holders', () => {
    expect(whyNot(leak)).toBe('a count comes to its limit in leak');
    expect(whyNot(drop)).toBe('it can be told');
  });

  it('is refuted of an invariant that one number breaks, and not proved of one that computes with it', () => {
    expect(fallsIn(drop, [inUse, notSeventeen, even, counted])).toEqual(['even', 'not 17']);
    expect(anyThing(drop).whyUnread('not 17')).toBeUndefined();
    expect(anyThing(drop).whyUnread('even')).toMatch(
      /^even at test\/checker\/any_number\.test\.ts:\d+ computes % of a count$/,
    );
  });

  it.each([drop, dropTwice])('covers what one, two and three come to: %#', (own) => {
    for (const visitors of [1, 2, 3]) {
      const some = search(compileSystem(thing(visitors, own)));
      expect(uncovered(anyThing(own), some, (name) => name.startsWith('visitor'))).toBe(0);
    }
  });

  it('does not cover what another owner does', () => {
    const some = search(compileSystem(thing(2, dropTwice)));
    expect(uncovered(anyThing(drop), some, (name) => name.startsWith('visitor'))).toBeGreaterThan(0);
  });
});
