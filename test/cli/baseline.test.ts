/** `check --baseline`: green on what is known, red on news. */

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { pageoffline } from './run_command.js';

const file = join(mkdtempSync(join(tmpdir(), 'baseline-')), 'known.json');
const ASKED = ['check', '--design', 'D', '--configuration', 'tiny', '--property', 'X2,S1'];
const EDIT = ['--edit', 'leave out page_ref_inc in sysfs'];

const known = () => JSON.parse(readFileSync(file, 'utf8')).known;
const againstIt = (...more: string[]) => pageoffline(...ASKED, ...more, '--baseline', file);

beforeAll(async () => {
  const { status } = await pageoffline(...ASKED, ...EDIT, '--save-baseline', file);
  expect(status).toBe(1);
});

test('what is known is no news', async () => {
  const { status, stdout } = await againstIt(...EDIT);
  expect(stdout).toContain('Here nothing falls and nothing is mended; 2 verdicts are the same.');
  expect(status).toBe(0);
});

test('what is violated by another step is', async () => {
  const [{ by, ...told }] = known();
  expect(by).toBe('sysfs: memory_block_change_state');
  const other = join(file, '../other.json');
  const document = { format: 'pageoffline-baseline/1', known: [{ ...told, by: 'worker: page_ref_inc' }] };
  writeFileSync(other, JSON.stringify(document));
  const { status, stdout } = await pageoffline(...ASKED, ...EDIT, '--baseline', other);
  expect(stdout).toContain(`✘ X2 count restored   design D, 5.8, tiny: 12 steps, by ${by} (was violated)`);
  expect(status).toBe(1);
  // Known by whatever step.
  writeFileSync(other, JSON.stringify({ ...document, known: [told] }));
  expect((await pageoffline(...ASKED, ...EDIT, '--baseline', other)).status).toBe(0);
  // Known only behind another violation.
  writeFileSync(other, JSON.stringify({ ...document, known: [{ ...told, behind: ['X7'] }] }));
  const itself = await pageoffline(...ASKED, ...EDIT, '--baseline', other);
  expect(itself.stdout).toContain('1 by itself, not only behind others');
  expect(itself.status).toBe(1);
});

test('what is not violated any more is mended', async () => {
  const { status, stdout } = await againstIt();
  expect(stdout).toContain('✔ X2 count restored   design D, 5.8, tiny: holds in 53 states (was violated)');
  expect(status).toBe(0);
});

test('what the file has of other places stays, and of what is asked again only what is violated now', async () => {
  const before = known();
  await pageoffline(...ASKED, ...EDIT, '--kernel', '7.3', '--save-baseline', file);
  expect(known()).toHaveLength(2);
  await pageoffline(...ASKED, '--kernel', '7.3', '--save-baseline', file);
  expect(known()).toEqual(before);
});

test('a file of another kind is not written over', async () => {
  const other = join(file, '../note.json');
  writeFileSync(other, '{}');
  const { status, stderr } = await pageoffline(...ASKED, '--save-baseline', other);
  expect(stderr).toMatch(/^error: \S+note\.json: format: /);
  expect([status, readFileSync(other, 'utf8')]).toEqual([2, '{}']);
});
