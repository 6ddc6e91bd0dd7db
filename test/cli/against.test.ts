/** `--against`: what is asked, held against a design, a kernel, switches or a change. */

import { expect, test } from 'vitest';
import { pageoffline } from './run_command.js';

const TINY = ['--design', 'D', '--configuration', 'tiny'];
const LATE = [...TINY, '--actors', 'walkers=late', '--property', 'S5,X6'];
const EDIT = 'leave out page_ref_inc in sysfs';

interface Document {
  readonly against: string;
  readonly differences: readonly { readonly kind: string; readonly property: string }[];
}

async function differences(...args: readonly string[]): Promise<readonly [string, ...string[]]> {
  const { stdout } = await pageoffline('check', ...args, '--json');
  const { against, differences }: Document = JSON.parse(stdout);
  return [against, ...differences.map(({ kind, property }) => `${property} ${kind}`)];
}

test('another design, kernel, set of switches or change is the other side', async () => {
  expect(await differences(...LATE, '--against', 'A')).toEqual(['design A', 'S5 sooner', 'X6 mended']);
  expect(await differences(...LATE, '--against', '7.3')).toEqual(['Linux 7.3', 'X6 mended']);
  expect(await differences(...TINY, '--property', 'X2', '--against', `edit:${EDIT}`)).toEqual([EDIT, 'X2 mended']);
  expect(await differences(...TINY, '--property', 'S7', '--against', 'notifierGuard=false')).toHaveLength(1);
});

test('an edit held against the design without it falls, with the step where the two part', async () => {
  const { status, stdout } = await pageoffline('check', ...TINY, '--property', 'X2', '--edit', EDIT, '--against', 'D');
  expect(stdout).toMatch(/^Against design D, with the model changed here: leave out page_ref_inc in sysfs \(/);
  expect(stdout).toContain('Here 1 property falls that holds there');
  expect(stdout).toContain('without the change sysfs goes on with page_ref_inc(page 0) --');
  expect(status).toBe(1);
});

test('compare holds each of its scenarios against the other side', async () => {
  const { status, stdout } = await pageoffline(
    ...['compare', '--configuration', 'tiny', '--design', 'B,D', '--property', 'X6'],
    ...['--against', '7.3', '--no-races'],
  );
  expect(stdout).toContain('Tried in 2 places.');
  expect(stdout).toContain('✔ X6 counters right   design B, 5.8, tiny');
  expect(status).toBe(0);
});

test('random runs are made on both sides', async () => {
  const { status, stdout } = await pageoffline(
    ...['simulate', ...TINY, '--seed', 'both', '--runs', '50', '--property', 'X2', '--edit', EDIT, '--against', 'D'],
  );
  expect(stdout).toMatch(/X2 "count restored": in \d+ of 50 runs here, in none there/);
  expect(status).toBe(1);
});

test.each([
  [['--against', 'Z'], '--against Z: no design (A, A-nohook'],
  [['--against', 'hook=true'], "no switch is called 'hook'"],
  [['--against', 'nowhere.ts'], 'nowhere.ts: ENOENT'],
  [['--against', 'A', '--save', 'race.json'], "'--against <what>' cannot be used with option '--save <file>'"],
])('%j: one line, exit status 2', async (options, message) => {
  const { status, stdout, stderr } = await pageoffline('check', ...TINY, ...options);
  expect(stderr).toMatch(/^error: [^\n]+\n$/);
  expect(stderr).toContain(message);
  expect([status, stdout]).toEqual([2, '']);
});
