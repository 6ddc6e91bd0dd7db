/** Managed counts of zones: a driver that counts a page when it is free already may count it in the zone that its block has come to. */

import { expect, test } from 'vitest';
import { scenarioOf } from '../../../src/scenario/scenario.js';
import { varied } from '../../../src/scenario/varied.js';
import { fallen } from './fallen.js';

const ONE_ZONE = { eitherZone: false };

test.each(['5.8', '6.1', '6.12', '7.3'] as const)(
  'a balloon that counts behind the free is wrong on Linux %s',
  (kernel) => {
    expect(fallen(scenarioOf('D', 'zones', { kernel }), ['X6', 'X7', 'DL'])).toEqual(['X6']);
    const one = varied('zones', 'zones, but all in one', {}, ONE_ZONE);
    expect(fallen(scenarioOf('D', one, { kernel }), ['X6', 'X7', 'DL'])).toEqual([]);
  },
);

test.each([
  ['5.10', ['X6']],
  ['6.1', ['X6']],
  ['6.12', ['X6']],
  ['7.3', []],
] as const)('Xen’s, which counts before since 7.3, on Linux %s: %j falls', (kernel, falls) => {
  expect(fallen(scenarioOf('D', 'xen-zones', { kernel }), ['X6', 'X7', 'DL'])).toEqual(falls);
});

test.each(['5.8', '6.1', '6.12'] as const)(
  'virtio-mem keeps attempts off meanwhile, by its mutex, on Linux %s',
  (kernel) => {
    const small = varied(
      'tiny',
      'the driver, and state files that online to either zone',
      { worker: true },
      { eitherZone: true },
    );
    expect(
      fallen(scenarioOf('D', small, { kernel, overrides: { contigUndoesAlways: false } }), ['X6', 'X7', 'DL']),
    ).toEqual([]);
  },
);
