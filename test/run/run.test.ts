/** What a run tells of itself. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replayMoves } from '../../src/checker/trace.js';
import { interleaving } from '../../src/generators/interleaving.js';
import { describeViolation, holds, INVARIANT_PROPERTIES, invariantNamed, Run } from '../../src/run/run.js';
import { scenarioOf } from '../../src/scenario/scenario.js';

const WALKERS = scenarioOf('D', 'small', { actors: { walkers: ['late'] } });
const [RUN] = fc.sample(interleaving(WALKERS, { maxLength: 40 }), { numRuns: 1, seed: 1 });

describe('Run', () => {
  it('looks at every state, the initial one first', () => {
    let states = 0;
    const never = RUN.first(() => {
      states++;
      return false;
    });
    expect(never).toBeUndefined();
    expect(states).toBe(RUN.length + 1);
    expect(RUN.first(() => true)).toBe(0);
  });

  it('finds the first violation as a replay of each prefix does', () => {
    for (const run of fc.sample(interleaving(WALKERS), { numRuns: 30, seed: 1 })) {
      for (const property of INVARIANT_PROPERTIES) {
        const violation = run.violation(property);
        expect(run.violates(property.id)).toBe(violation !== undefined);
        if (violation === undefined) expect(holds(property)(run)).toBe(true);
        else expect(() => holds(property)(run)).toThrow(describeViolation(violation));
        if (violation === undefined) continue;
        const { replay } = replayMoves(run.program, run.prefix(violation.after).moves);
        expect(property.wrong(replay.state, property.violator(replay.state))).toBe(violation.wrong);
        expect(run.prefix(violation.after - 1).violates(property)).toBe(false);
      }
    }
  });

  it('counts context switches', () => {
    const processes = RUN.steps.map(({ process }) => process);
    expect(RUN.contextSwitches).toBe(processes.filter((process, i) => i > 0 && process !== processes[i - 1]).length);
    expect(new Run(WALKERS, []).contextSwitches).toBe(0);
  });

  it('prints its scenario and a line for each step', () => {
    expect(String(RUN).split('\n')).toHaveLength(RUN.length + 1);
    expect(fc.stringify(RUN)).toBe(`\n${RUN}\n`);
  });

  it('refuses moves that are not possible when it looks at them', () => {
    const wrong = new Run(WALKERS, [{ process: 0, branch: 99 }]);
    expect(() => wrong.steps).toThrow('move 1 of 1 is not possible');
    expect(() => wrong.first(() => false)).toThrow('move 1 of 1 is not possible');
  });
});

describe('invariantNamed', () => {
  it('names those there are when it does not know one', () => {
    expect(() => invariantNamed('S99')).toThrow(/no invariant is called S99; there are S5, S7,/);
    expect(() => holds('EF')).toThrow('no invariant is called EF');
  });
});
