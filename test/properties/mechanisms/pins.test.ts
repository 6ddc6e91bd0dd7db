/** Pages that cannot be moved: which attempts hang, by whom, and on which versions. */

import { describe, expect, test } from 'vitest';
import { scenarioOf } from '../../../src/scenario/scenario.js';
import { varied } from '../../../src/scenario/varied.js';
import { fallen } from './fallen.js';

const IDS = ['L1', 'L2', 'X5', 'X7', 'DL'];
const HANGS = ['L1', 'L2'];

describe.each(['5.10', '6.1', '7.3'] as const)('on Linux %s', (kernel) => {
  const inPins = (actors: object, rest: object = {}) =>
    scenarioOf('D', varied('pins', 'pins', actors, rest), { kernel });

  test('a long-term pin in ZONE_MOVABLE makes offlining hang up to 5.12', () => {
    expect(fallen(inPins({}), IDS)).toEqual(kernel === '5.10' ? HANGS : []);
  });

  test('it does where it is not moved out of the zone', () => {
    const stays = scenarioOf('D', 'pins', { kernel, overrides: { longtermMigrates: false } });
    expect(fallen(stays, IDS)).toEqual(HANGS);
  });

  test('a long-term pin in ZONE_NORMAL does on every version, and vmsplice() in every zone', () => {
    expect(fallen(inPins({}, { zone: 'normal' }), IDS)).toEqual(HANGS);
    expect(fallen(inPins({ pinners: ['short'] }), IDS)).toEqual(HANGS);
  });

  test('writeback is waited for, and for ever where it never ends', () => {
    expect(fallen(scenarioOf('D', 'writeback', { kernel }), IDS)).toEqual([]);
    const hangs = varied('writeback', 'writeback hangs', { writeback: ['hangs'] });
    expect(fallen(scenarioOf('D', hangs, { kernel }), IDS)).toEqual(HANGS);
  });
});
