/** The state as bytes with names: ranges, the packed form, printing, differences. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FieldSpec, type Fields, Layout } from '../../src/checker/layout.js';

/** A layout with one working copy and one packed copy, behind a word that packing must not touch. */
function workspace<F extends Fields>(fields: F) {
  const layout = new Layout(fields);
  const views = layout.views(layout.createBuffer());
  const packed = new Int32Array(layout.packedWords + 2).fill(0x55555555);
  const { pack, unpack } = layout.packer(views);
  return { layout, views, packed, pack: () => pack(packed, 1), unpack: () => unpack(packed, 1) };
}

describe('the packed form', () => {
  it('has as many bits as the ranges need', () => {
    const bits = (spec: Partial<FieldSpec>) => new Layout({ f: { length: 1, max: 1, ...spec } }).packedBits;
    expect(bits({ max: 0 })).toBe(0);
    expect(bits({ max: 1 })).toBe(1);
    expect(bits({ max: 2 })).toBe(2);
    expect(bits({ max: 3 })).toBe(2);
    expect(bits({ max: 4 })).toBe(3);
    expect(bits({ min: -1, max: 2 })).toBe(2);
    expect(bits({ min: -2, max: 2 })).toBe(3);
    expect(bits({ min: 5, max: 5 })).toBe(0);
    expect(bits({ length: 3, max: [0, 1, 6] })).toBe(4);
    for (let k = 1; k < 32; k++) {
      expect(bits({ max: 2 ** k - 1 }), `0..2^${k} - 1`).toBe(k);
      if (k < 31) expect(bits({ max: 2 ** k }), `0..2^${k}`).toBe(k + 1);
    }
    expect(bits({ min: -(2 ** 31), max: 2 ** 31 - 1 })).toBe(32);
  });

  it('puts no element across a word border', () => {
    expect(new Layout({ f: { length: 2, max: 2 ** 16 - 1 } }).packedWords).toBe(1);
    // 12 + 12 bits leave 8 in the first word, too few for the third.
    expect(new Layout({ f: { length: 3, max: 2 ** 12 - 1 } }).packedWords).toBe(2);
    expect(
      new Layout({ a: { length: 1, max: 1 }, b: { length: 1, min: -(2 ** 31), max: 2 ** 31 - 1 } }).packedWords,
    ).toBe(2);
  });

  it('has one word when there is nothing to tell apart', () => {
    expect(new Layout({}).packedWords).toBe(1);
    const { packed, pack } = workspace({ constant: { length: 2, max: 0 } });
    expect(pack()).toBe(true);
    expect(packed[1]).toBe(0);
  });

  it('keeps 31 bits and 1 bit apart in one word', () => {
    const { layout, views, pack, unpack } = workspace({
      large: { length: 1, max: 2 ** 31 - 1 },
      small: { length: 1, max: 1 },
    });
    expect(layout.packedWords).toBe(1);
    views.large[0] = 2 ** 31 - 2;
    views.small[0] = 1;
    pack();
    views.large[0] = views.small[0] = 0;
    unpack();
    expect([views.large[0], views.small[0]]).toEqual([2 ** 31 - 2, 1]);
  });

  it('writes its own words only', () => {
    const { packed, pack, views } = workspace({ f: { length: 3, max: 2 ** 12 - 1 } });
    views.f[2] = 4095;
    pack();
    expect([packed[0], packed.at(-1)]).toEqual([0x55555555, 0x55555555]);
  });
});

interface Drawn {
  readonly spec: FieldSpec;
  readonly values: readonly number[];
  readonly others: readonly number[];
}

const LEAST = -(2 ** 31);
const MOST = 2 ** 31 - 1;
const bound = fc.oneof(
  fc.integer({ min: -3, max: 300 }),
  fc.integer({ min: LEAST, max: MOST }),
  fc.constantFrom(LEAST, MOST),
);

