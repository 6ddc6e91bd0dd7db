/** The refutations: random runs that violate a property, shrunk, and proved shortest by a search of every shorter run. */

import { describe, expect, test } from 'vitest';
import { Walk } from '../../src/checker/walk.js';
import { MOST_STATES } from '../../src/generators/bounded_search.js';
import { certify } from '../../src/generators/certificate.js';
import { drawOfRun } from '../../src/generators/draw.js';
import { DEFAULT_MAX_LENGTH } from '../../src/generators/interleaving.js';
import { shrinkRun } from '../../src/generators/shrink.js';
import { pauses } from '../../src/generators/strategies/index.js';
import { DEFAULT_KERNEL, type DesignId } from '../../src/model/designs.js';
import type { InvariantProperty } from '../../src/properties/kinds/invariant.js';
import { drawRace } from '../../src/report/index.js';
import { invariantNamed, Run } from '../../src/run/run.js';
import { programOf } from '../../src/scenario/program.js';
import { type Scenario, scenarioOf } from '../../src/scenario/scenario.js';
import { configurationNamed, propertyNamed } from '../named.js';
import { tell } from '../reporter/facts.js';

const CONFIGURATION = 'walkers';

const MOST_RUNS = 500;

/** What some of so many runs violates. */
const REFUTED: readonly (readonly [DesignId, readonly string[]])[] = [
  ['A', ['X6']],
  ['B', ['S3', 'S5', 'S7']],
  ['D', ['S5', 'S7']],
  ['E', ['S5']],
  ['F', ['X7']],
];

/** The first of the random runs that violates the property, up to where it does. */
function firstViolating(scenario: Scenario, property: InvariantProperty): Run {
  const program = programOf(scenario);
  const walk = new Walk(program, { scheduler: pauses.scheduler(program) });
  for (let number = 0; number < MOST_RUNS; number++) {
    walk.run(drawOfRun('a', number), DEFAULT_MAX_LENGTH);
    const run = new Run(scenario, walk.path());
    const violation = run.violation(property);
    if (violation !== undefined) return run.prefix(violation.after);
  }
  throw new Error(`none of ${MOST_RUNS} runs violates ${property.id}`);
}

describe.each(REFUTED)(`design %s on Linux ${DEFAULT_KERNEL}, ${CONFIGURATION}`, (design, ids) => {
  const scenario = scenarioOf(design, configurationNamed(CONFIGURATION));

  test.for(ids.map((id) => [id, propertyNamed(id).title] as const))(
    '%s "%s": a random run, shrunk to the shortest',
    ([id, title], context) => {
      const property = invariantNamed(id);
      const found = firstViolating(scenario, property);
      const shrunk = shrinkRun(found, (smaller) => smaller.violates(property), { scenario: 'keep' });
      const { run, verdict, states } = certify(shrunk, property, MOST_STATES);
      expect(verdict).toBe('shortest');
      expect(shrunk.length).toBe(run.length);
      expect(run.length).toBeLessThan(found.length);
      const violation = run.violation(property);
      expect(violation?.after).toBe(run.length);
      tell(context, {
        kind: 'shrunk',
        ...{ property: id, title, design, kernel: DEFAULT_KERNEL, configuration: CONFIGURATION },
        ...{ from: found.length, to: run.length, states },
        processes: new Set(run.steps.map(({ process }) => process)).size,
        drawing: drawRace(run.steps, violation?.wrong ?? ''),
      });
    },
  );
});
