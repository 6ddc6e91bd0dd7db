/** Every exit status that a command's help promises, by a command line that has it. That a command has no others the compiler sees. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { COMMAND_NAMES } from '../../src/cli/run.js';
import { pageoffline, pageofflineIn } from './run_command.js';

const folder = mkdtempSync(join(tmpdir(), 'pageoffline-'));
afterAll(() => rmSync(folder, { recursive: true }));

const RECORDINGS = 'test/fixtures/recordings/7.3';
const TOKEN = 'po1:D:5.8:walkers:search:S5:000001101:tm6nm';

const TINY = ['--configuration', 'tiny'];
const FEW = ['--design', 'B', '--property', 'S3', ...TINY];
const RUNS = ['simulate', '--design', 'D', '--seed', 'a', '--property', 'S5', '--runs'];
const fileIn = (name: string) => join(folder, name);

beforeAll(async () => {
  const lasso = ['check', '--design', 'D', '--configuration', 'pcp', '--property', 'L1'];
  await pageoffline(...lasso, '--save', fileIn('lasso.json'));
  await pageoffline(...RUNS, '1', '--configuration', 'small', '--out', fileIn('none'));
  await pageoffline(...RUNS, '100', '--out', fileIn('some'));
  const half = ['--configuration', 'small', '--strategy', 'uniform', '--shard', '1/2', '--out', fileIn('half')];
  await pageoffline(...RUNS, '2000', ...half);
  const [name] = readdirSync(RECORDINGS);
  const recording = readFileSync(join(RECORDINGS, name), 'utf8');
  writeFileSync(fileIn('wrong.jsonl'), recording.replaceAll('"errno":0', '"errno":5'));
});

interface Row {
  readonly status: number;
  readonly args: readonly string[];
  /** Asked to stop before it begins. */
  readonly stopped?: boolean;
}

const LOST = 'edit:leave out page_ref_inc in sysfs';
const TRY = ['try', LOST, '--design', 'D', '--kernel', '5.8', '--configuration', 'tiny', '--property'];

const ROWS: readonly Row[] = [
  { status: 0, args: [...TRY, 'S5'] },
  { status: 1, args: [...TRY, 'X2'] },
  { status: 3, args: [...TRY, 'S5'], stopped: true },
  { status: 0, args: ['compare', ...FEW] },
  { status: 1, args: ['compare', ...FEW, '--against', 'D'] },
  { status: 3, args: ['compare', ...FEW], stopped: true },
  { status: 0, args: ['check', '--design', 'D', '--configuration', 'tiny'] },
  { status: 1, args: ['check', '--design', 'B', '--configuration', 'tiny'] },
  { status: 3, args: ['check', '--design', 'D', '--max-states', '5'] },
  { status: 0, args: ['ablate', '--fix', 'F1', '--design', 'D'] },
  { status: 3, args: ['ablate', '--fix', 'F11', '--design', 'D'], stopped: true },
  { status: 0, args: ['diff', 'D', 'D', '--property', 'S3'] },
  { status: 3, args: ['diff', 'D', 'D'], stopped: true },
  { status: 0, args: ['explain', 'B', '--property', 'S3', ...TINY] },
  { status: 3, args: ['explain', 'B'], stopped: true },
  { status: 0, args: ['repair', 'B', ...TINY] },
  { status: 3, args: ['repair', 'B'], stopped: true },
  { status: 0, args: ['claims', 'D5', '--design', 'B'] },
  { status: 3, args: ['claims', 'D5', '--design', 'B'], stopped: true },
  { status: 0, args: [...RUNS, '1', '--configuration', 'small'] },
  { status: 1, args: [...RUNS, '100'] },
  { status: 3, args: [...RUNS, '1'], stopped: true },
  { status: 0, args: ['merge', fileIn('none')] },
  { status: 1, args: ['merge', fileIn('some')] },
  { status: 3, args: ['merge', fileIn('half')] },
  { status: 1, args: ['shrink', TOKEN] },
  { status: 3, args: ['shrink', fileIn('lasso.json')] },
  { status: 0, args: ['replay', TOKEN, '--emit-test'] },
  { status: 1, args: ['replay', TOKEN] },
  { status: 0, args: ['report', ...FEW, '--no-ledger', '-o', fileIn('report.html')] },
  { status: 3, args: ['report', ...FEW, '-o', fileIn('report.html')], stopped: true },
  { status: 0, args: ['explore', '--port', '0'], stopped: true },
  { status: 0, args: ['conform', RECORDINGS] },
  { status: 1, args: ['conform', fileIn('wrong.jsonl')] },
  { status: 3, args: ['conform', RECORDINGS], stopped: true },
  { status: 0, args: ['export', '--to', 'c', '--design', 'D', '--configuration', 'tiny'] },
  { status: 0, args: ['list'] },
  { status: 0, args: ['cache'] },
];

/** The first two need real kernels, the third Spin: see prove.test.ts; the last writes where it stands. */
const NOT_SHOWN = ['lab', 'reproduce', 'prove', 'init'];

/** Takes a search that meets its limit, which is minutes. */
const TOO_LONG: Readonly<Record<string, readonly number[]>> = { replay: [3] };

test.each(ROWS)('$status: $args', async ({ status, args, stopped = false }) => {
  const ended = await pageofflineIn(stopped ? { signal: AbortSignal.abort() } : {}, ...args);
  expect(ended.status).toBe(status);
});

test.each(COMMAND_NAMES.filter((name) => !NOT_SHOWN.includes(name)))('%s promises these', async (command) => {
  const { stdout } = await pageoffline(command, '--help');
  const [, promised = ''] = stdout.split('Exit status:\n');
  const had = ROWS.filter(({ args }) => args[0] === command).map(({ status }) => status);
  expect([...promised.matchAll(/^ {2}(\d)/gm)].map(([, status]) => Number(status))).toEqual(
    [...had, ...(TOO_LONG[command] ?? []), 2].sort(),
  );
});
