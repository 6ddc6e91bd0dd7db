/** What random interleavings of the model show, and how short the races are that fast-check ends with. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { search } from '../../src/checker/search.js';
import { replayMoves } from '../../src/checker/trace.js';
import { scenario } from '../../src/generators/drawn_scenario.js';
import { interleaving } from '../../src/generators/interleaving.js';
import { whatHappened } from '../../src/generators/shape.js';
import { boundedSwitches, coverageGuided, pct, swarm } from '../../src/generators/strategies/index.js';
import { Attempt, Owner } from '../../src/model/state.js';
import type { InvariantProperty } from '../../src/properties/kinds/invariant.js';
import { holds, INVARIANT_PROPERTIES, invariantNamed, type Run } from '../../src/run/run.js';
import { programOf } from '../../src/scenario/program.js';
import { type Scenario, scenarioOf } from '../../src/scenario/scenario.js';

function walked(design: 'D' | 'A-nohook'): Scenario {
  return scenarioOf(design, 'small', { actors: { walkers: ['late'] } });
}

/** Steps of a shortest run that violates the property, by exhaustive search. */
function shortestLength(of: Scenario, { id, violator }: InvariantProperty): number {
  const found = search(programOf(of), { invariants: [{ id, holds: (k) => violator(k) < 0 }], maxStates: 400_000 });
  return found.pathTo(found.violations.get(id) ?? Number.NaN).length;
}

/** The races that fast-check shrinks to from these seeds. */
function races(of: Scenario, property: InvariantProperty, whenShrinking: 'keep' | 'shrink', seeds: number): Run[] {
  return Array.from({ length: seeds }, (_, seed) => {
    const details = fc.check(fc.property(interleaving(of, { scenario: whenShrinking }), holds(property)), {
      seed,
      numRuns: 2_000,
    });
    const [race] = details.counterexample ?? [];
    if (race === undefined) throw new Error(`seed ${seed}: ${property.id} held in ${details.numRuns} runs`);
    return race;
  });
}

describe('interleaving', () => {
  it.each(INVARIANT_PROPERTIES.map(({ id }) => id))('design D without walkers keeps %s', (id) => {
    fc.assert(fc.property(interleaving(scenarioOf('D', 'small')), holds(id)), { numRuns: 300 });
  });

  it('draws valid runs of any scenario, none longer than asked', () => {
    const runs = interleaving(scenario(), { maxLength: 60 });
    fc.assert(
      fc.property(runs, (run) => {
        expect(run.length).toBeLessThanOrEqual(60);
        replayMoves(run.program, run.moves);
      }),
      { numRuns: 10, seed: 1 },
    );
  });

  it.each([pct(3), boundedSwitches(3), swarm])('draws by strategy $name, the same from the same seed', (strategy) => {
    const runs = interleaving(walked('D'), { maxLength: 50, strategy });
    const sample = () => fc.sample(runs, { seed: 5, numRuns: 5 }).map(({ moves }) => moves);
    expect(sample()).toEqual(sample());
    expect(sample()).not.toEqual(
      fc.sample(interleaving(walked('D'), { maxLength: 50 }), { seed: 5, numRuns: 5 }).map(({ moves }) => moves),
    );
  });

  it('takes no strategy that learns, since fast-check makes single runs again', () => {
    expect(() => interleaving(walked('D'), { strategy: coverageGuided })).toThrow('coverage learns from run to run');
  });

  it('stops at the time limit of fast-check', () => {
    const parameters = { numRuns: 1e9, interruptAfterTimeLimit: 200 };
    const details = fc.check(fc.property(interleaving(scenarioOf('D', 'small')), holds('S5')), parameters);
    expect(details).toMatchObject({ failed: false, interrupted: true });
    expect(details.numRuns).toBeGreaterThan(0);
  });

  it('shows by fc.statistics what was covered', () => {
    const lines: string[] = [];
    const parameters = { numRuns: 200, seed: 7, logger: (line: string) => lines.push(line) };
    fc.statistics(interleaving(walked('D')), whatHappened, parameters);
    const share = lines.find((line) => line.includes('walker: put_page_testzero -> reached 0'));
    expect(share).toMatch(/\d\.\d\d%$/);
  });

  it('draws the same runs from the same seed', () => {
    const runs = interleaving(walked('D'), { maxLength: 50 });
    const sample = () => fc.sample(runs, { seed: 7, numRuns: 20 }).map(String);
    expect(sample()).toEqual(sample());
    expect(new Set(sample()).size).toBe(20);
  });

  it('shrinks a scenario as the arbitrary that drew it does', () => {
    const readers = fc
      .integer({ min: 2, max: 9 })
      .map((count) => scenarioOf('D', 'tiny', { actors: { readers: count } }));
    const always = fc.property<[Run]>(interleaving(readers, { maxLength: 5 }), () => false);
    for (let seed = 1; seed <= 5; seed++) {
      const [smallest] = fc.check(always, { seed }).counterexample ?? [];
      expect(smallest?.scenario).toEqual(scenarioOf('D', 'tiny', { actors: { readers: 2 } }));
      expect(smallest?.length).toBe(0);
    }
  });

  it('finds the same race again from seed and path', () => {
    const property = () => fc.property(interleaving(walked('D')), holds('S7'));
    const first = fc.check(property(), { seed: 11, numRuns: 2_000 });
    const again = fc.check(property(), { seed: 11, path: first.counterexamplePath ?? '', endOnFailure: true });
    expect(first.failed).toBe(true);
    expect(String(again.counterexample?.[0])).toBe(String(first.counterexample?.[0]));
  });
});

describe('the races that interleavings shrink to', () => {
  const cases = (['D', 'A-nohook'] as const).flatMap((design) => ['S5', 'S7'].map((id) => [design, id] as const));

  it.each(cases)('design %s violates %s in no more steps than the search needs', (design, id) => {
    const property = invariantNamed(id);
    const shortest = shortestLength(walked(design), property);
    for (const race of races(walked(design), property, 'keep', 40)) expect(race.length).toBe(shortest);
  });

  it.each(cases)('design %s violates %s in a scenario that has only what it needs', (design, id) => {
    const property = invariantNamed(id);
    const shortest = shortestLength(walked(design), property);
    for (const race of races(walked(design), property, 'shrink', 12)) {
      expect(race.length).toBeLessThanOrEqual(shortest);
      expect(race.scenario.configuration.subBlockPages.flat()).toHaveLength(1);
      const acting = new Set(race.steps.map(({ process }) => process));
      expect(acting.size).toBe(race.program.automata.length);
    }
  });

  it('are nearly as short for a property that shrinking knows nothing of', () => {
    const property: InvariantProperty = {
      id: 'own',
      title: 'never allocated and offline',
      statement: 'The driver never has a page of a range allocation while it takes part in an attempt to offline.',
      kind: 'invariant',
      applies: () => true,
      violator: ({ owner, attempt, geometry }) =>
        attempt[0] === Attempt.NONE ? -1 : geometry.subBlockOfPage.findIndex((_, page) => owner[page] === Owner.CONTIG),
      wrong: (_, page) => `page ${page} is allocated`,
    };
    const shortest = shortestLength(scenarioOf('D', 'small'), property);
    const lengths = races(scenarioOf('D', 'small'), property, 'keep', 30).map((race) => race.length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(shortest + 2);
  });
});
