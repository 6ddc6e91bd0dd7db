/** The program as a process: signals, exit statuses, and where its output goes. All else is asked of its function. */

import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { MAIN, start } from './run_command.js';

/** Takes minutes. */
const LONG = ['check', '--design', 'A', '--configuration', 'reference', '--json'];

const shell = (script: string) => spawnSync('sh', ['-c', script], { encoding: 'utf8' });

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends a search cleanly with what it found so far', async (signal) => {
  const { child, ended, listening } = start(...LONG);
  await listening;
  child.kill(signal);
  const { status, stdout, stderr } = await ended;
  expect(stderr).toBe('\nstopping, with what there is so far (Ctrl-C again to quit at once)\n');
  const cells: { verdict: string }[] = JSON.parse(stdout);
  expect(cells.some(({ verdict }) => verdict === 'not-exhausted')).toBe(true);
  expect([1, 3]).toContain(status);
});

test('a second signal ends the program at once', async () => {
  const { child, ended, listening } = start(...LONG);
  await listening;
  // Both are there before either is handled.
  child.kill('SIGSTOP');
  child.kill('SIGINT');
  child.kill('SIGTERM');
  child.kill('SIGCONT');
  const { status, stdout } = await ended;
  expect([130, 143]).toContain(status);
  expect(stdout).toBe('');
});

test.each([
  [0, ['check', '--design', 'D', '--configuration', 'tiny']],
  [1, ['check', '--design', 'A', '--property', 'X6']],
  [2, ['check', '--desing', 'D']],
  [3, ['check', '--design', 'D', '--max-states', '50']],
])('exits with status %d: %s', async (status, args) => {
  expect((await start(...args).ended).status).toBe(status);
});

describe('standard output', () => {
  test('that is closed by its reader ends the program quietly', () => {
    const { stderr, stdout } = shell(
      `"${process.execPath}" ${MAIN} check --design A --configuration pcp --format dot | head -n 1`,
    );
    expect(stdout).toBe('digraph pageoffline {\n');
    expect(stderr).toBe('');
  });

  test('that takes nothing more is an error of one line', () => {
    const { status, stderr } = shell(`"${process.execPath}" ${MAIN} list > /dev/full`);
    expect(stderr).toBe('error: standard output: ENOSPC: no space left on device, write\n');
    expect(status).toBe(2);
  });
});
