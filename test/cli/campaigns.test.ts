/** Campaigns on the command line: parts that are joined, stopping and going on, and what is wrong with options. */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ended, pageoffline, pageofflineIn, widest } from './run_command.js';

const folder = mkdtempSync(join(tmpdir(), 'pageoffline-'));
afterAll(() => rmSync(folder, { recursive: true }));

const CAMPAIGN = ['simulate', '--design', 'D', '--seed', 'some words', '--property', 'S5'];

test('parts that are joined tell what the whole tells', async () => {
  const out = join(folder, 'parts');
  const campaign = [...CAMPAIGN, '--strategy', 'pauses', '--runs', '2000'];
  const parts = [];
  for (const part of ['1/2', '2/2']) parts.push(await pageoffline(...campaign, '--out', out, '--shard', part));
  expect(parts.map(({ status }) => status)).toEqual([1, 1]);
  expect(parts[0].stdout).toMatch(
    /Found, not shrunk:\nS5 "never in buddy" in \d+ of 1000 runs, first in run \d+; .*: po1:D:/,
  );
  const joined = await pageoffline('merge', out);
  expect(joined.status).toBe(1);
  expect(joined).toEqual(await pageoffline(...campaign));
  expect(widest(joined.stdout.replaceAll(/^Again: .*$/gm, ''))).toBeLessThanOrEqual(132);
});

test('a campaign that was asked to stop loses nothing: the same command goes on where it was stopped', async () => {
  const out = join(folder, 'stopped');
  const options = [...CAMPAIGN, '--configuration', 'small', '--strategy', 'pauses', '--runs', '1e9', '--out', out];
  const runsWhenStopped = async () => {
    const controller = new AbortController();
    const stopAtFirstProgress = { signal: controller.signal, columns: 80, onOutput: () => controller.abort() };
    const { status, stdout } = await pageofflineIn(stopAtFirstProgress, ...options, '--json');
    expect(status).toBe(3);
    const { finished, runs } = JSON.parse(stdout);
    expect(finished).toBe(false);
    expect(JSON.parse(readFileSync(join(out, 'shard-1-of-1.json'), 'utf8')).runs).toBe(runs);
    return runs;
  };
  const first = await runsWhenStopped();
  expect(first).toBeGreaterThan(0);
  expect(await runsWhenStopped()).toBeGreaterThan(first);
});

test('a campaign of drawn scenarios is gone on with by the same command too', async () => {
  const drawn = ['simulate', '--design', 'D', '--seed', 'a', '--scenarios', 'small', '--vary', '1', '--runs', '1'];
  const twice = [...drawn, '--property', 'X7', '--out', join(folder, 'drawn')];
  const first = await pageoffline(...twice);
  expect(first.stderr).toBe('');
  expect(await pageoffline(...twice)).toEqual(first);
});

describe('a shard', () => {
  const out = join(folder, 'locked');
  const campaign = [...CAMPAIGN, '--configuration', 'small', '--strategy', 'frontier', '--runs', '20000'];
  campaign.push('--length', '5', '--out', out);
  const lock = join(out, 'shard-1-of-1.json.lock');

  test('is kept from its beginning, and no other process can work on it meanwhile', async () => {
    const stop = new AbortController();
    let other: Promise<Ended> | undefined;
    const onOutput = () => {
      if (other !== undefined) return;
      expect(JSON.parse(readFileSync(join(out, 'shard-1-of-1.json'), 'utf8')).runs).toBe(0);
      other = pageoffline(...campaign);
      stop.abort();
    };
    const working = pageofflineIn({ signal: stop.signal, columns: 80, onOutput }, ...campaign);
    expect((await working).stderr).toContain('runs');
    expect(await other).toEqual({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining(`process ${process.pid} is`),
    });
    expect(existsSync(lock)).toBe(false);
  });

  const elsewhere = { pid: process.pid, host: 'elsewhere', id: '' };

  test.each([
    ['ended without a word', { pid: spawnSync('true').pid, host: hostname(), id: '' }, 0, 0],
    ['ended, and had the number that this one has', { pid: process.pid, host: hostname(), id: '' }, 0, 0],
    ['is of another machine', elsewhere, 0, 2],
    ['is of another machine, and has said nothing for a minute', elsewhere, 61, 0],
  ])('whose process %s', async (_, holder, seconds, status) => {
    writeFileSync(lock, JSON.stringify(holder));
    const written = new Date(Date.now() - seconds * 1000);
    utimesSync(lock, written, written);
    const ended = await pageofflineIn({ signal: AbortSignal.abort() }, ...campaign);
    expect([ended.status, existsSync(lock)]).toEqual([status, status === 2]);
    rmSync(lock, { force: true });
  });
});

test('an unfinished campaign says what is missing', async () => {
  const out = join(folder, 'unfinished');
  const campaign = [...CAMPAIGN, '--configuration', 'small', '--strategy', 'pauses', '--runs', '3000'];
  await pageoffline(...campaign, '--out', out, '--shard', '2/3');
  const { stdout, status } = await pageoffline('merge', out);
  expect(stdout).toContain('1000 runs of 3000, shards missing: 1/3, 3/3');
  expect(status).toBe(3);
});

