/** What is kept in files: found again under its key alone, and dropped when it is asked for. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { KeptFiles } from '../../src/cli/kept_files.js';
import { keepPrograms } from '../../src/cli/program_files.js';
import { cacheFolder } from '../../src/lab/cache_folder.js';
import { keepProgramsIn, keptPrograms } from '../../src/scenario/kept_programs.js';
import { MAIN, pageoffline } from './run_command.js';

const before = keptPrograms();
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pageoffline-kept-'));
  vi.stubEnv('XDG_CACHE_HOME', folder);
});
afterEach(() => {
  keepProgramsIn(before);
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test('a value is found under its key, and under no other', () => {
  new KeptFiles<number>(folder).keep('one', 1);
  const files = new KeptFiles<number>(folder);
  expect([files.get('one'), files.get('two')]).toEqual([1, undefined]);
});

test('programs are kept for the build that made them, and a file that is no program is none', () => {
  keepPrograms();
  const kept = keptPrograms();
  kept.keep('scenario', []);
  expect([kept.get('scenario'), kept.get('other')]).toEqual([[], undefined]);
  const programs = cacheFolder('programs');
  const [build] = readdirSync(programs);
  const [file] = readdirSync(join(programs, build));
  writeFileSync(join(programs, build, file), '[');
  expect(kept.get('scenario')).toBeUndefined();
});

test('nothing is kept where nothing can be written', () => {
  writeFileSync(join(folder, 'file'), '');
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'file'));
  keepPrograms();
  keptPrograms().keep('scenario', []);
  expect(keptPrograms().get('scenario')).toBeUndefined();
});

test('the command says where and how many, and drops them', async () => {
  keepPrograms();
  keptPrograms().keep('scenario', []);
  expect((await pageoffline('cache')).stdout).toContain(`${cacheFolder('programs')}: 1 compiled programs`);
  expect((await pageoffline('cache', '--clear')).stdout).toContain(': 0 compiled programs, 0 kB');
});

describe('verdicts', () => {
  /** The program itself: what is run in this process keeps none. */
  const asked = (...options: readonly string[]) => {
    const least = ['compare', '--design', 'B', '--configuration', 'tiny', '--property', 'S3', '--json', ...options];
    const { stdout, stderr } = spawnSync(process.execPath, [MAIN, ...least], { encoding: 'utf8' });
    return { cells: JSON.parse(stdout), isKept: stderr.startsWith('1 of 1 searches were made before') };
  };

  test('are searched for once, which is said, and again where that is asked', () => {
    const first = asked();
    expect(first).toMatchObject({ cells: [{ property: 'S3', verdict: 'violated' }], isKept: false });
    expect(asked()).toEqual({ ...first, isKept: true });
    expect(asked('--fresh').isKept).toBe(false);
  });

  test('are of the same question alone', () => {
    asked();
    const others = [['--kernel', '7.3'], ['--pcp'], ['--max-states', '5']];
    for (const options of others) expect(asked(...options).isKept, options.join(' ')).toBe(false);
    // Of what was asked together each is found alone.
    asked('--property', 'S5,S7');
    expect(asked('--property', 'S7').isKept).toBe(true);
  });

  test('that a limit left open are not kept', () => {
    const open = expect.objectContaining({ property: 'X6', verdict: 'not-exhausted' });
    expect(asked('--property', 'X6', '--max-states', '5').cells).toContainEqual(open);
    expect(asked('--property', 'X6', '--max-states', '5').isKept).toBe(false);
  });
});
