/**
 * What the README shows comes from a run: the races between its markers are those that the checker finds now.
 * `UPDATE_DOCS=1 npx vitest run test/docs` writes it anew.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { search } from '../../src/checker/search.js';
import { compileSystem } from '../../src/checker/system.js';
import { type ReplayedStep, replayMoves } from '../../src/checker/trace.js';
import { CHECK_FORMATS } from '../../src/cli/check.js';
import { COMPARE_FORMATS } from '../../src/cli/compare.js';
import { TRACE_FORMATS } from '../../src/cli/formats.js';
import { switchesOf } from '../../src/model/designs.js';
import { kernelSystem } from '../../src/model/system.js';
import { drawChangelog, drawRace, MAX_DOT_STATES } from '../../src/report/index.js';
import { configurationNamed, propertyNamed } from '../named.js';
import { expectBlock } from './document.js';

const README = 'README.md';

type Draw = (steps: readonly ReplayedStep[], wrong: string) => string;

/** The drawings by the kind of their block, each of design D on kernel 5.8 in configuration walkers. */
const DRAWINGS: readonly (readonly [kind: string, property: string, draw: Draw])[] = [
  ['race', 'S5', drawRace],
  ['changelog', 'S7', drawChangelog],
];

function blockOf(kind: string, property: string): RegExp {
  const head = `<!-- ${kind}: design D, kernel 5\\.8, configuration walkers, property ${property} -->`;
  return new RegExp(`(${head}\n\`\`\`\n)([\\s\\S]*?)(\`\`\`\n)`);
}

function drawnNow(id: string, draw: Draw): string {
  const property = propertyNamed(id);
  if (property.kind !== 'invariant') throw new Error(`${id} is an invariant`);
  const program = compileSystem(kernelSystem(configurationNamed('walkers'), switchesOf('D', '5.8')));
  const invariants = [{ id, holds: (k: Parameters<typeof property.violator>[0]) => property.violator(k) < 0 }];
  // The races are found long before this limit.
  const found = search(program, { invariants, maxStates: 50_000 });
  const state = found.violations.get(id);
  if (state === undefined) throw new Error('no race found');
  const { replay, steps } = replayMoves(program, found.pathTo(state));
  return `${draw(steps, property.wrong(replay.state, property.violator(replay.state)))}\n`;
}

test.each(DRAWINGS)('the %s of %s in the README is what the checker finds', (kind, property, draw) => {
  const block = blockOf(kind, property);
  const drawn = drawnNow(property, draw);
  expectBlock(README, block, drawn);
});

test('the README names the formats of each command, and no others', () => {
  const traces = ['simulate', 'merge', 'shrink', 'replay'].map((command) => [command, TRACE_FORMATS] as const);
  const known = { check: CHECK_FORMATS, compare: COMPARE_FORMATS, ...Object.fromEntries(traces) };
  const rows = [...readFileSync(README, 'utf8').matchAll(/^\| `(\w+)` +\| (`.*?`) +\|/gm)].map(
    ([, format, commands]) => [format, commands.split(', ').map((command) => command.replaceAll('`', ''))] as const,
  );
  for (const [command, formats] of Object.entries(known)) {
    const told = rows.filter(([, commands]) => commands.includes(command)).map(([format]) => format);
    expect(['text', ...told].sort(), command).toEqual([...formats].sort());
  }
  expect(readFileSync(README, 'utf8')).toContain(`up to ${MAX_DOT_STATES} states`);
});

test('every relative link of the documents leads somewhere', () => {
  const documents = [README, 'CHANGELOG.md', 'CONTRIBUTING.md', ...documentsIn('docs')];
  for (const document of documents) {
    for (const [, link] of readFileSync(document, 'utf8').matchAll(/\]\((?!https?:)([^)#]+)/g)) {
      const place = new URL(link, new URL(document, `file://${process.cwd()}/`));
      expect(existsSync(place), `${document}: ${link}`).toBe(true);
    }
  }
});

function documentsIn(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.md')).map((name) => `${folder}/${name}`);
}
