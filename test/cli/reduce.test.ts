/** `check --reduce locks`: what its verdicts say, and what it refuses in one line. */

import { expect, test } from 'vitest';
import { pageoffline } from './run_command.js';

const reduced = (...args: string[]) => pageoffline('check', '--design', 'D', ...args, '--reduce', 'locks');

test('a proof is told as reduced, and so is the count of states', async () => {
  const { status, stdout } = await reduced('--configuration', 'tiny');
  expect(stdout).toMatch(/^S5 .* ✔ \d+ *\n +reduced$/m);
  expect(stdout).toContain('Reduced: where locks allow it one order of steps stands for others');
  // Of reachability it says nothing.
  expect(stdout).not.toMatch(/^EF /m);
  expect(status).toBe(0);
});

test('a race is the shortest', async () => {
  const args = ['--configuration', 'walkers', '--property', 'S5'];
  const [{ stdout, status }, plain] = await Promise.all([
    reduced(...args, '--json'),
    pageoffline('check', '--design', 'D', ...args, '--json'),
  ]);
  const [[cell], [other]] = [stdout, plain.stdout].map((text) => JSON.parse(text));
  expect(cell).toMatchObject({ verdict: 'violated', reduced: true, trace: other.trace });
  expect(cell.states).toBeLessThan(other.states);
  expect(status).toBe(1);
});

test('a limit is one', async () => {
  const { status, stdout } = await reduced('--configuration', 'quiet', '--max-states', '50', '--property', 'S7');
  expect(stdout).toMatch(/^S7 .* \?$/m);
  expect(status).toBe(3);
});

test.each([
  [['--property', 'S5,EF,S2'], '--reduce locks decides invariants and deadlocks alone, not EF, S2'],
  [['--property', 'L1'], 'not L1'],
  [['--format', 'junit'], "cannot be used with option '--format <name>'"],
  [['--never-taken'], "cannot be used with option '--never-taken'"],
  [['--against', 'A'], "cannot be used with option '--against <what>'"],
  [['--actors', 'walkers=late', '--walkers', 'any'], "cannot be used with option '--walkers <any>'"],
])('%j is refused', async (args, message) => {
  const { status, stderr } = await reduced('--configuration', 'tiny', ...args);
  expect(stderr).toContain(message);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(status).toBe(2);
});
