/** `--format`: each format of each command as a user gets it, and what is said of one that there is not. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageoffline, pageofflineIn, widest } from './run_command.js';

const RACE = ['check', '--design', 'A', '--property', 'X6'];
const SEVERAL = ['check', '--design', 'B', '--configuration', 'tiny'];
const CAMPAIGN = ['simulate', '--design', 'D', '--seed', 'some words', '--runs', '300', '--property', 'S5'];

let folder = '';
let kept = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pageoffline-'));
  kept = join(folder, 'race.json');
  await pageoffline(...RACE, '--save', kept);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** How the document in each format of a single race begins. */
const BEGINNINGS = {
  changelog: /^1 block, /,
  mermaid: /^sequenceDiagram\n/,
  itf: /^\{\n {2}"#meta": \{"format":"ITF"/,
} as const;

test.each([
  ['check', 'changelog', () => RACE],
  ['check', 'mermaid', () => RACE],
  ['check', 'itf', () => RACE],
  ['simulate', 'changelog', () => CAMPAIGN],
  ['replay', 'changelog', () => ['replay', kept]],
  ['replay', 'itf', () => ['replay', kept]],
  ['shrink', 'changelog', () => ['shrink', kept]],
] as const)('%s prints %s and nothing else, and exits as ever', async (_, format, command) => {
  const { status, stdout, stderr } = await pageoffline(...command(), '--format', format);
  expect(stdout).toMatch(BEGINNINGS[format]);
  expect(stdout.endsWith('\n')).toBe(true);
  expect(stderr).toBe('');
  expect(status).toBe(1);
});

describe('changelog', () => {
  test('of one race can be pasted as it is: no heading, no colour, 75 columns', async () => {
    const { stdout } = await pageofflineIn({ color: true }, ...RACE, '--format', 'changelog');
    expect(stdout).toMatch(/^[\n -~]*$/);
    expect(stdout).not.toMatch(/ $/m);
    expect(widest(stdout)).toBeLessThanOrEqual(75);
    expect(stdout).not.toContain('violated');
  });

  test('of several races has a heading above each', async () => {
    const { stdout } = await pageoffline(...SEVERAL, '--format', 'changelog');
    const headings = stdout.split('\n').filter((line) => line.endsWith(' violated'));
    expect(headings).toEqual([
      'Design B: S5 "never in buddy" violated',
      'Design B: S7 "survives cancel" violated',
      'Design B: S3 "stays Offline" violated',
    ]);
    expect(stdout.match(/CPU0/g)?.length).toBe(3);
  });

  test('is drawn of a violation that only follows from others, when nothing else is asked', async () => {
    const { stdout } = await pageoffline(
      'check',
      '--design',
      'B',
      '--configuration',
      'unload',
      '--property',
      'S4',
      '--format',
      'changelog',
    );
    expect(stdout).toContain('CPU0');
  });
});

test('of several races a format that is one document has the first, and says so', async () => {
  const { stdout, stderr } = await pageoffline(...SEVERAL, '--format', 'mermaid');
  expect(stdout.match(/sequenceDiagram/g)?.length).toBe(1);
  expect(stderr).toBe('this is the first of 3 races: --property chooses another\n');
});

test('a run without a violation has nothing to print, and says so', async () => {
  const run = await pageoffline('check', '--design', 'D', '--configuration', 'tiny', '--format', 'mermaid');
  expect(run).toEqual({ status: 0, stdout: '', stderr: 'no violation was found: there is no race to draw\n' });
});

describe('junit', () => {
  test('of check has a case for each property, and the race of a violated one without colour', async () => {
    const { status, stdout } = await pageofflineIn({ color: true }, ...SEVERAL, '--format', 'junit');
    expect(stdout).toMatch(/^<\?xml .*\n<testsuites /);
    expect(stdout).toContain('<testsuite name="Design B on Linux 5.8, tiny" tests="17" failures="3" errors="0"');
    expect(stdout.match(/<testcase /g)?.length).toBe(17);
    expect(stdout).toContain('CPU0 (sysfs)');
    // An escape that came so far would have been replaced.
    expect(stdout).not.toContain('\ufffd');
    expect(status).toBe(1);
  });

  test('of compare has a suite for each design and variation; what is not decided is no pass', async () => {
    const limits = ['--property', 'M1', '--max-states', '5000'];
    const { status, stdout } = await pageoffline('compare', '--design', 'D,E', ...limits, '--format', 'junit');
    const suites = [...stdout.matchAll(/<testsuite name="([^"]*)" tests="1" failures="0" errors="(\d)"/g)];
    expect(suites.map(([, name, errors]) => `${name}: ${errors}`)).toEqual([
      'Design D on Linux 5.8, no walkers: 0',
      'Design E on Linux 5.8, no walkers: 0',
      'Design D on Linux 5.8, walkers: 1',
      'Design E on Linux 5.8, walkers: 1',
      'Design D on Linux 5.8, RCU walkers: 1',
      'Design E on Linux 5.8, RCU walkers: 1',
    ]);
    expect(status).toBe(3);
  });
});

describe('dot', () => {
  test('draws the states of a small configuration', async () => {
    const { status, stdout } = await pageoffline(...SEVERAL, '--format', 'dot');
    expect(stdout).toMatch(/^digraph pageoffline \{\n {2}graph \[label="Design B on Linux 5.8, configuration tiny"/);
    expect(status).toBe(1);
  });

  test('is refused in one line where there are too many, before they are all searched', async () => {
    // To search them all takes minutes.
    const { status, stdout, stderr } = await pageoffline(
      ...['check', '--design', 'A', '--configuration', 'lru-walkers', '--format', 'dot'],
    );
    expect(stderr).toBe(
      'error: configuration lru-walkers has more than 1000 states: --format dot is for smaller ones, such as tiny\n',
    );
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });
});

test.each([
  [
    [...RACE, '--format', 'svg'],
    "argument 'svg' is invalid. Allowed choices are text, changelog, mermaid, itf, junit, dot.",
  ],
  [[...CAMPAIGN, '--format', 'dot'], "argument 'dot' is invalid. Allowed choices are text, changelog, mermaid, itf."],
  [
    ['replay', 'race.json', '--format', 'junit'],
    "argument 'junit' is invalid. Allowed choices are text, changelog, mermaid, itf.",
  ],
  [['compare', '--format', 'itf'], "argument 'itf' is invalid. Allowed choices are text, junit."],
  [['replay', 'race.json', '--format', 'itf', '--emit-test'], "cannot be used with option '--emit-test'"],
  [[...RACE, '--format', 'itf', '--json'], "option '--format <name>' cannot be used with option '--json'"],
])('%s is refused in one line', async (args, message) => {
  const { status, stdout, stderr } = await pageoffline(...args);
  expect(stderr).toMatch(/^error: [^\n]+\n$/);
  expect(stderr).toContain(message);
  expect(stdout).toBe('');
  expect(status).toBe(2);
});
