/**
 * What the README shows comes from a run: the race between its markers is the one that the checker finds now.
 * `UPDATE_DOCS=1 npx vitest run test/docs` writes it anew.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { search } from '../../src/checker/search.js';
import { compileSystem } from '../../src/checker/system.js';
import { replayMoves } from '../../src/checker/trace.js';
import { switchesOf } from '../../src/model/designs.js';
import { kernelSystem } from '../../src/model/system.js';
import { drawRace } from '../../src/report/index.js';
import { configurationNamed, propertyNamed } from '../named.js';

const README = 'README.md';
const BLOCK = /(<!-- race: design D, kernel 5\.8, configuration walkers, property S5 -->\n```\n)([\s\S]*?)(```\n)/;

function race(): string {
  const property = propertyNamed('S5');
  if (property.kind !== 'invariant') throw new Error('S5 is an invariant');
  const program = compileSystem(kernelSystem(configurationNamed('walkers'), switchesOf('D', '5.8')));
  const invariants = [{ id: 'S5', holds: (k: Parameters<typeof property.violator>[0]) => property.violator(k) < 0 }];
  // The race is found long before this limit.
  const found = search(program, { invariants, maxStates: 50_000 });
  const state = found.violations.get('S5');
  if (state === undefined) throw new Error('no race found');
  const { replay, steps } = replayMoves(program, found.pathTo(state));
  return `${drawRace(steps, property.wrong(replay.state, property.violator(replay.state)))}\n`;
}

test('the race in the README is what the checker finds', () => {
  const text = readFileSync(README, 'utf8');
  const drawn = race();
  if (process.env.UPDATE_DOCS === '1')
    writeFileSync(
      README,
      text.replace(BLOCK, (_, head, __, tail) => head + drawn + tail),
    );
  expect(BLOCK.exec(readFileSync(README, 'utf8'))?.[2]).toBe(drawn);
});

test('every relative link of the documents leads somewhere', () => {
  const documents = [README, 'CHANGELOG.md', 'docs/model.md', 'docs/conformance.md', 'docs/findings.md'];
  for (const document of documents) {
    for (const [, link] of readFileSync(document, 'utf8').matchAll(/\]\((?!https?:)([^)#]+)/g)) {
      expect(
        () => readFileSync(new URL(link, new URL(document, `file://${process.cwd()}/`))),
        `${document}: ${link}`,
      ).not.toThrow();
    }
  }
});
