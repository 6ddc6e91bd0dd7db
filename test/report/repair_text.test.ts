/** What the letter of a repair says of other sets of patches, and of rechecks that a limit cut. */

import { expect, test } from 'vitest';
import type { Race } from '../../src/properties/studies/patch_sets.js';
import { patchNamed } from '../../src/properties/studies/patches.js';
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

const recheck = (configuration: string, upTo?: number) => ({
  ...{ configuration, states: 1, falls: [], isNew: [] },
  ...(upTo === undefined ? {} : { upTo }),
});

const drawn = (...rechecks: ReturnType<typeof recheck>[]): string =>
  drawRepair(STUDY, { liveness: [], rechecks }, [], asItIs).replaceAll(/\s+/g, ' ');

test('the reason why a patch cannot be written is given once, behind the sets', () => {
  const { why } = patchNamed('lock').implementable;
  const [, others] = drawn().split('Other minimal sets');
  expect(others).toContain(`identity lock + put-back lock + identity lock cannot be written: ${why}.`);
  expect(others.split(why).length).toBe(2);
});

test('where a limit cut a recheck, and what was seen until then', () => {
  expect(drawn(recheck('tiny'), recheck('small'))).toContain(
    'Rechecked in all 2 configurations that the patches touch.',
  );
  expect(drawn(recheck('tiny'), recheck('poison', 30))).toContain(
    'Rechecked in all 2 configurations that the patches touch, to the end in 1. A limit of states was met in poison (30 steps): longer runs were not looked at there,',
  );
});

test('a search that was ended says that it does not know, not that nothing repairs', () => {
  const ended = { ...STUDY, repairs: [], unpatched: RACE };
  const text = (interrupted: boolean) =>
    drawRepair({ ...ended, interrupted }, undefined, [], asItIs).replaceAll(/\s+/g, ' ');
  expect(text(true)).toContain('What repairs A on Linux 7.3 is not decided: the search was ended.');
  expect(text(true)).toContain('Tried: 4 sets of patches.');
  expect(text(false)).toContain('No set of the patches repairs A on Linux 7.3.');
  expect(text(false)).toContain(
    'Tried: every set of grace, lock, identity, put-back that can stand together, 4 of them.',
  );
});
