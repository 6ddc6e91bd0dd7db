/** Fixes as data: where each exists, and what some of them are for, by a run with and one without. */

import { describe, expect, test } from 'vitest';
import { DESIGN_IDS, type DesignId, switchesOf } from '../../src/model/designs.js';
import { SWITCH_NAMES } from '../../src/model/switches.js';
import { ablate, breaks, breaksSooner, isUndecided, type Trial, trialsOf } from '../../src/properties/ablation.js';
import { Decision } from '../../src/properties/decide.js';
import { FIXES, type Fix, hasFix, kernelsWithFix } from '../../src/properties/fixes.js';
import { LIVENESS_PROPERTIES, PROPERTIES } from '../../src/properties/index.js';
import { L1, L2, L6 } from '../../src/properties/liveness.js';
import type { Property } from '../../src/properties/property.js';
import type { VerdictCell } from '../../src/properties/verdict.js';
import type { Scenario } from '../../src/scenario/scenario.js';

function fix(id: string): Fix {
  const found = FIXES.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no fix ${id}`);
  return found;
}

const HISTORY = Array.from({ length: 15 }, (_, i) => `F${i + 1}`);

test('every row of the history has a switch', () => {
  const told = new Set(FIXES.map(({ id }) => id.split('-')[0]));
  expect(HISTORY.filter((id) => !told.has(id))).toEqual([]);
});

test('no two fixes have one id', () => {
  expect(new Set(FIXES.map(({ id }) => id)).size).toBe(FIXES.length);
});

describe.each(FIXES)('$id', (each) => {
  test('some design has it, and loses it without', () => {
    const designs = DESIGN_IDS.filter((design) => kernelsWithFix(each, design).length > 0);
    expect(designs).not.toEqual([]);
    for (const design of designs) {
      for (const kernel of kernelsWithFix(each, design)) {
        expect(hasFix(each, design, kernel)).toBe(true);
        const without = switchesOf(design, kernel, each.unfixed);
        expect(SWITCH_NAMES.some((name) => name in each.fixed && without[name] !== each.fixed[name])).toBe(true);
      }
    }
  });
});

test('a fix is tried on the first and the newest kernel that have it', () => {
  expect(kernelsWithFix(fix('F7'), 'D')).toEqual(['5.10', '7.3']);
  expect(kernelsWithFix(fix('F15'), 'D')).toEqual(['6.12']);
  expect(kernelsWithFix(fix('F1'), 'D')).toEqual([]);
});

test('or on the one that is asked for, if that has it', () => {
  const kernels = (kernel: '5.8' | '6.1') =>
    trialsOf({ fixes: [fix('F7')], designs: ['D'], kernel }).map(({ withFix }) => withFix.kernel);
  expect(kernels('5.8')).toEqual([]);
  expect(new Set(kernels('6.1'))).toEqual(new Set(['6.1']));
});

function decide(scenario: Scenario, properties: readonly Property[] = PROPERTIES): VerdictCell[] {
  const decision = new Decision(scenario, properties);
  decision.run();
  return decision.cells();
}

/** The properties that break without a fix in a design, on the first kernel that has it, in one configuration. */
function broken(
  id: string,
  configuration: string,
  properties: readonly Property[] = PROPERTIES,
  design: DesignId = 'D',
): string[] {
  const trial = trialsOf({ fixes: [fix(id)], designs: [design], properties }).find(
    ({ withFix }) => withFix.configuration.name === configuration,
  );
  if (trial === undefined) throw new Error(`${id} is not tried in ${configuration}`);
  return cellsOf(trial)
    .filter(breaks)
    .map(({ property }) => property);
}

const cellsOf = ({ fix: tried, withFix, without, properties }: Trial) =>
  ablate(tried, decide(withFix, properties), decide(without, properties));

test.each([
  ['F3-guard', 'quiet', ['X2', 'X3', 'X6', 'X7']],
  ['F3', 'quiet', []],
  ['F7', 'quiet', []],
  ['F9', 'readers, no offlining', ['S4']],
  ['F14', 'poison', ['HW']],
  ['undo', 'quiet', ['EF']],
])('without %s, in %s, %j breaks', (id, configuration, properties) => {
  expect(broken(id, configuration)).toEqual(properties);
});

test.each([
  ['F4', 'pcp', ['L1', 'L2', 'L3', 'L6', 'L8']],
  ['F5', 'pcp', []],
  ['F6', 'tiny', []],
  ['F6', 'quiet', []],
  ['F6', 'tiny, two walkers', ['L1', 'L6']],
])('without %s, in %s, some of this goes on for ever: %j', (id, configuration, properties) => {
  expect(broken(id, configuration, LIVENESS_PROPERTIES)).toEqual(properties);
});

test.each([
  ['A', ['S5', 'S7', 'D4', 'M1', 'S3', 'S4', 'X3']],
  ['E', ['S5', 'S7', 'D4', 'M1', 'S3', 'S4', 'X2', 'X3']],
  ['F', ['S5', 'S7', 'D4', 'M1', 'S3', 'S4', 'X3']],
] as const)('without F12 an unplugged page of design %s outlives its driver, and %j breaks', (design, properties) => {
  expect(broken('F12', 'unload', PROPERTIES, design)).toEqual(properties);
});

describe('trials decide', () => {
  const decided = (id: string, properties?: readonly Property[]) =>
    trialsOf({ fixes: [fix(id)], designs: ['D'], kernel: '5.10', ...(properties && { properties }) }).map(
      (trial) => [trial.withFix.configuration.name, trial.properties] as const,
    );

  test('what designs are compared by, and in small configurations what a fix could bring to an end', () => {
    expect(decided('F4')).toEqual([
      ['pcp', PROPERTIES],
      ['pcp', [L1, L2]],
    ]);
    expect(decided('F11')).toEqual([['quiet', PROPERTIES]]);
  });

  test('what is asked for alone, in each configuration once', () => {
    expect(decided('F4', [L6])).toEqual([['pcp', [L6]]]);
    const names = decided('F6', [L6]).map(([name]) => name);
    expect(names).toEqual(['quiet', 'walkers', 'rcu-walkers', 'tiny', 'tiny, two walkers']);
  });
});

describe('a verdict beside that with the fix', () => {
  const [cell] = decide(trialsOf({ fixes: [fix('F7')], designs: ['D'] })[0].withFix);
  const trace = (steps: number) => Array.from({ length: steps }, () => ({ process: 'p', choices: [], args: [] }));
  const holds: VerdictCell = { ...cell, verdict: 'holds' };
  const open: VerdictCell = { ...cell, verdict: 'not-exhausted' };
  const violated = (steps: number): VerdictCell => ({ ...cell, verdict: 'violated', trace: trace(steps) });

  test.each([
    ['breaks', violated(9), holds, 'breaks'],
    ['is violated much sooner', violated(9), violated(20), 'sooner'],
    ['is violated a little sooner', violated(9), violated(10), 'neither'],
    ['was open with the fix', violated(9), open, 'undecided'],
    ['is open without it', open, holds, 'undecided'],
    ['is open where it was violated anyway', open, violated(9), 'neither'],
    ['holds either way', holds, holds, 'neither'],
    ['holds without the fix alone', holds, violated(9), 'neither'],
  ])('%s', (_, without, withFix, expected) => {
    const [ablated] = ablate(fix('F7'), [withFix], [without]);
    const told = breaks(ablated) ? 'breaks' : breaksSooner(ablated) ? 'sooner' : 'neither';
    expect(isUndecided(ablated) ? 'undecided' : told).toBe(expected);
    expect(ablated).toMatchObject({ fix: 'F7', withFix: withFix.verdict });
  });
});
