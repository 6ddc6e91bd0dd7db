/** Fixes as data: where each exists, and what some of them are for, by a run with and one without. */

import { describe, expect, test } from 'vitest';
import { DESIGN_IDS, type DesignId, KERNEL_VERSIONS, switchesOf } from '../../../src/model/designs.js';
import { SWITCH_NAMES, SWITCHES } from '../../../src/model/switches.js';
import { L1, L2, L6, LIVENESS_PROPERTIES } from '../../../src/properties/catalogue/liveness.js';
import { PROPERTIES } from '../../../src/properties/catalogue/main.js';
import { Decision } from '../../../src/properties/decide.js';
import type { Property } from '../../../src/properties/property.js';
import {
  ablate,
  breaks,
  breaksSooner,
  isUndecided,
  type Trial,
  trialsOf,
} from '../../../src/properties/studies/ablation.js';
import { FIXES, type Fix, hasFix, kernelsWithFix } from '../../../src/properties/studies/fixes.js';
import type { VerdictCell } from '../../../src/properties/verdict.js';
import { type Scenario, scenarioOf } from '../../../src/scenario/scenario.js';
import { propertyNamed } from '../../named.js';
import { tell } from '../../reporter/facts.js';

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
  const places = DESIGN_IDS.flatMap((design) => KERNEL_VERSIONS.map((kernel) => ({ design, kernel })));

  test('some design has it', () => {
    expect(places.some(({ design, kernel }) => hasFix(each, design, kernel))).toBe(true);
  });

  test('whoever has it would be without it', () => {
    const having = places.filter(({ design, kernel }) => hasFix(each, design, kernel));
    for (const { design, kernel } of having) {
      const unfixed = switchesOf(design, kernel, each.unfixed);
      const changed = SWITCH_NAMES.filter((name) => unfixed[name] !== switchesOf(design, kernel)[name]);
      expect(changed).toEqual(SWITCH_NAMES.filter((name) => name in each.unfixed));
      expect(changed.some((name) => name in each.fixed)).toBe(true);
    }
  });
});

/** Of mainline: what a patch has, its designs have on every kernel. */
const MAINLINE = FIXES.filter(
  ({ since, fixed }) =>
    /^\d+\.\d+$/.test(since) &&
    SWITCH_NAMES.filter((name) => name in fixed).every((name) => SWITCHES[name].decidedBy === 'kernel'),
);

test.each(MAINLINE)('the first kernel from $since on has $id, and none before', (each) => {
  const having = KERNEL_VERSIONS.filter((kernel) => hasFix(each, 'D', kernel));
  expect(having.length).toBeGreaterThan(0);
  const isBefore = (kernel: string) => versionOf(kernel) < versionOf(each.since);
  expect(having[0]).toBe(KERNEL_VERSIONS.find((kernel) => !isBefore(kernel)));
});

/** Comparable as a number. */
function versionOf(kernel: string): number {
  const [major, minor] = kernel.split('.').map(Number);
  return major * 1_000 + minor;
}

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

interface Tried {
  readonly id: string;
  readonly design: DesignId;
  readonly configuration: string;
  readonly asked: readonly Property[];
  /** The ids of those that break without the fix, on the first kernel that has it. */
  readonly broken: readonly string[];
}

function trialOf({ id, design, configuration, asked: properties }: Tried): Trial {
  const trial = trialsOf({ fixes: [fix(id)], designs: [design], properties }).find(
    ({ withFix }) => withFix.configuration.name === configuration,
  );
  if (trial === undefined) throw new Error(`${id} is not tried in ${configuration}`);
  return trial;
}

const without = (
  id: string,
  design: DesignId,
  configuration: string,
  asked: readonly Property[],
  broken: readonly string[],
): Tried => ({ id, design, configuration, asked, broken });

const TRIED: readonly Tried[] = [
  without('F3-guard', 'D', 'quiet', PROPERTIES, ['X7']),
  without('F3', 'D', 'quiet', PROPERTIES, []),
  without('F7', 'D', 'quiet', PROPERTIES, []),
  without('F9', 'D', 'readers, no offlining', PROPERTIES, ['S4']),
  without('F12', 'A', 'unload', PROPERTIES, ['S5', 'S7', 'D4', 'M1', 'S3', 'S4', 'X3']),
  without('F12', 'E', 'unload', PROPERTIES, ['S5', 'S7', 'D4', 'M1', 'S3', 'S4', 'X2', 'X3']),
  without('F12', 'F', 'unload', PROPERTIES, ['S5', 'S7', 'D4', 'M1', 'S3', 'S4', 'X3']),
  without('F14', 'D', 'poison', PROPERTIES, ['HW']),
  without('undo', 'D', 'quiet', PROPERTIES, ['EF']),
  without('F4', 'D', 'pcp', LIVENESS_PROPERTIES, ['L1', 'L2', 'L3', 'L6', 'L8']),
  without('F5', 'D', 'pcp', LIVENESS_PROPERTIES, []),
  without('F6', 'D', 'tiny', LIVENESS_PROPERTIES, []),
  without('F6', 'D', 'quiet', LIVENESS_PROPERTIES, []),
  without('F6', 'D', 'tiny, two walkers', LIVENESS_PROPERTIES, ['L1', 'L6']),
];

test.for(TRIED.map((tried) => [nameOf(tried), tried] as const))('%s', ([, tried], context) => {
  const { fix: lost, withFix, without: unfixed, properties } = trialOf(tried);
  const cells = ablate(lost, decide(withFix, properties), decide(unfixed, properties));
  const broken = cells.filter(breaks).map(({ property }) => property);
  expect(broken).toEqual(tried.broken);
  const { design, configuration } = tried;
  if (broken.length === 0) return;
  tell(context, { kind: 'bug', fix: lost.id, change: lost.change, design, configuration, breaks: broken });
});

function nameOf({ id, design, configuration, broken }: Tried): string {
  const what = broken.length === 0 ? 'nothing breaks' : `${broken.join(', ')} break`;
  return `without ${id} in design ${design}, ${configuration}, ${what}`;
}

// The attempt is refused before the driver sees it, and the driver unlocks a mutex that it does not own.
test.each([
  ['A', 6],
  ['E', 6],
  ['F', 6],
  ['D', 8],
] as const)('without F3-guard X7 breaks in design %s in %i steps', (design, steps) => {
  const overrides = fix('F3-guard').unfixed;
  const [cell] = decide(scenarioOf(design, 'tiny', { overrides }), [propertyNamed('X7')]);
  expect(cell).toMatchObject({ verdict: 'violated', trace: { length: steps } });
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
