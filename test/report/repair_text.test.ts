/** What the letter of a repair says of other sets of patches, and of rechecks that a limit cut. */

import { expect, test } from 'vitest';
import { patchNamed } from '../../src/properties/studies/patches.js';
import type { Race } from '../../src/properties/studies/repair.js';
import { asItIs } from '../../src/report/canvas.js';
import { drawRepair } from '../../src/report/index.js';
import { configurationNamed } from '../named.js';

const RACE: Race = { configuration: configurationNamed('walkers'), property: 'X7', wrong: 'it is wrong', trace: [] };

const repairOf = (...patches: string[]) => ({
  parts: patches.map((patch) => ({ patch, without: RACE, overrides: {} })),
  ...{ states: 1, transitions: 1 },
});

const STUDY = {
  subject: { design: 'A', kernel: '7.3', overrides: {} },
  candidates: ['grace', 'lock', 'identity', 'put-back'],
  repairs: [repairOf('grace'), repairOf('identity'), repairOf('lock', 'put-back'), repairOf('lock', 'identity')],
  unpatched: undefined,
  ...{ decided: 4, searches: 4, seconds: 1, interrupted: false },
} as const;

const recheck = (configuration: string, exhausted: boolean) => ({
  ...{ configuration, exhausted, states: 1 },
  ...{ falls: [], isNew: [] },
});

const drawn = (...rechecks: ReturnType<typeof recheck>[]): string =>
  drawRepair(STUDY, { liveness: [], rechecks }, [], asItIs).replaceAll(/\s+/g, ' ');

test('the reason why a patch cannot be written is given once, behind the sets', () => {
  const { why } = patchNamed('lock').implementable;
  const [, others] = drawn().split('Other minimal sets');
  expect(others).toContain(`identity lock + put-back lock + identity lock cannot be written: ${why}.`);
  expect(others.split(why).length).toBe(2);
});

test('a limit that cut a recheck is named', () => {
  expect(drawn(recheck('tiny', true), recheck('small', true))).toContain(
    'Rechecked in all 2 configurations that the patches touch.',
  );
  expect(drawn(recheck('tiny', true), recheck('poison', false))).toContain(
    'Rechecked in 1 configurations that the patches touch, and up to the limit of 150,000 states in poison.',
  );
});
