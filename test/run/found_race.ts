/** Shortest races, found by search, for the tests of the page. */

import { search } from '../../src/checker/search.js';
import { replayMoves, type TraceStep } from '../../src/checker/trace.js';
import type { DesignId } from '../../src/model/designs.js';
import type { Kernel } from '../../src/model/state.js';
import { programOf } from '../../src/scenario/program.js';
import type { Scenario } from '../../src/scenario/scenario.js';
import { configurationNamed, propertyNamed } from '../named.js';

export const scenarioNamed = (design: DesignId, configuration: string): Scenario => ({
  design,
  kernel: '5.8',
  configuration: configurationNamed(configuration),
  overrides: {},
});

/** Enough for the races of these tests, which are short. */
const MAX_STATES = 50_000;

export function foundRace(scenario: Scenario, id: string): TraceStep[] {
  const property = propertyNamed(id);
  if (property.kind !== 'invariant') throw new Error(`${id} is no invariant`);
  const invariants = [{ id, holds: (k: Kernel) => property.violator(k) < 0 }];
  const program = programOf(scenario);
  const found = search(program, { invariants, maxStates: MAX_STATES });
  const state = found.violations.get(id);
  if (state === undefined) throw new Error(`no race of ${id} found`);
  return replayMoves(program, found.pathTo(state)).steps.map(({ changes: _, ...step }) => step);
}
