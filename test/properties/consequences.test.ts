/** When a decision looks behind violations: only where something there may change what is said. */

import { expect, test } from 'vitest';
import { LIVENESS_PROPERTIES } from '../../src/properties/catalogue/liveness.js';
import { PROPERTIES } from '../../src/properties/catalogue/main.js';
import { Decision } from '../../src/properties/decide.js';
import type { Property } from '../../src/properties/property.js';
import { scenarioOf } from '../../src/scenario/scenario.js';

function looksBehind(design: 'A' | 'D', configuration: string, properties: readonly Property[]): boolean {
  const decision = new Decision(scenarioOf(design, configuration), properties);
  decision.run();
  expect(decision.cells().some(({ verdict }) => verdict === 'violated')).toBe(true);
  return decision.progress.phase === 'consequences';
}

test('nothing is searched again where every violation halts the model', () => {
  expect(looksBehind('D', 'readers', PROPERTIES)).toBe(false);
});

test('it is for liveness, to which a machine that halts is no machine that waits', () => {
  expect(looksBehind('D', 'readers', [...PROPERTIES, ...LIVENESS_PROPERTIES])).toBe(true);
});

test('it is where the model goes on behind a violation', () => {
  expect(looksBehind('A', 'walkers', PROPERTIES)).toBe(true);
});
