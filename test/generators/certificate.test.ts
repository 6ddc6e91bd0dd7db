/** Certificates: what they prove, and what they say when they cannot. */

import { describe, expect, it } from 'vitest';
import { certificateText, certify } from '../../src/generators/certificate.js';
import { invariantNamed, Run } from '../../src/run/run.js';
import { traceOfToken } from '../../src/run/trace_of_token.js';
import { scenarioOf } from '../../src/scenario/scenario.js';
import { drawnRun } from './drawn_run.js';

const WALKERS = scenarioOf('D', 'walkers');
const S5 = invariantNamed('S5');
const SHORTEST = Run.ofSteps(WALKERS, traceOfToken('po1:D:5.8:walkers:search:S5:000001101:tm6nm').steps);
const MAX_STATES = 100_000;

function longRun(): Run {
  for (let number = 0; ; number++) {
    const run = drawnRun(WALKERS, 'certificate', 200, number);
    const after = run.violation(S5)?.after;
    if (after !== undefined && after > 20) return run.prefix(after);
  }
}

describe('certify', () => {
  it('proves a shortest run shortest, without a search of all states, and keeps it', () => {
    const certificate = certify(SHORTEST, S5, MAX_STATES);
    expect(certificate).toMatchObject({ verdict: 'shortest', atLeast: 9 });
    expect(certificate.run).toBe(SHORTEST);
    expect(certificate.states).toBeLessThan(2_000);
    expect(certificateText(certificate)).toMatch(/^shortest \(proved over [\d,]+ states\)$/);
  });

  it('takes the shorter run that there is', () => {
    const { run, verdict, atLeast } = certify(longRun(), S5, MAX_STATES);
    expect([run.length, verdict, atLeast]).toEqual([9, 'shortest', 9]);
    expect(run.violation(S5)?.after).toBe(9);
  });

  it('says so when it met its limit, and how short none can be', () => {
    const run = longRun();
    const certificate = certify(run, S5, 100);
    expect(certificate).toMatchObject({ run, verdict: 'not proved: limit reached' });
    expect(certificate.atLeast).toBeGreaterThan(1);
    expect(certificate.atLeast).toBeLessThanOrEqual(9);
    expect(certificateText(certificate)).toMatch(
      /^shrunk, not proved: limit reached after \d+ states; none has fewer than \d steps$/,
    );
  });
});
