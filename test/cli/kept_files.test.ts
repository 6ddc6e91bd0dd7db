/** What is kept in files: found again under its key alone, and dropped when it is asked for. */

import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { knowAs } from '../../src/checker/known_texts.js';
import { nativeMaker, searchNativelyWith } from '../../src/checker/native_search.js';
import { search } from '../../src/checker/search.js';
import { compileSystem } from '../../src/checker/system.js';
import { takeNothingFromBefore, takeWhatIsKept } from '../../src/cli/build_files.js';
import { digestOfCode, KeptFiles } from '../../src/cli/kept_files.js';
import { searchNatively } from '../../src/cli/native_search.js';
import { keepPrograms } from '../../src/cli/program_files.js';
import { keepModulesIn } from '../../src/export/native/made_modules.js';
import { cacheFolder } from '../../src/lab/cache_folder.js';
import { kernelSystem } from '../../src/model/system.js';
import { keepProgramsIn, keptPrograms } from '../../src/scenario/kept_programs.js';
import { digestOf, scenarioOf, switchesIn } from '../../src/scenario/scenario.js';
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

test('a value of which anything is not as it was kept is none', () => {
  const files = new KeptFiles<string>(folder);
  files.keep('key', 'value');
  const [name] = readdirSync(folder);
  const path = join(folder, name);
  const text = readFileSync(path, 'utf8');
  for (let at = 0; at < text.length; at++) {
    const other = text[at] === '0' ? '1' : '0';
    writeFileSync(path, text.slice(0, at) + other + text.slice(at + 1));
    expect(files.get('key'), `with ${other} at ${at}`).toBeUndefined();
  }
  writeFileSync(path, text.slice(0, -1));
  expect(files.get('key')).toBeUndefined();
  writeFileSync(path, text);
  expect(files.get('key')).toBe('value');
});

test('any change of the code that a value hangs on makes it another build', () => {
  const rooms = ['checker', 'export', 'model', 'scenario', 'properties'];
  const write = (room: string, text: string) => writeFileSync(join(folder, room, 'code.js'), text);
  for (const room of rooms) {
    mkdirSync(join(folder, room));
    write(room, 'first');
  }
  const first = digestOfCode(folder);
  for (const room of rooms) {
    write(room, 'second');
    expect(digestOfCode(folder), room).not.toBe(first);
    write(room, 'first');
  }
  expect(digestOfCode(folder)).toBe(first);
});

test('programs are kept for the build that made them, and a file that is no program is none', () => {
  keepPrograms();
  const kept = keptPrograms();
  kept.keep('scenario', []);
  expect([kept.get('scenario'), kept.get('other')]).toEqual([[], undefined]);
  const programs = cacheFolder('programs');
  const [build] = readdirSync(programs);
  const [file] = readdirSync(join(programs, build));
  renameSync(join(programs, build), join(programs, 'another build'));
  expect(kept.get('scenario')).toBeUndefined();
  renameSync(join(programs, 'another build'), join(programs, build));
  expect(kept.get('scenario')).toEqual([]);
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

test('what is kept from before is not taken where a command asks for that', () => {
  keepPrograms();
  keptPrograms().keep('before', []);
  const [build] = readdirSync(cacheFolder('programs'));
  const [file] = readdirSync(join(cacheFolder('programs'), build));
  utimesSync(join(cacheFolder('programs'), build, file), 1, 1);
  takeNothingFromBefore();
  expect(keptPrograms().get('before')).toBeUndefined();
  takeWhatIsKept();
  expect(keptPrograms().get('before')).toEqual([]);
});

test('native searches are kept, too', async () => {
  const maker = nativeMaker();
  await searchNatively();
  const scenario = scenarioOf('D', 'tiny');
  const program = compileSystem(kernelSystem(scenario.configuration, switchesIn(scenario)));
  knowAs(program, digestOf(scenario));
  search(program, { maxStates: 1, successors: 'native' });
  searchNativelyWith(maker);
  keepModulesIn(undefined);
  expect((await pageoffline('cache')).stdout).toContain(`${cacheFolder('searches')}: 1 native searches`);
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
