/** `check --walkers any`: what it prints, its exit statuses, and what it refuses in one line. */

import { expect, test } from 'vitest';
import { pageoffline, pageofflineIn } from './run_command.js';

const tiny = (design: string, ...args: string[]) =>
  ['check', '--design', design, '--configuration', 'tiny', ...args] as const;

test('a proof for any number is told as such, with the size of the proof', async () => {
  const { status, stdout } = await pageoffline(...tiny('F', '--actors', 'walkers=prompt', '--walkers', 'any'));
  expect(stdout).toContain('Any number of walkers');
  expect(stdout).toMatch(/^S5 .* ✔ any number: \d+ states$/m);
  expect(status).toBe(0);
});

test('what falls is decided with as few as show it, and its race is drawn', async () => {
  const { status, stdout } = await pageoffline(
    ...tiny('D', '--actors', 'walkers=prompt', '--walkers', 'any', '--property', 'S5'),
  );
  expect(stdout).toMatch(/^S5 .* ✘ \d+ with 1$/m);
  expect(stdout).toContain('CPU1 (walker)');
  expect(status).toBe(1);
});

test('what the abstraction cannot tell is open, with the run that shows it', async () => {
  const args = tiny('F', '--actors', 'walkers=late', '--walkers', 'any', '--property', 'HW', '--max-states', '6000');
  const { status, stdout } = await pageoffline(...args);
  expect(stdout).toMatch(/^HW .* \? what move_pfn_range_to_zone does .*; 2 have more than 6,000 states$/m);
  expect(stdout).toContain('CPU1 (walkers)');
  expect(status).toBe(3);
});

test('one who stops it gets what is known', async () => {
  const stopped = pageofflineIn(
    { signal: AbortSignal.abort() },
    'check',
    '--design',
    'D',
    '--actors',
    'walkers=lru',
    '--walkers',
    'any',
  );
  const { status, stdout } = await stopped;
  expect(stdout).toMatch(/\? not every state was seen: interrupted$/m);
  expect(status).toBe(3);
});

test('--json has the same', async () => {
  const { stdout } = await pageoffline(
    ...tiny('D', '--actors', 'briefUsers=1', '--brief-users', 'any', '--property', 'S5', '--json'),
  );
  expect(JSON.parse(stdout)).toMatchObject([{ property: 'S5', verdict: 'holds' }]);
});

test.each([
  [['--walkers', 'any'], '--walkers any: walkers: there are none in configuration tiny'],
  [['--actors', 'walkers=rcu', '--walkers', 'any'], 'each walker has state of its own'],
  [['--actors', 'walkers=late+lru', '--walkers', 'any'], 'any number of one kind can be asked'],
  [['--actors', 'walkers=late,readers=1', '--walkers', 'any', '--readers', 'any'], 'of one actor at a time'],
  [['--actors', 'walkers=late', '--walkers', 'any', '--property', 'EF'], 'invariants can be asked'],
  [['--actors', 'walkers=late', '--walkers', 'some'], 'any'],
  [['--actors', 'walkers=late', '--walkers', 'any', '--save', 'race.json'], 'cannot be used with'],
])('%j is refused in one line', async (args, message) => {
  const { status, stderr } = await pageoffline(...tiny('D', ...args));
  expect(stderr).toContain(message);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(status).toBe(2);
});