test('drawn scenarios are shrunk to what a race needs', async () => {
  const drawn = ['simulate', '--design', 'D', '--seed', 'a', '--scenarios', 'small', '--runs', '1000', '--json'];
  const { races } = JSON.parse((await pageoffline(...drawn, '--property', 'X7')).stdout);
  expect(races.length).toBeGreaterThan(0);
  for (const { scenario, certificate } of races) {
    expect(scenario.configuration.blocks).toBe(1);
    expect(certificate.verdict).toBe('shortest');
  }
});

describe('shrink', () => {
  const LONG = 'po1:D:5.8:walkers:uniform:S5:03530400500331:oley3';

  test('makes a race as short as can be, and keeps it', async () => {
    const path = join(folder, 'shrunk.json');
    const { stdout, status } = await pageoffline('shrink', LONG, '--save', path);
    expect(stdout).toMatch(/^S5 "never in buddy": from 14 to 7 steps, shortest \(proved over [\d,]+ states\)$/m);
    expect(status).toBe(1);
    expect(JSON.parse((await pageoffline('replay', path, '--json')).stdout).steps).toHaveLength(7);
    expect((await pageoffline('shrink', path)).stdout).toContain('from 7 to 7 steps');
  });

  test('keeps the scenario when asked to', async () => {
    const { stdout } = await pageoffline('shrink', LONG, '--keep-scenario');
    expect(stdout).toContain('from 14 to 9 steps');
    expect(stdout).toContain('Again: pageoffline replay po1:D:5.8:walkers:');
  });

  test('gives one JSON document with the proof', async () => {
    const { stdout, status } = await pageoffline('shrink', LONG, '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      from: 14,
      length: 7,
      property: 'S5',
      certificate: { verdict: 'shortest', atLeast: 7 },
      scenario: { design: 'D' },
    });
    expect(status).toBe(1);
  });

  test('says when the race does not violate what it is asked for', async () => {
    const { stderr, status } = await pageoffline('shrink', LONG, '--property', 'S7');
    expect([stderr, status]).toEqual(['error: the token: no step and no state of it violates S7\n', 2]);
  });
});

test('replay --emit-test prints a test that names the token and what it violates', async () => {
  const token = 'po1:D:5.8:walkers:search:S5:000001101:tm6nm';
  const { stdout, status } = await pageoffline('replay', token, '--emit-test');
  expect(stdout).toContain(`traceOfToken('${token}')`);
  expect(stdout).toContain("{ property: 'S5', afterStep: 9, wrong: 'page 0 is being freed to the buddy allocator");
  expect(status).toBe(0);
});

describe('one line, and exit status 2', () => {
  const begun = join(folder, 'begun');
  const broken = join(folder, 'broken');
  mkdirSync(broken);
  writeFileSync(join(broken, 'shard-1-of-1.json'), '{}');
  beforeAll(async () => {
    await pageoffline(...CAMPAIGN, '--runs', '10', '--out', begun);
  });

  test.each([
    [['merge', join(folder, 'nowhere')], 'no such file or directory'],
    [['merge', folder], 'no shard is there'],
    [['merge', broken], 'format: Invalid input'],
    [[...CAMPAIGN, '--runs', '20', '--out', begun], 'is of another campaign'],
    [[...CAMPAIGN, '--runs', '10', '--out', begun, '--shard', '2/3'], 'is of another campaign'],
    [[...CAMPAIGN, '--save', join(folder, 'nowhere', 'race.json')], 'there is no folder'],
    [[...CAMPAIGN, '--out', join(broken, 'shard-1-of-1.json')], 'file already exists'],
    [[...CAMPAIGN, '--shard', '4/3'], "'4/3' is not a shard: such as 3/16"],
    [[...CAMPAIGN, '--strategy', 'best'], "no strategy is called 'best': uniform, pauses"],
    [[...CAMPAIGN, '--vary', '1'], '--vary is for drawn scenarios'],
    [[...CAMPAIGN, '--scenarios', 'huge'], "no size of scenarios is called 'huge': one of small, large"],
    [[...CAMPAIGN, '--scenarios', 'small', '--configuration', 'tiny'], 'leave --configuration out'],
    [[...CAMPAIGN, '--scenarios', 'small', '--set', 'putHook=true'], '--vary instead of --set'],
    [['replay', 'po1:D'], 'the token: not a replay token: 8 parts'],
    [['shrink', join(folder, 'nothing.json')], 'no such file or directory'],
  ])('%s', async (args, message) => {
    const { stdout, stderr, status } = await pageoffline(...args);
    expect([stdout, status]).toEqual(['', 2]);
    expect(stderr).toMatch(/^error: [^\n]+\n$/);
    expect(stderr).toContain(message);
  });
});
