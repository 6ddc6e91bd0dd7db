/** The engine for a protocol of one's own, searched and run at random with fast-check. */

import fc from 'fast-check';
import { atomic, type Cells, compileSystem, type Process, type System, search, step, Walk } from 'pageoffline/checker';
import { expect, test } from 'vitest';

interface Shared {
  readonly counter: Cells;
}

const read = atomic('read', ['0', '1'], ({ counter }: Shared) => counter[0] ?? 0);
const write = atomic('write', ({ counter }: Shared, value: number) => {
  counter[0] = value;
});

function* task(): Process<Shared> {
  yield step(write, (yield step(read)) + 1);
}

const system: System<Shared> = {
  fields: { counter: { length: 1, max: 2 } },
  bind: ({ counter }) => {
    if (counter === undefined) throw new Error('no counter');
    return { counter };
  },
  init: () => {},
  processes: ['one', 'other'].map((name) => ({ name, run: task })),
};

const small = { id: 'at most 1', holds: ({ counter }: Shared) => (counter[0] ?? 0) < 2 };

test('is searched', () => {
  const found = search(compileSystem(system), { invariants: [small] });
  expect(found.pathTo(found.violations.get('at most 1') ?? -1)).toHaveLength(4);
});

test('is run at random', () => {
  const walk = new Walk(compileSystem(system), { invariants: [small] });
  const runs = fc.array(fc.nat(), { minLength: 1, maxLength: 8 });
  const { failed } = fc.check(
    fc.property(runs, (choices) => {
      let next = 0;
      return walk.run((below) => (choices[next++ % choices.length] ?? 0) % below, 8) !== 'violation';
    }),
    { seed: 1 },
  );
  expect(failed).toBe(true);
});
