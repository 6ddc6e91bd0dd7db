/**
 * What the README shows of a race made on a real kernel is what `reproduce` prints of a run that was kept, but for the plan.
 * `UPDATE_DOCS=1 npx vitest run test/docs` writes it anew.
 */

import { expect, test } from 'vitest';
import { headingOf, segmentText, verdictText } from '../../src/cli/reproduction_text.js';
import { searchRace } from '../../src/lab/choose_race.js';
import { Layout } from '../../src/lab/layout.js';
import { asked, codeOf, REPRODUCTION_OF_S5 } from '../lab/fixtures.js';
import { expectBlock } from './document.js';

const README = 'README.md';
const BLOCK = /(```\n\$ pageoffline reproduce --design D --kernel 7\.3 --property S5\n)([\s\S]*?)(```\n)/;

const S5 = asked('7.3', 'walkers', 'S5');
const CODE = codeOf('7.3');

function found() {
  const chosen = searchRace(S5, CODE, new Layout(S5.scenario.configuration, '7.3'), 100_000, () => undefined);
  if (!('race' in chosen)) throw new Error('no race');
  return chosen;
}

test('the race of the README was made on a real kernel', () => {
  const { release, verdict, segments, evidence, seconds } = REPRODUCTION_OF_S5;
  if (verdict === 'holds') throw new Error('no race was made');
  const chosen = found();
  expect(segments.map(({ segment }) => segment.steps)).toEqual(chosen.race.segments.map(({ steps }) => steps));
  const states = segments.map(segmentText).join('\n');
  const told = verdictText(S5.property, verdict, { evidence, seconds });
  const printed = `${headingOf(S5, release, chosen)}\n…\n${states}\n\n${told}\n`;
  expectBlock(README, BLOCK, printed);
});