/** A field with two values for each element. */
const drawnField: fc.Arbitrary<Drawn> = fc
  .tuple(bound, fc.array(bound, { minLength: 1, maxLength: 6 }), fc.boolean())
  .chain(([first, bounds, oneMaximum]) => {
    const min = Math.min(first, ...bounds);
    const maxima = oneMaximum ? bounds.map(() => bounds[0]) : bounds;
    const values = fc.tuple(...maxima.map((max) => fc.integer({ min, max })));
    const spec: FieldSpec = { length: maxima.length, min, max: oneMaximum ? bounds[0] : maxima };
    return fc.record({ spec: fc.constant(spec), values, others: values });
  });

const drawnFields = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), drawnField, {
  minKeys: 1,
  noNullPrototype: true,
});

function write(
  views: Readonly<Record<string, { [i: number]: number }>>,
  drawn: Record<string, Drawn>,
  of: 'values' | 'others',
) {
  for (const [name, field] of Object.entries(drawn)) {
    field[of].forEach((value, i) => {
      views[name][i] = value;
    });
  }
}

/** Constants have no bits: they must be there already when a state is unpacked, as the initial state put them. */
function clearAllButConstants(views: Readonly<Record<string, { [i: number]: number }>>, drawn: Record<string, Drawn>) {
  for (const [name, { spec }] of Object.entries(drawn)) {
    for (let i = 0; i < spec.length; i++) {
      const max = typeof spec.max === 'number' ? spec.max : spec.max[i];
      if (max !== spec.min) views[name][i] = 0;
    }
  }
}

const specsOf = (drawn: Record<string, Drawn>): Fields =>
  Object.fromEntries(Object.entries(drawn).map(([name, { spec }]) => [name, spec]));

describe('any layout', () => {
  it('gives back what was packed, and finds it in range', () => {
    fc.assert(
      fc.property(drawnFields, (drawn) => {
        const { layout, views, pack, unpack } = workspace(specsOf(drawn));
        write(views, drawn, 'values');
        expect(layout.outOfRange(views)).toBeUndefined();
        expect(pack()).toBe(true);
        clearAllButConstants(views, drawn);
        unpack();
        for (const [name, { values }] of Object.entries(drawn)) expect(Array.from(views[name])).toEqual(values);
      }),
      { numRuns: 500 },
    );
  });

  it('packs two states alike only if they are equal', () => {
    fc.assert(
      fc.property(drawnFields, (drawn) => {
        const { views, packed, pack } = workspace(specsOf(drawn));
        write(views, drawn, 'values');
        pack();
        const first = packed.join();
        write(views, drawn, 'others');
        pack();
        const equal = Object.values(drawn).every(({ values, others }) => values.join() === others.join());
        expect(packed.join() === first).toBe(equal);
      }),
    );
  });
});

describe('a value out of range', () => {
  it('that does not fit its bits is seen by pack', () => {
    const seenBy = (spec: Partial<FieldSpec>, value: number) => {
      const { views, pack } = workspace({ f: { length: 1, max: 1, ...spec } });
      views.f[0] = value;
      return !pack();
    };
    expect(seenBy({ max: 3 }, 3)).toBe(false);
    expect(seenBy({ max: 3 }, 4)).toBe(true);
    expect(seenBy({ max: 3 }, -1)).toBe(true);
    expect(seenBy({ min: -1, max: 2 }, -1)).toBe(false);
    expect(seenBy({ min: -1, max: 2 }, -2)).toBe(true);
    expect(seenBy({ min: -1, max: 2 }, 3)).toBe(true);
    expect(seenBy({ min: 0, max: 0 }, 1)).toBe(true);
    expect(seenBy({ min: 5, max: 5 }, 5)).toBe(false);
    expect(seenBy({ min: 5, max: 5 }, 4)).toBe(true);
    // The types of the views must not wrap such a value around into the range.
    expect(seenBy({ max: 127 }, 128)).toBe(true);
    expect(seenBy({ max: 255 }, 256)).toBe(true);
    expect(seenBy({ max: 2 ** 15 - 1 }, 2 ** 15)).toBe(true);
    expect(seenBy({ max: 2 ** 16 - 1 }, 2 ** 16)).toBe(true);
    expect(seenBy({ min: -(2 ** 15), max: 2 ** 15 - 1 }, -(2 ** 15) - 1)).toBe(true);
  });

  it('that fits its bits is not seen by pack, but by outOfRange', () => {
    const { layout, views, pack } = workspace({ f: { length: 2, max: 2, index: 'page' } });
    views.f[1] = 3;
    expect(pack()).toBe(true);
    expect(layout.outOfRange(views)).toBe('f[page 1] = 3, outside 0..2');
  });

  it('is told with the range of its own element', () => {
    const { layout, views } = workspace({
      f: { length: 2, min: -1, max: [4, 2], index: 'page' },
      g: { length: 1, max: 1 },
    });
    expect(layout.outOfRange(views)).toBeUndefined();
    views.g[0] = 2;
    expect(layout.outOfRange(views)).toBe('g = 2, outside 0..1');
    views.f[1] = 3;
    expect(layout.outOfRange(views)).toBe('f[page 1] = 3, outside -1..2');
  });
});

