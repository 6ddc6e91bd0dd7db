/**
 * The answer in the README is that of docs/answer.md, and that is what is found now: test/proofs/answer.test.ts proves it again.
 * `UPDATE_DOCS=1 npx vitest run test/docs` copies it to the README.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DESIGN_IDS } from '../../src/model/designs.js';
import { ASSUMPTIONS } from '../../src/properties/studies/assumptions.js';
import { SENTENCES_BEGIN, SENTENCES_END, sentenceLines } from '../../src/report/answer_markdown.js';
import { type KeptAnswer, runOf } from '../../src/report/kept_answer.js';
import { IS_WRITTEN_ANEW } from './document.js';

const ANSWER = readFileSync('docs/answer.md', 'utf8');
const DATA: KeptAnswer = JSON.parse(readFileSync('docs/answer.json', 'utf8'));

function blockIn(document: string): string {
  const [, rest = ''] = document.split(SENTENCES_BEGIN);
  return rest.split(SENTENCES_END)[0].trim();
}

test('the README begins with the sentences of the answer', () => {
  if (IS_WRITTEN_ANEW) {
    const readme = readFileSync('README.md', 'utf8');
    writeFileSync(
      'README.md',
      readme.replace(blockIn(readme), () => blockIn(ANSWER)),
    );
  }
  expect(blockIn(readFileSync('README.md', 'utf8'))).toBe(blockIn(ANSWER));
});

test('the answer speaks of every design', () => {
  for (const design of DESIGN_IDS) {
    expect(blockIn(ANSWER)).toContain(`**${design}**`);
    expect(ANSWER).toContain(`\n## Design ${design}\n`);
  }
});

test('its data say the same sentences, and the same of what is told apart', () => {
  expect(DATA.designs.length).toBeGreaterThan(0);
  expect(blockIn(ANSWER)).toBe(sentenceLines(DATA.designs).join('\n'));
});

test.each(DATA.designs)('the races of its data happen: design $design, kernel $kernel', (kept) => {
  const race = kept.races[kept.failing[0]];
  const timeline = runOf(kept, race);
  expect(timeline.length).toBe(race.steps);
  expect(timeline.violatedAfter(race.steps).map(({ wrong }) => wrong)).toContain(race.wrong);
});

test('every assumption that a set of it names is explained in it', () => {
  const named = [...ANSWER.matchAll(/^- ([\w+ -]+): nothing falls/gm)].flatMap(([, set]) => set.split(' + '));
  expect(named.length).toBeGreaterThan(0);
  for (const id of new Set(named)) {
    expect(ASSUMPTIONS.map((assumption) => assumption.id)).toContain(id);
    expect(ANSWER).toContain(`| \`${id}\` | `);
  }
});
