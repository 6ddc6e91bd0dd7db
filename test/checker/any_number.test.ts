/** Any number of processes as counters that saturate: what is proved holds for any number, and what cannot be told is said. */

import { describe, expect, it } from 'vitest';
import { anyNumberOf } from '../../src/checker/any_number.js';
import type { Cells } from '../../src/checker/layout.js';
import { atomic, idleUntil, type Process, retryPoint, step } from '../../src/checker/process.js';
import { type Invariant, search } from '../../src/checker/search.js';
import { compileSystem, type System } from '../../src/checker/system.js';
import { uncovered } from './covering.js';

/** A thing that is freed when nobody refers to it any more. */
interface Thing {
  readonly count: Cells;
  /** References of visitors among them. */
  readonly visits: Cells;
  readonly freed: Cells;
}

const touching = { on: [], reads: ['count', 'visits'], writes: ['count', 'visits'], blind: [] };

const get = {
  ...atomic('get', ['refused', 'got'], (s: Thing) => {
    if (s.count[0] === 0) return 0;
    s.count[0]++;
    s.visits[0]++;
    return 1;
  }),
  touches: touching,
};

const put = {
  ...atomic('put', (s: Thing) => {
    s.visits[0]--;
    if (s.count[0] > 0 && --s.count[0] === 0) s.freed[0] = 1;
  }),
  touches: touching,
};

function* visitor(): Process<Thing> {
  for (;;) {
    yield retryPoint('visit');
    if ((yield idleUntil(get)) === 1) yield step(put);
  }
}

type Step = ReturnType<typeof atomic<Thing, []>>;

const owner = (name: string, does: (s: Thing) => void): Step => ({ ...atomic(name, does), touches: touching });

const drop = owner('drop', (s) => {
  if (--s.count[0] === 0) s.freed[0] = 1;
});
const dropTwice = owner('drop twice', (s) => {
  s.count[0] = Math.max(0, s.count[0] - 2);
  if (s.count[0] === 0) s.freed[0] = 1;
});
const overwrite = owner('overwrite', (s) => {
  s.count[0] = 1;
});
const beAfraidOfFour = owner('count', (s) => {
  if (s.visits[0] === 4) s.freed[0] = 1;
});

function thing(visitors: number, own: Step): System<Thing> {
  function* run(): Process<Thing> {
    yield step(own);
  }
  const names = Array.from({ length: visitors }, (_, i) => `visitor ${i}`);
  return {
    fields: { count: { length: 1, max: 30 }, visits: { length: 1, max: 30 }, freed: { length: 1, max: 1 } },
    bind: ({ count, visits, freed }) => ({ count, visits, freed }),
    init: (s) => {
      s.count[0] = 1;
    },
    processes: [{ name: 'owner', run }, ...names.map((name) => ({ name, run: visitor }))],
  };
}

const COUNTERS = [['visits', 'count'].map((field) => ({ field, element: 0 }))];

const anyThing = (own: Step) => anyNumberOf(compileSystem(thing(1, own)), 1, 'visitors', COUNTERS);

const inUse: Invariant<Thing> = { id: 'in use', holds: ({ freed, visits }) => freed[0] === 0 || visits[0] === 0 };
const alone: Invariant<Thing> = { id: 'alone', holds: ({ visits }) => visits[0] <= 1 };
const few: Invariant<Thing> = { id: 'few', holds: ({ visits }) => visits[0] <= 2 };

/** The violated invariants, and whether nothing could be told somewhere. */
function fallsIn(own: Step): string[] {
  const { program, invariant, told } = anyThing(own);
  return [...search(program, { invariants: [inUse, alone, few].map(invariant).concat(told) }).violations.keys()].sort();
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

  it('nor where a step looks for just so many', () => {
    expect(fallsIn(beAfraidOfFour)).toContain('visitors untold');
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
