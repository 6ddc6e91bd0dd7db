/** The text that a failed check of interleavings ends with. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeFailure, raceReporter } from '../../src/generators/failure.js';
import { interleaving } from '../../src/generators/interleaving.js';
import { violationsOfTrace } from '../../src/run/recheck.js';
import { holds, invariantNamed, type Run } from '../../src/run/run.js';
import { traceOfToken } from '../../src/run/trace_of_token.js';
import { scenarioOf } from '../../src/scenario/scenario.js';

const WALKERS = scenarioOf('D', 'small', { actors: { walkers: ['late'] } });
const S5 = invariantNamed('S5');

function check(property: (run: Run) => boolean | undefined): fc.RunDetails<[Run]> {
  return fc.check(
    fc.property(interleaving(WALKERS, { scenario: 'keep' }), (run) => property(run) !== false),
    { seed: 1, numRuns: 2_000 },
  );
}

describe('describeFailure', () => {
  it('says what is wrong, in what scenario, by which steps, and how to see it again', () => {
    const details = check(holds('S5'));
    const lines = describeFailure(details).split('\n');
    expect(lines.slice(0, 2)).toEqual([
      `S5 ${S5.title}: page 0 is being freed to the buddy allocator, but the host has taken it away`,
      'Design D on Linux 5.8; small: 1 block, 2 sub-blocks, 2 pages; sysfs, worker, walkers late',
    ]);
    expect(lines[2]).toMatch(/^9 steps, 2 context switches; found in run \d+, made smaller \d+ times$/);
    expect(lines[3]).toMatch(/^shortest \(proved over [\d,]+ states\)$/);
    expect(lines.filter((line) => /^\d /.test(line))).toHaveLength(10);
    const [, token = ''] = /^The race alone: pageoffline replay (\S+)$/.exec(lines.at(-2) ?? '') ?? [];
    expect(violationsOfTrace(traceOfToken(token))).toMatchObject([{ property: 'S5', afterStep: 9 }]);
    expect(lines).toContain(
      '9 walker  put_page_testzero(0) -> reached 0   refcount[page 0] 1 -> 0, owner[page 0] released -> in flight, speculative[page 0] 1 -> 0',
    );
    expect(lines.at(-1)).toBe(
      `To see it again, give fc.assert these parameters: {"seed":1,"path":"${details.counterexamplePath}","endOnFailure":true}`,
    );
  });

  it('takes the shorter race that there is', () => {
    const upToViolation = fc
      .noShrink(interleaving(WALKERS))
      .map((run) => run.prefix(run.violation(S5)?.after ?? run.length));
    const details = fc.check(fc.property(upToViolation, holds('S5')), { seed: 1, numRuns: 2_000 });
    expect(details.counterexample?.[0].length).toBeGreaterThan(9);
    expect(describeFailure(details)).toMatch(/^S5 [^:]+: .*\n.*\n9 steps, .*\nshortest \(proved/);
  });

  it('leaves the drawing of the race to the caller', () => {
    const text = describeFailure(check(holds('S5')), (steps, wrong) => `${steps.length} steps to: ${wrong}`);
    expect(text).toContain(`\n9 steps to: S5 ${S5.title}: page 0`);
  });

  it('names the property that the last step violates, not those violated on the way to it', () => {
    const text = describeFailure(check(holds('S7')));
    expect(text).toMatch(/^S7 [^:]+: the attempt failed, and page 0 can be allocated/);
    expect(text).not.toContain('S5');
  });

  it('says what the check threw when the run violates no property that is known', () => {
    const thrown = check((run) => {
      if (run.length > 3) throw new Error('longer than three steps');
      return true;
    });
    expect(describeFailure(thrown)).toMatch(/^longer than three steps\nDesign D on Linux 5.8; .*\n4 steps,/);
  });

  it('is empty for a check that passed, and what fast-check says for one that never ran', () => {
    expect(describeFailure(check(() => true))).toBe('');
    const skipped = fc.property<[Run]>(interleaving(WALKERS), () => fc.pre(false));
    expect(describeFailure(fc.check(skipped, { seed: 1, maxSkipsPerRun: 1 }))).toContain('Failed to run property');
  });
});

describe('raceReporter', () => {
  it('makes fc.assert throw that text', () => {
    const assert = () =>
      fc.assert(fc.property(interleaving(WALKERS), holds('S5')), { seed: 1, numRuns: 2_000, reporter: raceReporter() });
    expect(assert).toThrow(/^S5 [^:]+: page 0 is being freed/);
    fc.assert(fc.property(interleaving(scenarioOf('D', 'tiny')), holds('S5')), { reporter: raceReporter() });
  });
});
