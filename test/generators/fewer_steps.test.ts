/** Which steps are left out of a run, to see whether it fails without. */

import { describe, expect, it } from 'vitest';
import type { TraceStep } from '../../src/checker/trace.js';
import { prefixes, withFewerSteps } from '../../src/generators/fewer_steps.js';
import { scenarioOf } from '../../src/scenario/scenario.js';
import { drawnRun } from './drawn_run.js';

const RUN = drawnRun(scenarioOf('D', 'small'), 'fewer steps', 50);

function stepText({ choices, action, args, outcome }: TraceStep): string {
  return JSON.stringify([choices, action, args, outcome]);
}

describe('prefixes', () => {
  it('end halfway, then ever nearer to the end', () => {
    expect([...prefixes(RUN)].map(({ length }) => length)).toEqual([25, 37, 43, 46, 48, 49]);
    expect([...prefixes(RUN.prefix(1))].map(({ length }) => length)).toEqual([0]);
    expect([...prefixes(RUN.prefix(0))]).toEqual([]);
  });
});

describe('withFewerSteps', () => {
  it('leaves out a whole process first', () => {
    const [without] = withFewerSteps(RUN);
    const gone = RUN.steps[0].process;
    expect(without.steps.filter(({ process }) => process === gone)).toEqual([]);
    expect(without.length).toBeGreaterThan(0);
  });

  it('leaves out whole rounds of a loop and keeps the steps before and after them', () => {
    const alone = scenarioOf('D', 'tiny', { actors: { sysfs: 0, walkers: ['late'] } });
    const run = drawnRun(alone, 'rounds', 50);
    const starts = [...run.steps.keys()].filter((i) => run.steps[i].action === 'pfn_to_online_page');
    const last = starts.length - 1;
    const firstAndLast = run.steps.toSpliced(starts[1], starts[last] - starts[1]).map(stepText);
    expect([...withFewerSteps(run)].map(({ steps }) => steps.map(stepText))).toContainEqual(firstAndLast);
  });
});
