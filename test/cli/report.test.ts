import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { cellJson } from '../../src/report/cell_json.js';
import { type PackedReport, unpackReport } from '../../src/report/report_data.js';
import { pageoffline } from './run_command.js';

const folder = mkdtempSync(join(tmpdir(), 'pageoffline-report-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** One design, and a limit that soon ends its search: the whole comparison takes longer, and shows no more here. */
const FEW = ['--design', 'B', '--property', 'S3,M1', '--max-states', '2000'];

const reportIn = (path: string) => {
  const [, json = 'null'] = /<script type="application\/json" id="report">(.*?)<\/script>/s.exec(read(path)) ?? [];
  const packed: PackedReport = JSON.parse(json);
  return unpackReport(packed);
};

const read = (path: string): string => readFileSync(path, 'utf8');

test('writes one page with the verdicts and races that compare finds, and the same page again', async () => {
  const [one, other] = ['one.html', 'other.html'].map((name) => join(folder, name));
  const { status, stdout, stderr } = await pageoffline('report', ...FEW, '--no-ledger', '-o', one);
  expect([status, stderr]).toEqual([3, '']);
  expect(stdout).toMatch(/^\S+one\.html: \d+ kB, open it in a browser\n$/);
  await pageoffline('report', ...FEW, '--no-ledger', '-o', other);
  expect(read(other) === read(one)).toBe(true);

  const { stdout: compared } = await pageoffline('compare', ...FEW, '--json');
  const cells: { seconds: number }[] = JSON.parse(compared);
  const shown = reportIn(one).cells.map((cell) => cellJson({ ...cell, seconds: 0 }));
  expect(shown).toEqual(cells.map((cell) => ({ ...cell, seconds: 0 })));

  const page = read(one);
  expect(page).not.toMatch(/(?:src|href)="(?!data:)[^"]+"/);
  expect(page).toContain("default-src 'none'");
});

test.each([
  [join(folder, 'nowhere', 'report.html'), /there is no folder \S+nowhere\n$/],
  [folder, /is a folder; the name of a file is needed\n$/],
])('says before it begins that it cannot write %s', async (path, complaint) => {
  const { status, stdout, stderr } = await pageoffline('report', ...FEW, '-o', path);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(complaint);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});
