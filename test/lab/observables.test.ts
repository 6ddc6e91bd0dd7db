/** Verdicts on kept observations: each property's sign is seen where it was violated, and not where all went well. */

import { describe, expect, it, test } from 'vitest';
import { NOT_SHOWN, OBSERVABLES, type Observation, observableOf } from '../../src/lab/observables.js';
import { ALL_PROPERTIES } from '../../src/properties/catalogue/all.js';
import { observationOf } from './fixtures.js';

/** An attempt that succeeded, of a block with one sub-block unplugged. */
const QUIET: Observation = {
  ...observationOf('EF'),
  after: {
    ...observationOf('EF').after,
    blockState: 'offline',
    sectionOnline: false,
    managed: 32768,
    present: 32768,
    isolatedPageblocks: 0,
    summary: { 'none 0': 32256, 'offline 0 dirty': 512 },
  },
  writerErrno: 0,
};

const evidenceOf = (property: string, observation: Observation) =>
  observableOf(property)?.evidence(observation) ?? ['no observable'];

describe.each(['EF', 'S5', 'S7', 'S4', 'X5', 'X7', 'HW6'])('the sign of %s', (property) => {
  it('is seen where the property was violated', () => {
    expect(evidenceOf(property, observationOf(property))).not.toEqual([]);
  });

  it('is not seen of an attempt that went well', () => {
    expect(evidenceOf(property, QUIET)).toEqual([]);
  });
});

test.each(Object.keys(NOT_SHOWN))('%s is a property of which no sign is known', (id) => {
  expect(ALL_PROPERTIES.map((property) => property.id)).toContain(id);
  expect(observableOf(id)).toBeUndefined();
});

describe('every sign', () => {
  it('is not seen of an attempt that went well', () => {
    for (const { properties } of OBSERVABLES) expect(evidenceOf(properties[0], QUIET)).toEqual([]);
  });

  it.each([
    ['EF', 'the write had returned', observationOf('EF'), { writerErrno: 16 }],
    [
      'EF',
      'a page was in use',
      observationOf('EF'),
      { after: { ...observationOf('EF').after, summary: { 'mapped 2': 1 } } },
    ],
    [
      'EF',
      'all of the block was isolated',
      observationOf('EF'),
      { after: { ...observationOf('EF').after, isolatedPageblocks: 64 } },
    ],
    ['EF', 'no signal ended it', observationOf('EF'), { errnoAfterSignal: 0 }],
    [
      'S5',
      'the device has it plugged',
      observationOf('S5'),
      { seen: { ...observationOf('S5').seen, plugged: [true, true] } },
    ],
    ['S7', 'nobody got it', observationOf('S7'), { allocated: false }],
    ['S4', 'nobody wrote to it', observationOf('S4'), { touched: false }],
    ['HW6', 'its user had given it back', observationOf('HW6'), { inUse: false }],
    [
      'HW6',
      'the section was online',
      observationOf('HW6'),
      { seen: { ...observationOf('HW6').seen, sectionOnline: true } },
    ],
    ['X7', 'no walker held it', observationOf('X7'), { heldByWalkers: 0 }],
    [
      'X5',
      'the section was online',
      observationOf('X5'),
      { seen: { ...observationOf('X5').seen, sectionOnline: true } },
    ],
  ] as const)('%s is not seen if %s', (property, _, observation, change) => {
    expect(evidenceOf(property, { ...observation, ...change })).toEqual([]);
  });

  it('of two properties about failed attempts is another type or count than at rest', () => {
    const seen = observationOf('S7').seen;
    expect(evidenceOf('X2', { ...QUIET, seen })).not.toEqual([]);
    expect(evidenceOf('S3', { ...QUIET, seen })).not.toEqual([]);
    expect(evidenceOf('X6', { ...QUIET, after: { ...QUIET.after, managed: 32767 } })).toEqual([
      'the managed count is -1 off',
    ]);
  });
});
