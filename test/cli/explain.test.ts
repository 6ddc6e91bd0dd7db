/** The commands `explain` and `repair` as a user runs them. */

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { pageoffline, pageofflineIn, widest } from './run_command.js';

/** What one test asks, another shows otherwise. */
const cache = mkdtempSync(join(tmpdir(), 'pageoffline-'));
afterAll(() => rmSync(cache, { recursive: true }));

test('tells what a design rests on, with proofs, the races that come back, and their drawings', async () => {
  const { status, stdout, stderr } = await pageoffline('explain', 'F', '--cache', cache);
  expect(stderr).toBe('');
  expect(stdout).toContain('F is safe exactly if sections stay online while walkers look.');
  expect(stdout).toMatch(/look: nothing falls in [\d.]+k states of 4 configurations/);
  expect(stdout).toMatch(/without look: X7 in \d+ steps/);
  expect(stdout).toContain('^^^^');
  expect(widest(stdout)).toBeLessThanOrEqual(100);
  expect(status).toBe(0);
});

test('says all of it in JSON', async () => {
  const { stdout } = await pageoffline('explain', 'F', '--json', '--cache', cache);
  const { explanation, apart } = JSON.parse(stdout);
  expect(explanation).toMatchObject({ subject: { design: 'F', kernel: '5.8' }, interrupted: false });
  expect(explanation.bare).toMatchObject({ property: 'X7' });
  expect(apart.map(({ topic }: { topic: string }) => topic)).toContain('endless');
});

test.each([
  ['EF', /held against EF alone[\s\S]*E is safe (exactly|as)/],
  ['L1', /held against L1 alone[\s\S]*E is safe (exactly|as)/],
  ['S2', /E is not decided: S2 says nothing in these configurations/],
])('explains %s', async (id, expected) => {
  const { status, stdout, stderr } = await pageoffline(
    ...['explain', 'E', '--property', id, '--configuration', 'tiny', '--no-races'],
  );
  expect(stderr).toBe('');
  expect(stdout).toMatch(expected);
  expect(status).toBe(0);
});

test('refuses a property that no set of assumptions is asked for', async () => {
  const { status, stderr } = await pageoffline('explain', 'F', '--property', 'D7');
  expect(stderr).toContain('D7 compares runs, which assumptions make fewer: one of S5');
  expect(status).toBe(2);
});

test.each([
  ['explain', 'D'],
  ['repair', 'F'],
])('%s %s says in one line that a limit was met', async (command, design) => {
  const ended = await pageoffline(command, design, '--max-states', '2000', '--configuration', 'small');
  expect(ended.stderr).toMatch(
    new RegExp(`^not decided: design ${design}: state limit met in small, after \\d+ states\n$`),
  );
  expect(ended).toMatchObject({ stdout: '', status: 3 });
});

test('stops when asked to', async () => {
  const { status } = await pageofflineIn({ signal: AbortSignal.abort() }, 'explain', 'A');
  expect(status).toBe(3);
});

test('repair says that nothing helps where nothing does', async () => {
  const { status, stdout, stderr } = await pageoffline('repair', 'B', '--cache', cache);
  expect(stderr).toBe('');
  expect(stdout).toContain('No set of the patches repairs B on Linux 5.8.');
  expect(stdout).toContain('S3 in 6 steps');
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
    'Under all assumptions at once, and with each of these sets, S3 in 6 steps',
  );
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
    'But for S3 and S5, nothing falls under veto and signal with put-back and grace',
  );
  expect(status).toBe(0);
});

test('makes a study once where it may keep it, and the same of it again', async () => {
  const again = () => pageoffline('repair', 'B', '--json', '--cache', cache);
  const first = await again();
  const kept = readdirSync(cache);
  expect((await again()).stdout).toBe(first.stdout);
  expect(readdirSync(cache)).toEqual(kept);
  const { stderr, status } = await pageoffline('repair', 'B', '--cache', '/dev/null/folder');
  expect(stderr).toContain('--cache');
  expect(status).toBe(2);
});
