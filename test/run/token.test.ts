/** Replay tokens: each gives back its race; and those that were given out keep giving theirs. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scenario } from '../../src/generators/drawn_scenario.js';
import { interleaving } from '../../src/generators/interleaving.js';
import { violationsOfTrace } from '../../src/run/recheck.js';
import { tokenOf } from '../../src/run/token.js';
import { traceOfToken } from '../../src/run/trace_of_token.js';
import { scenarioOf } from '../../src/scenario/scenario.js';

/** Races that were told to people as tokens. A change of the model that makes one invalid needs a new version of tokens. */
const TOLD = [
  ['S5', 'po1:D:5.8:walkers:search:S5:000001101:tm6nm', 9],
  ['S5', 'po1:A:5.8:walkers:search:S5:000000001000000000013000044:7ndu1', 27],
  ['S7', 'po1:A-nohook:5.8:walkers:search:S7:00210111113211222:cr683', 17],
  ['S4', 'po1:B:5.8:quiet:search:S4:000000000011:qn9c3', 12],
  ['X6', 'po1:B-cancel:5.8:walkers:search:X6:000000110010000000:g4gxj', 18],
  ['X5', 'po1:D-hook:5.8:walkers:search:X5:0000011001001000000000100000000000001:px9ut', 37],
  ['S7', 'po1:D-rcu:5.8:rcu-walkers:search:S7:0000000111001111:qr4e4', 16],
  ['S17', 'po1:E:5.8:walkers:search:S17:00000000101:uoguw', 11],
  ['D4', 'po1:F:5.8:walkers:search:D4:0000000010000000000000010001:xdviq', 28],
  ['S4', 'po1:F:5.8:rcu-walkers:search:S4:000000001100000000000000101112:ajx7v', 30],
  ['L1', 'po1:D:7.3:small:search:L1:0001210000001000000000.000:vh60t', 22],
  ['L2', 'po1:D:6.12:removal:search:L2:00020000000000000000000.000:nbcka', 23],
  ['L3', 'po1:F:7.3:walkers:search:L3:0.0321000001111111111211111113:si35y', 1],
] as const;

const [, RACE] = TOLD[0];

function withPart(token: string, part: number, text: string): string {
  return token.split(':').with(part, text).join(':');
}

describe('tokenOf and traceOfToken', () => {
  it('give back any run of any scenario', () => {
    const runs = interleaving(scenario({ maxOverrides: 2 }), { maxLength: 40, scenario: 'keep' });
    fc.assert(
      fc.property(runs, (run) => {
        const token = tokenOf({ scenario: run.scenario, foundBy: 'uniform', steps: run.steps });
        expect(token).toMatch(/^[\w.:+-]+$/);
        const { scenario: read, steps, property } = traceOfToken(token);
        expect(read).toEqual(run.scenario);
        expect(steps).toEqual(run.steps.map(({ changes: _, ...step }) => step));
        expect(property).toBeUndefined();
      }),
      { numRuns: 4, seed: 3 },
    );
  });

  it('keep the property and where the loop begins', () => {
    const steps = traceOfToken(RACE).steps;
    const token = tokenOf({ scenario: scenarioOf('D', 'walkers'), foundBy: 'hand', property: 'L1', loop: 4, steps });
    expect(traceOfToken(token)).toMatchObject({ property: 'L1', loop: 4, steps });
    expect(() => tokenOf({ scenario: scenarioOf('D', 'walkers'), foundBy: 'hand', steps: steps.slice(1) })).toThrow(
      'not possible here',
    );
  });

  it.each([
    ['not a replay token: one begins with po1:', 'race.json'],
    ['not a replay token: 8 parts', 'po1:D:5.8'],
    ['design: no design is called', withPart(RACE, 1, 'C')],
    ['kernel: Invalid option', withPart(RACE, 2, '4.19')],
    ['no configuration is called large', withPart(RACE, 3, 'large')],
    ['damaged: what stands behind the +', withPart(RACE, 3, 'walkers+e30')],
    ['configuration.blocks', withPart(RACE, 3, `walkers+${btoa('{"configuration":{"blocks":0},"switches":{}}')}`)],
    [
      "no switch is called 'fast'",
      withPart(RACE, 3, `walkers+${btoa('{"configuration":{},"switches":{"fast":true}}')}`),
    ],
    ['its steps are not digits', withPart(RACE, 6, '00!')],
    ['step 1 is not possible here', withPart(RACE, 6, 'z')],
    ['its steps are others here', withPart(RACE, 6, '00')],
    ['no steps stand behind its .', `${withPart(RACE, 6, '000001101.')}`],
  ])('says %s', (message, token) => {
    expect(() => traceOfToken(token)).toThrow(message);
  });
});

describe('a token that was given out', () => {
  it.each(TOLD)('still violates %s: %s, after step %i', (property, token, afterStep) => {
    expect(violationsOfTrace(traceOfToken(token))).toContainEqual(expect.objectContaining({ property, afterStep }));
  });
});
