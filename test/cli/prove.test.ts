/** `export` and `prove`, with stand-ins for Spin and the C compiler, whose verifier says what it is told to. */

import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { Search } from '../../src/checker/search.js';
import { programOf } from '../../src/scenario/program.js';
import { scenarioOf } from '../../src/scenario/scenario.js';
import { pageoffline, pageofflineIn } from './run_command.js';

const folder = mkdtempSync(join(tmpdir(), 'pageoffline-'));
const { PATH } = process.env;
afterEach(() => {
  process.env.PATH = PATH;
});
afterAll(() => rmSync(folder, { recursive: true }));

const MODEL = ['--design', 'D', '--configuration', 'tiny'];
const PROVE = ['prove', '--with', 'spin', ...MODEL, '--property', 'S5'];

function script(name: string, ...lines: readonly string[]): void {
  const path = join(folder, name);
  writeFileSync(path, ['#!/bin/sh', ...lines, ''].join('\n'));
  chmodSync(path, 0o755);
}

/** @param output of the verifier */
function standIns(...output: readonly string[]): void {
  writeFileSync(join(folder, 'output'), output.join('\n'));
  script('verifier', `cat ${join(folder, 'output')}`);
  script('spin', 'echo "Spin Version 0 -- none"');
  script('cc', `[ "$1" = --version ] || cp ${join(folder, 'verifier')} pan`);
  process.env.PATH = `${folder}:${PATH}`;
}

const SEARCH = new Search(programOf(scenarioOf('D', 'tiny')));
SEARCH.run();
const { states, transitions } = SEARCH.result();

describe('a change file', () => {
  test('is exported with the code that it brings along', async () => {
    const model = [
      'export',
      '--to',
      'c',
      '--design',
      'D',
      '--kernel',
      '7.3',
      '--configuration',
      'tiny',
      '--property',
      'X3',
    ];
    const plain = await pageoffline(...model);
    const changed = await pageoffline(...model, '--change', 'test/bugs/lost_undo_of_isolation.ts');
    expect([changed.status, changed.stderr]).toEqual([0, '']);
    expect(changed.stdout).toContain('a failed attempt does not undo the isolation');
    expect(changed.stdout).not.toBe(plain.stdout);
  });

  test('is exported with what it sets', async () => {
    const cell = ['--design', 'D', '--kernel', '7.3', '--configuration', 'section-usage', '--property', 'X7'];
    const model = ['export', '--to', 'c', ...cell];
    const { stdout } = await pageoffline(...model, '--change', 'test/bugs/usage_bitmap_freed_under_readers.json');
    const set = await pageoffline(...model, '--set', 'usageGrace=no');
    const code = (text: string) => text.slice(text.indexOf('#include'));
    expect(code(stdout)).toBe(code(set.stdout));
    expect(code(stdout)).not.toBe(code((await pageoffline(...model)).stdout));
  });

  test('is not named together with edits, and must be there', async () => {
    const both = await pageoffline(
      'export',
      '--to',
      'c',
      ...MODEL,
      '--change',
      'a.ts',
      '--edit',
      'leave out page_ref_inc',
    );
    expect([both.status, both.stderr]).toEqual([
      2,
      "error: option '--change <file>' cannot be used with option '--edit <sentence>'\n",
    ]);
    expect((await pageoffline('export', '--to', 'c', ...MODEL, '--change', 'none.ts')).status).toBe(2);
  });
});

