/**
 * What Spin's bitstate search is worth: what it finds is so, and what it does not find may be so all the same. The table of
 * docs/export.md, made by this test with UPDATE_DOCS=1.
 */

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Search } from '../../src/checker/search.js';
import { type Counted, countedBy } from '../../src/export/counted.js';
import { promelaFiles, SPIN_FLAGS } from '../../src/export/files.js';
import { buildVerifier, countIn, type Verifier } from '../../src/export/spin.js';
import { invariantOf } from '../../src/properties/kinds/invariant.js';
import { programOf } from '../../src/scenario/program.js';
import { scenarioOf } from '../../src/scenario/scenario.js';
import { expectFile } from '../docs/document.js';
import { INVARIANTS, translated } from './cell.js';
import { MISSING } from './sample.js';

const DOCUMENT = 'docs/export.md';
const TABLE = /(<!-- bitstate: F 7.3 walkers -->\n)[\s\S]*?(<!-- end of bitstate -->)/;
/** Powers of two of the bits that there are. */
const SIZES = [14, 16, 18, 20, 24];

const program = programOf(scenarioOf('F', 'walkers', { kernel: '7.3' }));

describe.skipIf(MISSING.length > 0)('a bitstate search', () => {
  let whole: Counted;
  let verifier: Verifier;
  const found: Counted[] = [];

  beforeAll(async () => {
    const search = new Search(program, { invariants: INVARIANTS.map(invariantOf) });
    search.run();
    whole = countedBy(search);
    const files = promelaFiles(translated(program), { lines: [] });
    verifier = await buildVerifier(files, [...SPIN_FLAGS, '-DBITSTATE']);
    for (const size of SIZES)
      found.push(countIn(await verifier.run([`-w${size}`, '-k3', `-m${whole.states + 2}`, '-c0', '-n', '-E'])));
  });
  afterAll(() => verifier.remove());

  test('finds nothing that is not so, and fewer states', () => {
    for (const { states, violated } of found) {
      expect(states).toBeLessThanOrEqual(whole.states);
      expect(whole.violated).toEqual(expect.arrayContaining([...violated]));
    }
  });

  test('misses violations where it has few bits', () => {
    expect(found[0].violated.length).toBeLessThan(whole.violated.length);
    expect(found.at(-1)?.violated).toEqual(whole.violated);
  });

  test('is worth what docs/export.md says', () => {
    const rows = found.map(({ states, violated }, i) => {
      const missed = whole.violated.filter((id) => !violated.includes(id));
      const share = ((100 * states) / whole.states).toFixed(1);
      return `| \`-w${SIZES[i]} -k3\` | ${states.toLocaleString('en-US')} (${share} %) | ${missed.join(' ') || 'none'} |`;
    });
    const table = [
      '| bits | states seen | violated, and not found |',
      '| --- | --- | --- |',
      `| all states stored | ${whole.states.toLocaleString('en-US')} | none |`,
      ...rows,
    ].join('\n');
    const now = readFileSync(DOCUMENT, 'utf8').replace(
      TABLE,
      (_, head: string, tail: string) => `${head}${table}\n${tail}`,
    );
    expectFile(DOCUMENT, now);
  });
});
