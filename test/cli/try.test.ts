/** `try`: what a change file breaks, and what is said of one that cannot be tried. */

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compare } from '../../src/change/comparison.js';
import { loadChange } from '../../src/change/load.js';
import { pairsOf } from '../../src/change/pairs.js';
import { PROPERTIES } from '../../src/properties/catalogue/main.js';
import { traceOfCell } from '../../src/run/cell_trace.js';
import { writeTrace } from '../../src/run/trace_file.js';
import { pageoffline, pageofflineIn, start } from './run_command.js';

const folder = mkdtempSync(join(tmpdir(), 'try-'));

function changeFile(name: string, change: object): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(change));
  return file;
}

const LOST_REFERENCE = {
  title: 'sysfs takes no reference',
  edits: [{ kind: 'skip', action: 'page_ref_inc', process: 'sysfs' }],
  on: { designs: ['D'], kernels: ['5.8'], configurations: ['tiny'] },
};

describe('a change that breaks something', () => {
  const file = changeFile('lost.json', LOST_REFERENCE);

  test('is told by what falls: exit status 1', async () => {
    const { status, stdout } = await pageoffline('try', file, '--property', 'X2,S1');
    expect(stdout).toContain('1 property falls that holds without it');
    expect(status).toBe(1);
  });

  test('is found out when that was expected: exit status 0, and 1 when it is not', async () => {
    expect((await pageoffline('try', file, '--expect', 'X2', '--property', 'X2')).status).toBe(0);
    expect((await pageoffline('try', file, '--expect', 'S1', '--property', 'S1')).status).toBe(1);
  });

  test('is nothing new on a baseline that has it, and something new on another', async () => {
    const baseline = join(folder, 'known.json');
    await pageoffline('try', file, '--property', 'X2', '--save-baseline', baseline);
    expect((await pageoffline('try', file, '--property', 'X2', '--baseline', baseline)).status).toBe(0);
    writeFileSync(baseline, readFileSync(baseline, 'utf8').replaceAll('X2', 'X3'));
    expect((await pageoffline('try', file, '--property', 'X2', '--baseline', baseline)).status).toBe(1);
  });

  test('makes a race that is replayed with the change', async () => {
    const [pair] = pairsOf(await loadChange(file));
    const [{ after }] = compare(
      pair,
      PROPERTIES.filter(({ id }) => id === 'X2'),
    ).differences;
    const [trace] = traceOfCell(after);
    const race = join(folder, 'lost-race.json');
    writeFileSync(race, writeTrace(trace));
    expect((await pageoffline('replay', race, '--change', file)).status).toBe(1);
  });

  test('is told on a terminal as soon as it is found', async () => {
    const { stderr } = await pageofflineIn({ columns: 120 }, 'try', file, '--property', 'X2,S1');
    expect(stderr).toContain('✘ X2 count restored   design D, 5.8, tiny: 12 steps (held in 53 states)\n');
  });

  test('says how its race is seen again', async () => {
    const { stdout } = await pageoffline('try', file, '--property', 'X2');
    const [, token = '', path = ''] = /^Again: pageoffline replay (\S+) --change (\S+)$/m.exec(stdout) ?? [];
    expect(path).toBe(file);
    const again = await pageoffline('replay', token, '--change', path);
    expect(again.stdout).toContain('X2 "count restored" violated');
    const emitted = await pageoffline('replay', token, '--change', path, '--emit-test');
    expect(emitted.stdout).toContain(`await loadChange('${file}');`);
    // It is loaded: what is wrong is that no kernel shows this property.
    const made = await pageoffline('reproduce', token, '--change', path, '--kernel', '7.3', '--property', 'W1');
    expect(made.stderr).toBe('error: W1: nothing is known by which a kernel shows that it is violated\n');
  });
});

test.each([
  ['nothing', { title: 'nothing', edits: [] }, 'it changes nothing: one of set, switches, edits'],
  ['no title', { edits: [] }, 'title'],
  [
    'no action',
    { title: 'x', edits: [{ kind: 'skip', action: 'get_pages' }] },
    "no action is called 'get_pages': one of",
  ],
  [
    'what is so anyway',
    { ...LOST_REFERENCE, edits: [{ kind: 'force', action: 'page_ref_inc', outcome: 'raised' }] },
    'is so there anyway',
  ],
  ['no design', { ...LOST_REFERENCE, on: { designs: ['Z'] } }, "no design is called 'Z': one of"],
])('%s: one line, exit status 2', async (name, change, message) => {
  const { status, stdout, stderr } = await pageoffline('try', changeFile(`${name}.json`, change));
  expect(stderr).toMatch(/^error: [^\n]+\n$/);
  expect(stderr).toContain(message);
  expect([status, stdout]).toEqual([2, '']);
});

test('a race of a change that is not loaded says how it is', async () => {
  const kept = join(folder, 'race.json');
  const edit = 'leave out page_ref_inc in sysfs';
  await pageoffline('check', '--design', 'D', '--configuration', 'tiny', '--edit', edit, '--save', kept);
  const trace = JSON.parse(readFileSync(kept, 'utf8'));
  const change = { title: 'of somebody else', digest: '000000000000', file: 'else.ts' };
  writeFileSync(kept, JSON.stringify({ ...trace, scenario: { ...trace.scenario, change } }));
  const { status, stderr } = await pageoffline('replay', kept);
  expect(stderr).toContain("--change 'else.ts' loads it");
  expect(status).toBe(2);
});

test('of many comparisons it is said at once how many there are, and how there are fewer', async () => {
  const { on: _, ...everywhere } = LOST_REFERENCE;
  const signal = AbortSignal.abort();
  const { status, stderr } = await pageofflineIn({ signal }, 'try', changeFile('everywhere.json', everywhere));
  expect(stderr).toMatch(
    /^\d+ comparisons, small models first: \d+ configurations, \d+ designs, \d+ kernels\. Fewer with /,
  );
  expect(stderr).toMatch(/stopped: (\d+) of \1 places were not tried\n$/);
  expect(status).toBe(3);
});

test('a race of sentences says itself what was changed', async () => {
  const edit = 'leave out page_ref_inc in sysfs';
  const { stdout } = await pageoffline('check', '--design', 'D', '--configuration', 'tiny', '--edit', edit);
  const [, token = ''] = /^Again: pageoffline replay (\S+)$/m.exec(stdout) ?? [];
  // Another process knows nothing of it.
  const { status, stderr } = await start('replay', token).ended;
  expect([status, stderr]).toEqual([1, '']);
});

test('what a change sets is set where something is held against it', async () => {
  const file = changeFile('sets.json', { title: 'no guard', set: { notifierGuard: false } });
  const asked = ['check', '--design', 'D', '--configuration', 'tiny', '--property', 'S5,X7', '--against'];
  const [whole, single] = [await pageoffline(...asked, file), await pageoffline(...asked, 'notifierGuard=false')];
  expect(whole.stdout.split('\n').slice(1)).toEqual(single.stdout.split('\n').slice(1));
});

test('a file that is not there is named once', async () => {
  const { stderr } = await pageoffline('try', join(folder, 'nowhere.ts'));
  expect(stderr).toBe(`error: ${join(folder, 'nowhere.ts')}: ENOENT: no such file or directory\n`);
});
