/** The ledger: how verdicts on conditions make a verdict on a claim, and that no claim goes undecided. */

import { describe, expect, test } from 'vitest';
import { DESIGN_IDS, switchesOf } from '../../../src/model/designs.js';
import { fail, hold } from '../../../src/properties/claims/claim.js';
import { CLAIMS, type Claim } from '../../../src/properties/claims/index.js';
import { READINGS } from '../../../src/properties/claims/readings.js';
import { type Judgement, ledgerJobs, ledgerOf } from '../../../src/properties/studies/ledger.js';
import type { VerdictCell, VerdictKind } from '../../../src/properties/verdict.js';
import { configurationNamed, propertyNamed } from '../../named.js';

const small = configurationNamed('small');
const [S5, S7] = [propertyNamed('S5'), propertyNamed('S7')];

function claim(conditions: Claim['conditions'], passesOver?: Claim['passesOver']): Claim {
  const rest = passesOver === undefined ? {} : { passesOver };
  return { id: 'T', title: 'a test', statement: 'Something.', conditions, ...rest };
}

/** Judges one claim for design D, with these verdicts on its conditions' properties. */
function judged(tried: Claim, verdicts: Readonly<Record<string, VerdictKind>>): Judgement[] {
  const jobs = ledgerJobs([tried], ['D'], '5.8');
  const decided = jobs.map(({ properties }) =>
    properties.map(({ id }) => ({ property: id, verdict: verdicts[id] }) as VerdictCell),
  );
  return ledgerOf([tried], ['D'], '5.8', jobs, decided).map(({ judgement }) => judgement);
}

describe('a claim', () => {
  const both = claim(hold([S5, S7], { configuration: small }));

  test('is borne out when every condition is met', () => {
    expect(new Set(judged(both, { S5: 'holds', S7: 'holds' }))).toEqual(new Set(['holds']));
  });

  test('is refuted by one condition, whatever is open', () => {
    expect(new Set(judged(both, { S5: 'violated', S7: 'not-exhausted' }))).toEqual(new Set(['violated']));
  });

  test('is open while a condition is', () => {
    expect(new Set(judged(both, { S5: 'holds', S7: 'not-exhausted' }))).toEqual(new Set(['not-exhausted']));
  });

  test('that something can happen is borne out by a run, and refuted by a proof', () => {
    const possible = claim([fail(S5, { configuration: small })]);
    expect(new Set(judged(possible, { S5: 'violated' }))).toEqual(new Set(['holds']));
    expect(new Set(judged(possible, { S5: 'holds' }))).toEqual(new Set(['violated']));
  });

  test('that passes a design over takes no search', () => {
    const other = claim(hold([S5]), ({ sign }) => (sign === 'count' ? 'not about it' : undefined));
    expect(ledgerJobs([other], ['D'], '5.8')).toEqual([]);
    expect(new Set(judged(other, {}))).toEqual(new Set(['not-applicable']));
  });
});

describe('searches', () => {
  test('are shared by claims, and by readings where the configuration is given', () => {
    const jobs = ledgerJobs(
      [claim(hold([S5], { configuration: small })), claim(hold([S7], { configuration: small }))],
      ['D'],
      '5.8',
    );
    expect(jobs.map(({ properties }) => properties)).toEqual([[S5, S7]]);
  });

  test('are made under each reading where it is not', () => {
    const jobs = ledgerJobs([claim(hold([S5]))], ['D'], '5.8');
    expect(jobs.map(({ scenario }) => scenario.configuration)).toEqual(
      READINGS.map(({ configuration }) => configuration),
    );
  });
});

describe('the claims', () => {
  test('have ids of their own, and conditions', () => {
    expect(new Set(CLAIMS.map(({ id }) => id)).size).toBe(CLAIMS.length);
    for (const { id, conditions } of CLAIMS) expect(conditions.length, id).toBeGreaterThan(0);
  });

  test('each speak of some design', () => {
    for (const { id, passesOver } of CLAIMS) {
      const spokenOf = DESIGN_IDS.filter((design) => passesOver?.(switchesOf(design, '5.8')) === undefined);
      expect(spokenOf.length, id).toBeGreaterThan(0);
    }
  });

  test('are decided in configurations that names tell apart', () => {
    const configurations = CLAIMS.flatMap(({ conditions }) =>
      conditions.flatMap(({ configuration }) => configuration ?? []),
    );
    const byName = new Map(configurations.map((each) => [each.name, JSON.stringify(each)]));
    for (const each of configurations) expect(JSON.stringify(each)).toBe(byName.get(each.name));
  });
});