describe('prove --with spin', () => {
  test('agrees where the counts are the same', async () => {
    standIns(`  ${states} states, stored`, `pageoffline: ${transitions} steps, violated:`);
    const { status, stdout, stderr } = await pageoffline(...PROVE);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/They agree\.\n$/);
  });

  test('says what differs', async () => {
    standIns(`  ${states + 1} states, stored`, `pageoffline: ${transitions} steps, violated: S5`);
    const { status, stdout } = await pageoffline(...PROVE);
    expect(status).toBe(1);
    expect(stdout).toContain(
      `They differ: ${states} states here, ${states + 1} there.\nThey differ: S5 is violated there alone.\n`,
    );
    const { differences } = JSON.parse((await pageoffline(...PROVE, '--json')).stdout);
    expect(differences).toHaveLength(2);
  });

  test('takes no count of a verifier that did not see everything', async () => {
    standIns('error: max search depth too small', `  ${states} states, stored`, 'pageoffline: 1 steps, violated:');
    const { status, stderr } = await pageoffline(...PROVE);
    expect(status).toBe(2);
    expect(stderr).toBe("error: Spin's verifier did not see every state: error: max search depth too small\n");
  });

  test('asks of runs under weak fairness, and says what differs', async () => {
    standIns('State-vector 100 byte, depth reached 10, errors: 0');
    const asked = ['prove', '--with', 'spin', ...MODEL, '--property', 'L1'];
    const same = await pageoffline(...asked);
    expect(same.stderr).toBe('');
    expect(same.stdout).toBe(
      'L1 under weak fairness: pageoffline: holds; Spin: holds. Under strong fairness, which Spin has not: holds.\nThey agree.\n',
    );
    standIns('pan:1: acceptance cycle (at depth 10)', 'State-vector 100 byte, depth reached 10, errors: 1');
    const { status, stdout } = await pageoffline(...asked);
    expect(status).toBe(1);
    expect(stdout).toContain('They differ: L1 holds under weak fairness here, and violated there.\n');
  });

  test('takes no answer of runs from a verifier that did not see all of them', async () => {
    standIns('error: max search depth too small', 'State-vector 100 byte, depth reached 10, errors: 0');
    const { status, stderr } = await pageoffline('prove', '--with', 'spin', ...MODEL, '--property', 'EF');
    expect([status, stderr]).toEqual([
      2,
      "error: Spin's verifier did not see every state: error: max search depth too small\n",
    ]);
  });

  test.each([
    ['D1', 'it is about steps, and Spin about states and runs'],
    ['LO', 'it is about the order of locks over all runs, and Spin looks at one at a time'],
  ])('says in one line that Spin cannot say %s', async (id, why) => {
    standIns('');
    const { status, stderr } = await pageoffline('prove', '--with', 'spin', ...MODEL, '--property', id);
    expect([status, stderr]).toEqual([2, `error: Spin cannot say ${id}: ${why}\n`]);
  });

  test('says which tool is missing', async () => {
    process.env.PATH = join(folder, 'nothing');
    const { status, stderr } = await pageoffline(...PROVE);
    expect([status, stderr]).toEqual([2, 'error: spin and cc cannot be run: install Spin and a C compiler\n']);
  });

  test('compares nothing when it is stopped, or meets a limit', async () => {
    standIns(`  ${states} states, stored`, `pageoffline: ${transitions} steps, violated:`);
    const stopped = await pageofflineIn({ signal: AbortSignal.abort() }, ...PROVE, '--configuration', 'walkers');
    expect([stopped.status, stopped.stdout]).toEqual([3, 'Not compared: our own search has not seen every state.\n']);
    expect((await pageoffline(...PROVE, '--max-states', '5')).status).toBe(3);
  });
});

describe('export', () => {
  test('writes C with the commands at its head', async () => {
    const { status, stdout } = await pageoffline('export', '--to', 'c', ...MODEL, '--property', 'S5');
    expect(status).toBe(0);
    expect(stdout.slice(0, stdout.indexOf('#include'))).toMatchSnapshot();
  });

  test('writes Promela and what it includes into a folder', async () => {
    const out = join(folder, 'promela');
    const { status, stdout } = await pageoffline('export', '--to', 'promela', ...MODEL, '--out', out);
    expect(status).toBe(0);
    expect(stdout).toContain(join(out, 'model.pml'));
    for (const name of ['model.pml', 'model.h', 'model.c']) expect(existsSync(join(out, name))).toBe(true);
    const text = readFileSync(join(out, 'model.pml'), 'utf8');
    expect(text).toContain('spin -a model.pml && cc ');
    expect(text.match(/^active proctype/gm)).toHaveLength(SEARCH.program.automata.length + 1);
  });

  test.each([
    [['export', ...MODEL], "required option '--to <language>' not specified"],
    [['export', '--to', 'c'], "required option '--design <id>' not specified"],
    [['export', '--to', 'promela', ...MODEL], '--to promela writes several files: --out <folder> is needed'],
    [['export', '--to', 'c', ...MODEL, '--property', 'EF'], 'EF cannot be exported: it is a reachability property'],
    [['export', '--to', 'c', ...MODEL, '--out', join(folder, 'no', 'folder')], 'no such file or directory'],
    [['prove', ...MODEL], "required option '--with <engine>' not specified"],
  ])('%j is refused', async (args, why) => {
    const { status, stderr } = await pageoffline(...args);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^error: [^\n]*\n$/);
    expect(stderr).toContain(why);
  });
});