describe('a wrong specification is refused', () => {
  it.each<[string, FieldSpec]>([
    ['one maximum for each element needed', { length: 2, max: [1] }],
    ['maximum of element 1 below 0', { length: 2, max: [0, -1] }],
    ['maximum of element 0 below 3', { length: 1, min: 3, max: 2 }],
    ['beyond 32 bits', { length: 1, max: 2 ** 31 }],
    ['beyond 32 bits', { length: 1, min: -(2 ** 31) - 1, max: 0 }],
  ])('%s', (message, spec) => {
    expect(() => new Layout({ f: spec })).toThrow(`field f: ${message}`);
  });
});

describe('views', () => {
  it('of fields of all widths do not overlap', () => {
    const { views } = workspace({
      small: { length: 3, max: 1 },
      large: { length: 2, max: 2 ** 20 },
      middle: { length: 1, min: -1, max: 1_000 },
    });
    for (let i = 0; i < 3; i++) views.small[i] = 1;
    for (let i = 0; i < 2; i++) views.large[i] = 2 ** 20;
    views.middle[0] = -1;
    expect([views.small, views.large, views.middle].map((cells) => Array.from(cells))).toEqual([
      [1, 1, 1],
      [2 ** 20, 2 ** 20],
      [-1],
    ]);
  });

  it('of two buffers are two states', () => {
    const layout = new Layout({ f: { length: 1, max: 1 } });
    const [a, b] = [layout.views(layout.createBuffer()), layout.views(layout.createBuffer())];
    a.f[0] = 1;
    expect(b.f[0]).toBe(0);
  });
});

describe('in words', () => {
  const layout = new Layout({
    count: { length: 2, max: 3, index: 'page' },
    lock: { length: 1, max: 2, labels: ['free', 'held'] },
    owner: { length: 1, max: 1, ghost: true },
  });

  it('variables are the fields of which some element can change', () => {
    const fields = {
      fixed: { length: 2, min: 1, max: 1 },
      some: { length: 2, max: [0, 1] },
      none: { length: 0, max: 1 },
    };
    expect(new Layout({ ...fields, all: { length: 1, max: 3 } }).variables).toEqual(['some', 'all']);
  });

  it('a state prints one line a field, with labels where there are any', () => {
    const views = layout.views(layout.createBuffer());
    views.count[1] = 3;
    expect(layout.print(views)).toBe('count: 0 3\nlock: free\nowner: 0');
    views.lock[0] = 2;
    expect(layout.print(views)).toBe('count: 0 3\nlock: 2\nowner: 0');
  });

  it('differences name each element that changed, in the order of the fields', () => {
    const [before, after] = [layout.views(layout.createBuffer()), layout.views(layout.createBuffer())];
    expect(layout.differences(before, after)).toEqual([]);
    after.owner[0] = 1;
    after.lock[0] = 1;
    after.count[1] = 2;
    expect(layout.differences(before, after)).toEqual([
      { field: 'count', element: 1, before: 0, after: 2, ghost: false, text: 'count[page 1] 0 -> 2' },
      { field: 'lock', element: 0, before: 0, after: 1, ghost: false, text: 'lock free -> held' },
      { field: 'owner', element: 0, before: 0, after: 1, ghost: true, text: 'owner 0 -> 1' },
    ]);
  });
});
