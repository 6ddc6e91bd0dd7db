/** What is said beside the sentences of what falls whatever is assumed of references. */

import { expect, test } from 'vitest';
import { DESIGN_IDS, type DesignId, type KernelVersion } from '../../src/model/designs.js';
import { drawAnswer } from '../../src/report/answer_text.js';
import { asItIs } from '../../src/report/canvas.js';
import { toldApart } from '../../src/report/told_apart.js';

const MISCOUNTED = { topic: 'counters', property: 'X6', steps: 11 };
const ENDLESS = { topic: 'endless', property: 'EF', steps: 4 };

const asked = (kernel: KernelVersion, fallsIn: (design: DesignId) => readonly (typeof ENDLESS)[]) =>
  DESIGN_IDS.map((design) => ({ design, kernel, apart: fallsIn(design) }));

const isCountedZero = (design: DesignId): boolean => design === 'A' || design === 'A-nohook';

test('names what falls, in which designs, and on which version', () => {
  const told = toldApart([
    ...asked('5.8', (design) => (isCountedZero(design) ? [MISCOUNTED] : [])),
    ...asked('7.3', (design) => (isCountedZero(design) ? [ENDLESS, MISCOUNTED] : [ENDLESS])),
  ]);
  expect(told).toBe(
    'Told apart, because they fall whatever is assumed of references: undone isolation after which an attempt never ends (EF; every design on 7.3) and the managed count (X6; A and A-nohook).',
  );
});

test('names the designs of each version where they differ', () => {
  const told = toldApart([
    ...asked('5.8', (design) => (design === 'A' ? [MISCOUNTED] : [])),
    ...asked('7.3', (design) => (design === 'F' ? [MISCOUNTED] : [])),
  ]);
  expect(told).toContain(': the managed count (X6; A on 5.8; F on 7.3).');
});

test('says nothing where nothing falls so', () => {
  expect(toldApart(asked('5.8', () => []))).toBeUndefined();
});

test('stands below the sentences that explain without a design tells', () => {
  const { property, steps, topic } = MISCOUNTED;
  const falls = { topic, falls: { property, steps }, remedies: [], alone: [], states: 1 };
  const holds = { topic, remedies: [[]], alone: [], states: 1 };
  const apart = new Map(DESIGN_IDS.map((design) => [design, [isCountedZero(design) ? falls : holds]]));
  const drawn = drawAnswer('5.8', [], apart, { bold: asItIs, dim: asItIs });
  const [, first] = drawn.replaceAll('\n', ' ').split('Linux 5.8');
  expect(first.trim()).toMatch(/^Told apart, because .*: the managed count \(X6; A and A-nohook\)\./);
});
