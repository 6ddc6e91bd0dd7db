/** Scenarios: fixed ones, drawn ones, and what is smaller than one. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Campaign } from '../../src/generators/campaign.js';
import { scenario, startingFrom } from '../../src/generators/drawn_scenario.js';
import { processesOf, scenarioSize, smallerScenarios, withActorsOf } from '../../src/generators/smaller_scenario.js';
import { uniform } from '../../src/generators/strategies/index.js';
import { programOf } from '../../src/scenario/program.js';
import { type Scenario, scenarioOf } from '../../src/scenario/scenario.js';

const WALKERS = scenarioOf('D', 'small', { actors: { walkers: ['late'] }, overrides: { putHook: true } });

/** Compares sizes place by place. */
function isSmaller(a: readonly number[], b: readonly number[]): boolean {
  const differs = a.findIndex((number, i) => number !== b[i]);
  return differs >= 0 && a[differs] < b[differs];
}

describe('scenario', () => {
  it('draws only what compiles, and runs within the ranges of its fields', () => {
    const drawn = scenario({ maxOverrides: 2 });
    fc.assert(
      fc.property(drawn, (each) => new Campaign({ scenario: each, seed: 'ranges', runs: 10, strategy: uniform }).run()),
      { numRuns: 10, seed: 1 },
    );
  });

  it('draws from the constraints', () => {
    const drawn = scenario({ designs: ['A'], kernels: ['6.1', '7.3'] });
    for (const each of fc.sample(drawn, { numRuns: 30, seed: 1 })) {
      expect(each.design).toBe('A');
      expect(['6.1', '7.3']).toContain(each.kernel);
      expect(each.overrides).toEqual({});
    }
  });

  it('shrinks to one actor, one page and the switches of the design, and leaves design and kernel as they are', () => {
    const drawn = scenario({ maxOverrides: 3 });
    const [first] = fc.sample(drawn, { numRuns: 1, seed: 4 });
    const always = fc.property<[Scenario]>(drawn, () => false);
    const [smallest] = fc.check(always, { seed: 4 }).counterexample ?? [];
    if (smallest === undefined) throw new Error('nothing failed');
    expect(smallest).toMatchObject({ design: first.design, kernel: first.kernel, overrides: {} });
    expect(scenarioSize(smallest)).toEqual([1, 4, 0, 0]);
  });
});

describe('withActorsOf', () => {
  const processes = ['sysfs', 'worker', 'walker 0', 'walker 1', 'brief user'];
  const start = scenarioOf('D', 'walkers', { actors: { walkers: ['late', 'prompt', 'late'], users: 1 } });

  it('keeps as many processes of each kind as are named, and nothing but actors changes', () => {
    expect(processesOf(start)).toEqual(['sysfs', 'worker', 'walker 0', 'walker 1', 'walker 2', 'user', 'brief user']);
    const smaller = withActorsOf(start, processes);
    expect(processesOf(smaller)).toEqual(processes);
    expect({ ...smaller.configuration, actors: {}, name: '' }).toEqual({
      ...start.configuration,
      actors: {},
      name: '',
    });
  });

  it('is the scenario itself where all are named', () => {
    expect(withActorsOf(start, processesOf(start))).toBe(start);
  });
});

describe('smallerScenarios', () => {
  it('are smaller, consistent, and compile', () => {
    for (const start of [WALKERS, ...fc.sample(scenario({ maxOverrides: 2 }), { numRuns: 12, seed: 2 })]) {
      for (const smaller of smallerScenarios(start, 'drawn')) {
        expect(isSmaller(scenarioSize(smaller), scenarioSize(start))).toBe(true);
        const { blocks, subBlocksPerBlock, subBlockPages, unplugged, offline = [] } = smaller.configuration;
        expect(subBlockPages).toHaveLength(blocks * subBlocksPerBlock);
        expect(Math.max(-1, ...unplugged)).toBeLessThan(subBlockPages.length);
        expect(Math.max(-1, ...offline)).toBeLessThan(blocks);
      }
    }
    for (const smaller of smallerScenarios(WALKERS)) expect(programOf(smaller).automata.length).toBeGreaterThan(0);
  });

  it('keep what is under test, but for overrides that were drawn', () => {
    const underTest = ({ design, kernel, overrides }: Scenario) => ({ design, kernel, overrides });
    for (const smaller of smallerScenarios(WALKERS)) expect(underTest(smaller)).toEqual(underTest(WALKERS));
    const drawn = [...smallerScenarios(WALKERS, 'drawn')];
    expect(drawn.map(({ overrides }) => overrides)).toContainEqual({});
    for (const { design, kernel } of drawn) expect([design, kernel]).toEqual([WALKERS.design, WALKERS.kernel]);
  });

  it('have fewer actors first, then less memory, less trouble, and fewer changed switches', () => {
    const lowered = [...smallerScenarios(WALKERS, 'drawn')].map((smaller) => {
      const size = scenarioSize(smaller);
      return size.findIndex((number, i) => number < scenarioSize(WALKERS)[i]);
    });
    expect(lowered).toEqual([...lowered].sort());
    expect(new Set(lowered)).toEqual(new Set([0, 1, 2, 3]));
  });

  it('keep what is unplugged where a sub-block before it goes', () => {
    const two = scenarioOf('D', { ...WALKERS.configuration, unplugged: [1] });
    const unplugged = [...smallerScenarios(two)]
      .filter(({ configuration }) => configuration.subBlocksPerBlock === 1)
      .map(({ configuration }) => configuration.unplugged);
    expect(unplugged).toEqual([[], [0]]);
  });

  it("keep another driver's pages where pages before them go", () => {
    const smaller = [...smallerScenarios(scenarioOf('D', 'foreign'))].map(({ configuration }) => configuration);
    const oneSubBlock = smaller.filter(({ subBlocksPerBlock }) => subBlocksPerBlock === 1);
    expect(oneSubBlock.map(({ foreign }) => foreign)).toEqual([[], [1]]);
    const onePageFewer = smaller.filter(({ subBlockPages }) => subBlockPages.flat().length === 2);
    expect(onePageFewer.map(({ foreign }) => foreign)).toContainEqual([]);
    expect(smaller.map(({ foreign, subBlockPages }) => [foreign, subBlockPages.flat().length])).toContainEqual([[], 3]);
  });
});

describe('startingFrom', () => {
  it('draws the scenario itself, and shrinks it', () => {
    expect(fc.sample(startingFrom(WALKERS), 3)).toEqual([WALKERS, WALKERS, WALKERS]);
    expect([...startingFrom(WALKERS).shrink(WALKERS, undefined)].map(({ value }) => value)).toEqual([
      ...smallerScenarios(WALKERS),
    ]);
  });
});
