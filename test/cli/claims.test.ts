/** The command `claims` as a user runs it, and the document that it writes. */

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CLAIMS } from '../../src/properties/claims/index.js';
import { KERNELS_READING, READINGS } from '../../src/properties/claims/readings.js';
import { pageoffline, start, widest } from './run_command.js';

describe('claims', () => {
  test('tells one claim: quote, statement, what each condition came to, and the shortest race', async () => {
    const { status, stdout, stderr } = await pageoffline('claims', 'D12', '--design', 'A,D');
    expect(stderr).toBe('');
    expect(stdout).toContain('D12, referenced is unmovable, "reference count of one will be detected');
    expect(stdout).toMatch(/verdict +· +✘/);
    expect(stdout).toMatch(/D12, normal, skipOfflineAnyCount=false +· +✔/);
    expect(stdout).toMatch(/D12, small, skipOfflineAnyCount=false +· +✘/);
    expect(stdout).toContain('A: its unplugged pages have no reference.');
    expect(stdout).toContain(
      'Design D on Linux 5.8, skipOfflineAnyCount=false, small: D12 "referenced is unmovable" violated',
    );
    expect(stdout).toContain('^^^^');
    expect(widest(stdout)).toBeLessThanOrEqual(100);
    expect(status).toBe(0);
  });

  test('bears out what can happen by a run', async () => {
    const { stdout } = await pageoffline('claims', 'D16', '--design', 'D');
    expect(stdout).toMatch(/verdict +✔/);
    expect(stdout).toMatch(/X4 must fail, foreign, Linux 5.4 +✘ \d+\+\d+/);
    expect(stdout).toContain('-- then for ever: ---');
    expect(stdout).toContain('assuming that');
  });

  test("is asked under readings of one's own, in a process of their own", async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'claims-')), 'readings.json');
    const configuration = {
      from: 'tiny',
      name: 'tiny, two users',
      title: 'attempts and two users',
      actors: { users: 2 },
    };
    const reading = { id: 'users', title: 'two users', configuration: configuration.name, source: 'any kernel' };
    const change = { title: 'a reading', configurations: [configuration], readings: [reading] };
    writeFileSync(file, JSON.stringify(change));
    const { status, stdout } = await start('claims', 'X1', '--design', 'D', '--change', file, '--no-races').ended;
    expect(stdout).toMatch(/X1, users .*✔/);
    expect(stdout).toContain('users: two users (any kernel)');
    expect(status).toBe(0);
    writeFileSync(file, JSON.stringify({ ...change, set: { putHook: false } }));
    const { stderr } = await start('claims', 'X1', '--change', file).ended;
    expect(stderr).toMatch(
      /^error: \S+: claims takes a change of title, about, readings, configurations alone; it has set\n$/,
    );
  });

  test('says under which readings a claim is asked, and where the kernel has them', async () => {
    const { stdout } = await pageoffline('claims', 'X1', '--design', 'F', '--no-races', '--max-states', '1000');
    for (const { id } of READINGS) expect(stdout).toContain(`X1, ${id}`);
    expect(stdout).toContain('mm/damon/paddr.c');
  });

  test('gives one JSON document of cells, with the verdict on each condition', async () => {
    const { stdout } = await pageoffline('claims', 'D5,D12', '--design', 'B', '--json');
    const cells: unknown = JSON.parse(stdout);
    const common = { design: 'B', reading: KERNELS_READING.id };
    expect(cells).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ ...common, claim: 'D5', judgement: 'holds' }),
        expect.objectContaining({ ...common, claim: 'D12', judgement: 'violated' }),
      ]),
    );
    const [first] = cells as readonly { readonly conditions: readonly unknown[] }[];
    expect(first.conditions).toMatchObject([
      { due: 'holds', property: 'D5', verdict: 'holds', configuration: 'small' },
    ]);
  });

  test('refuses a claim that does not exist', async () => {
    const { status, stderr } = await pageoffline('claims', 'Z9');
    expect(stderr).toMatch(/^error: no claim is called 'Z9': one of S1, S2, .*\n$/);
    expect(status).toBe(2);
  });
});

/** Claims of the thread, as its list has them; D20 says what is desirable, and cannot be checked. */
const THREAD = [
  ...Array.from({ length: 17 }, (_, i) => `S${i + 1}`),
  ...['M1', 'M3', 'M4', 'M5'],
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14, 15, 16, 17, 18, 19, 21].map((number) => `D${number}`),
  'H1',
  ...Array.from({ length: 7 }, (_, i) => `X${i + 1}`),
];

describe('docs/claims.md', () => {
  const text = readFileSync('docs/claims.md', 'utf8');
  const rows = text.split('\n').filter((line) => line.startsWith('|'));

  test('has every claim of the thread', () => {
    expect(CLAIMS.map(({ id }) => id)).toEqual(THREAD);
    const listed = rows.flatMap((row) => /^\| \[(\w+)\]/.exec(row)?.[1] ?? []);
    expect(listed).toEqual(THREAD);
  });

  test('has no empty cell, and none that is left open', () => {
    for (const row of rows.filter((each) => !each.startsWith('|  |'))) {
      const [, ...cells] = row.split('|').slice(1, -1);
      for (const cell of cells) expect(cell.trim(), row).not.toMatch(/^\??$/);
    }
  });

  test('says something of each design under the reading that the kernel has', () => {
    const others = READINGS.slice(1).map(({ id }) => id);
    const main = rows.filter((row) => !others.some((id) => row.includes(`, ${id} `) || row.includes(`, ${id},`)));
    expect(main.filter((row) => row.includes('–'))).toEqual([]);
  });
});
