/** Mermaid diagrams: a golden one, and that each line is of the part of the language that is used. */

import { describe, expect, it } from 'vitest';
import type { ReplayedStep } from '../../src/checker/index.js';
import { L1 } from '../../src/properties/catalogue/liveness.js';
import { RACE_FORMATS, type ReplayedRace } from '../../src/report/index.js';
import { programOf } from '../../src/scenario/program.js';
import { configurationNamed } from '../named.js';
import { findLassoToDraw } from './found_cell.js';
import { type FoundRace, findRace } from './found_race.js';

const replayed = (race: FoundRace): ReplayedRace => ({
  ...race,
  program: programOf(race.scenario),
});

const RACE = replayed(findRace({ design: 'D', property: 'S7', actors: { walkers: ['late'] } }));
const LASSO = replayed(findLassoToDraw({ property: L1, configuration: configurationNamed('pcp') }));

const ID = 'CPU\\d+';
/** What the lexer of Mermaid takes as text: `#` only in an entity code, no `;` but behind one, no tag but a line break. */
const TEXT = '(?:[^#;<%\\n]|#\\w+;|<br/>)+';
const LINES: readonly RegExp[] = [
  new RegExp(`^ {4}participant ${ID} as ${TEXT}$`),
  new RegExp(`^ {4}(?: {4})?(${ID})->>\\1: ${TEXT}$`),
  new RegExp(`^ {4}Note over ${ID}(?:,${ID})?: ${TEXT}$`),
  /^ {4}(?:loop [\w ]+|rect rgb\(\d+, \d+, \d+\))$/,
  /^ {4}end$/,
];

function expectValid(drawn: string): void {
  const [head, ...lines] = drawn.split('\n');
  expect(head).toBe('sequenceDiagram');
  for (const line of lines)
    expect(
      LINES.some((form) => form.test(line)),
      line,
    ).toBe(true);
  const known = new Set([...drawn.matchAll(/participant (\w+)/g)].map(([, id]) => id));
  for (const [id] of drawn.matchAll(/CPU\d+/g)) expect(known).toContain(id);
  const opened = lines.filter((line) => /^ {4}(?:loop|rect) /.test(line)).length;
  expect(lines.filter((line) => line === '    end').length).toBe(opened);
}

describe.each([
  ['a race', RACE],
  ['a lasso', LASSO],
])('the diagram of %s', (_, race) => {
  const drawn = RACE_FORMATS.mermaid(race);

  it('is valid', () => expectValid(drawn));

  it('has a message for each call, in order', () => {
    const messages = [...drawn.matchAll(/->>CPU\d+: (?:[^\n]*?<br\/>)??(\w+)/g)].map(([, called]) => called);
    expect(messages.length).toBe(race.steps.filter(({ action }) => action !== undefined).length);
  });
});

it('is drawn as before', async () => {
  await expect(`${RACE_FORMATS.mermaid(RACE)}\n`).toMatchFileSnapshot('golden/page_in_buddy_after_signal.mmd');
});

it('has the steps of a loop, and no others, in the loop', () => {
  const [, inside = ''] = /loop for ever\n([\s\S]*?)\n {4}end/.exec(RACE_FORMATS.mermaid(LASSO)) ?? [];
  const repeated = LASSO.steps.slice(LASSO.loop).filter(({ action }) => action !== undefined);
  expect(inside.split('\n').length).toBe(repeated.length);
});

it('escapes what would end a text or begin another', () => {
  const step: ReplayedStep = {
    process: 'a;b#c',
    choices: [{ name: '<b>', option: '%%' }],
    action: 'f',
    args: [],
    changes: [],
  };
  const drawn = RACE_FORMATS.mermaid({ ...RACE, steps: [step], wrong: 'x; y # z' });
  expectValid(drawn);
  expect(drawn).toContain('participant CPU0 as CPU0 (a#59;b#35;c)');
  expect(drawn).toContain('#lt;b>: #37;#37;<br/>f()');
  expect(drawn).toContain('Note over CPU0: x#59; y #35; z');
});
