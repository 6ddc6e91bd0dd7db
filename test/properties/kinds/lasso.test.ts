/** Lassos confirmed apart from what finds them: a real one passes, and whatever is changed about it is objected to. */

import { describe, expect, test } from 'vitest';
import { compileSystem, type Program } from '../../../src/checker/system.js';
import type { TraceStep } from '../../../src/checker/trace.js';
import type { Configuration } from '../../../src/model/configuration.js';
import { switchesOf } from '../../../src/model/designs.js';
import type { Kernel } from '../../../src/model/state.js';
import type { Switches } from '../../../src/model/switches.js';
import { kernelSystem } from '../../../src/model/system.js';
import { L1, L2, L4 } from '../../../src/properties/catalogue/liveness.js';
import { Decision } from '../../../src/properties/decide.js';
import { objectionToLasso } from '../../../src/properties/kinds/lasso.js';
import type { LivenessProperty } from '../../../src/properties/kinds/liveness.js';
import type { VerdictCell } from '../../../src/properties/verdict.js';
import { TWO_WALKERS } from '../../../src/scenario/varied.js';
import { configurationNamed } from '../../named.js';

interface Found {
  readonly program: Program<Kernel>;
  readonly cell: VerdictCell;
  readonly trace: readonly TraceStep[];
  readonly loop: number;
}

/** Design D on 5.8. */
function find(property: LivenessProperty, configuration: Configuration, overrides: Partial<Switches> = {}): Found {
  const decision = new Decision({ design: 'D', kernel: '5.8', configuration, overrides }, [property]);
  decision.run();
  const [cell] = decision.cells();
  const { trace = [], loop = trace.length } = cell;
  return { program: compileSystem(kernelSystem(configuration, switchesOf('D', '5.8', overrides))), cell, trace, loop };
}

const { program, cell, trace, loop } = find(L1, configurationNamed('pcp'));
const handedOn = find(L1, TWO_WALKERS, { scanEBUSY: false });

test('a lasso is a verdict with a trace, and where its loop begins', () => {
  expect(cell).toMatchObject({ property: 'L1', verdict: 'violated', loop: 16, wrong: L1.wrong });
  expect(trace.length).toBe(19);
});

test('a race that ends has no loop', () => {
  const ended = find(L2, { ...TWO_WALKERS, name: 'as it is' });
  expect(ended.cell.verdict).toBe('violated');
  expect(ended.cell.loop).toBeUndefined();
  expect(objectionToLasso(ended.program, L2, { trace: ended.trace })).toBeUndefined();
});

test('what holds has no trace, and what nobody asks for applies nowhere', () => {
  const held = find(L1, configurationNamed('tiny')).cell;
  expect(held).toMatchObject({ verdict: 'holds' });
  expect(held.applied).toBeGreaterThan(0);
  expect(held.trace).toBeUndefined();
  expect(find(L4, configurationNamed('tiny')).cell).toMatchObject({ verdict: 'holds', applied: 0 });
});

test('without all states nothing is said', () => {
  const decided = { design: 'D', kernel: '5.8', configuration: configurationNamed('pcp') } as const;
  const decision = new Decision({ ...decided, overrides: {} }, [L1], { maxStates: 20 });
  decision.run();
  expect(decision.cells()[0].verdict).toBe('not-exhausted');
});

describe('an objection to', () => {
  test('the lasso itself: none', () => {
    expect(objectionToLasso(program, L1, { trace, loop })).toBeUndefined();
  });

  test('a loop that lacks its last step', () => {
    expect(objectionToLasso(program, L1, { trace: trace.slice(0, -1), loop })).toMatch(/does not come back/);
  });

  test('a loop that begins too early', () => {
    expect(objectionToLasso(program, L1, { trace, loop: loop - 1 })).toMatch(/does not come back/);
  });

  test('a loop without somebody who could move', () => {
    // What the attempt does for itself, in the state where its walkers hold the page.
    const held = handedOn.trace.slice(0, handedOn.loop);
    const alone = handedOn.trace.slice(handedOn.loop).filter(({ process }) => process === 'sysfs');
    const objection = objectionToLasso(handedOn.program, L1, { trace: [...held, ...alone], loop: held.length });
    expect(objection).toMatch(/^is not fair to walker/);
  });

  test('a run that stops where somebody can move', () => {
    expect(objectionToLasso(program, L1, { trace: trace.slice(0, loop) })).toBe('is not fair to sysfs');
  });

  test('the same, where nothing is assumed of anybody: none', () => {
    const unfair = { ...L1, fairness: () => 'none' as const };
    expect(objectionToLasso(program, unfair, { trace: trace.slice(0, loop) })).toBeUndefined();
  });

  test('a run that asks for nothing', () => {
    expect(objectionToLasso(program, L1, { trace: [] })).toMatch(/waits for nothing/);
  });

  test('a loop on which it is given what it asks', () => {
    const given = { ...L1, to: (k: Kernel) => k.userPage[0] === 0 && k.hotplugMutex[0] !== 0 };
    const between = { ...L1, to: (k: Kernel) => k.speculative[0] === 2 };
    expect(objectionToLasso(handedOn.program, L1, handedOn)).toBeUndefined();
    expect(objectionToLasso(handedOn.program, between, handedOn)).toBe('is given what it asks for');
    expect(objectionToLasso(program, given, { trace, loop })).toMatch(/waits for nothing/);
  });

  test('a step that is not possible', () => {
    expect(() => objectionToLasso(program, L1, { trace: trace.slice(1), loop: loop - 1 })).toThrow('does not do');
  });
});
