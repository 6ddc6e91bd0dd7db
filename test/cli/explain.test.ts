/** The commands `explain` and `repair` as a user runs them. */

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pageoffline, pageofflineIn, widest } from './run_command.js';

test('tells what a design rests on, with proofs, the races that come back, and their drawings', async () => {
  const { status, stdout, stderr } = await pageoffline('explain', 'F');
  expect(stderr).toBe('');
  expect(stdout).toContain('F is safe exactly if sections stay online while walkers look.');
  expect(stdout).toMatch(/look: nothing falls in [\d.]+k states of 4 configurations/);
  expect(stdout).toMatch(/without look: X7 in \d+ steps/);
  expect(stdout).toContain('^^^^');
  expect(widest(stdout)).toBeLessThanOrEqual(100);
  expect(status).toBe(0);
});

test('says all of it in JSON', async () => {
  const { stdout } = await pageoffline('explain', 'B', '--json');
  const { explanation, apart } = JSON.parse(stdout);
  expect(explanation).toMatchObject({ subject: { design: 'B', kernel: '5.8' }, interrupted: false });
  expect(explanation.bare).toMatchObject({ property: 'S3', breaks: 0 });
  expect(apart.map(({ topic }: { topic: string }) => topic)).toContain('endless');
});

test('refuses a property that no set of assumptions is asked for', async () => {
  const { status, stderr } = await pageoffline('explain', 'F', '--property', 'L1');
  expect(stderr).toContain('L1 cannot be explained: one of S5');
  expect(status).toBe(2);
});

test('stops when asked to', async () => {
  const { status } = await pageofflineIn({ signal: AbortSignal.abort() }, 'explain', 'A');
  expect(status).toBe(3);
});

test('repair says that nothing helps where nothing does', async () => {
  const { status, stdout, stderr } = await pageoffline('repair', 'B');
  expect(stderr).toBe('');
  expect(stdout).toContain('No set of up to 4 of the patches repairs B on Linux 5.8.');
  expect(stdout).toContain('S3 in 6 steps');
  expect(status).toBe(0);
});

test('makes a study once where it may keep it, and the same of it again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pageoffline-'));
  const again = () => pageoffline('repair', 'B', '--json', '--cache', folder);
  const [first, second] = [await again(), await again()];
  expect(readdirSync(folder).length).toBe(1);
  expect(second.stdout).toBe(first.stdout);
  const { stderr, status } = await pageoffline('repair', 'B', '--cache', '/dev/null/folder');
  expect(stderr).toContain('--cache');
  expect(status).toBe(2);
  rmSync(folder, { recursive: true });
});
