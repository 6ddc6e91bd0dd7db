/** What is kept in files: found again under its key alone, and dropped when it is asked for. */

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { KeptFiles } from '../../src/cli/kept_files.js';
import { keepPrograms, programsFolder } from '../../src/cli/program_files.js';
import { keepProgramsIn, keptPrograms } from '../../src/scenario/kept_programs.js';
import { pageoffline } from './run_command.js';

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
  const [build] = readdirSync(programsFolder());
  const [file] = readdirSync(join(programsFolder(), build));
  writeFileSync(join(programsFolder(), build, file), '[');
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
  expect((await pageoffline('cache')).stdout).toContain(`${programsFolder()}: 1 compiled programs`);
  expect((await pageoffline('cache', '--clear')).stdout).toContain(': 0 compiled programs, 0 kB');
});
