/** Jobs of arrays know their shards, by whatever runs them; and what is documented for that. */

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { shardOfArrayJob } from '../../src/cli/array_job.js';
import { MAIN, pageoffline } from './run_command.js';

const SLURM = { SLURM_ARRAY_TASK_ID: '9', SLURM_ARRAY_TASK_MIN: '5', SLURM_ARRAY_TASK_STEP: '2' };

describe('the shard of a job', () => {
  const third = { number: 3, of: 4 };

  test.each([
    ['Slurm', { ...SLURM, SLURM_ARRAY_TASK_COUNT: '4' }],
    ['Kubernetes', { JOB_COMPLETION_INDEX: '2', JOB_COMPLETIONS: '4' }],
    ['GitLab', { CI_NODE_INDEX: '3', CI_NODE_TOTAL: '4' }],
    ['CircleCI', { CIRCLE_NODE_INDEX: '2', CIRCLE_NODE_TOTAL: '4' }],
    ['Buildkite', { BUILDKITE_PARALLEL_JOB: '2', BUILDKITE_PARALLEL_JOB_COUNT: '4' }],
    ['GitHub', { STRATEGY_JOB_INDEX: '2', STRATEGY_JOB_TOTAL: '4' }],
  ])('%s', (_, environment) => {
    expect(shardOfArrayJob(environment)).toEqual(third);
  });

  test.each([
    ['no array', {}, 'this is no job of an array'],
    ['no size', { JOB_COMPLETION_INDEX: '2' }, 'JOB_COMPLETIONS is not set'],
    ['no number', { CI_NODE_INDEX: 'x', CI_NODE_TOTAL: '4' }, "CI_NODE_INDEX is 'x'"],
    ['beyond the last', { CI_NODE_INDEX: '5', CI_NODE_TOTAL: '4' }, 'CI_NODE_INDEX is 5'],
    [
      'numbers with gaps',
      { ...SLURM, SLURM_ARRAY_TASK_ID: '8', SLURM_ARRAY_TASK_COUNT: '4' },
      'ID is 8, which is not one',
    ],
  ])('%s is said', (_, environment, told) => {
    expect(() => shardOfArrayJob(environment)).toThrow(told);
  });
});

describe('a campaign in an array', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pageoffline-array-'));
  afterEach(() => vi.unstubAllEnvs());
  afterAll(() => rmSync(folder, { recursive: true }));

  test('has every part, and they join to the whole', async () => {
    const campaign = ['--design', 'D', '--seed', 'array', '--runs', '600', '--property', 'S3'];
    vi.stubEnv('CI_NODE_TOTAL', '2');
    const found: (number | null)[] = [];
    for (const index of ['1', '2']) {
      vi.stubEnv('CI_NODE_INDEX', index);
      const { status } = await pageoffline('simulate', ...campaign, '--shard', 'auto', '--out', folder);
      found.push(status);
    }
    expect(readdirSync(folder).sort()).toEqual(['shard-1-of-2.json', 'shard-2-of-2.json']);
    const whole = await pageoffline('simulate', ...campaign, '--json');
    expect(found).toContain(whole.status);
    const joined = await pageoffline('merge', folder, '--json');
    const counted = ({ stdout }: { readonly stdout: string }) => {
      const { runs, steps, ends } = JSON.parse(stdout);
      return { runs, steps, ends };
    };
    expect(counted(joined)).toEqual(counted(whole));
  });

  test('elsewhere it is a wrong argument', async () => {
    for (const name of ['CI_NODE_INDEX', 'STRATEGY_JOB_INDEX']) vi.stubEnv(name, undefined);
    const { status, stderr } = await pageoffline('simulate', '--design', 'D', '--seed', 's', '--shard', 'auto');
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^error: .*this is no job of an array.*\n$/)]);
  });
});

test('the files of docs/scale.md pass on what is read', () => {
  const text = readFileSync('docs/scale.md', 'utf8');
  const [, slurm, kubernetes, github] = text.split(/^## /m);
  expect([slurm, kubernetes, github].map((part) => part.includes('--shard auto'))).toEqual([true, true, true]);
  const [completions, passed] = [/completions: (\d+)/, /JOB_COMPLETIONS\n +value: "(\d+)"/].map(
    (is) => is.exec(kubernetes)?.[1],
  );
  expect(passed).toBe(completions);
  expect(github).toMatch(/STRATEGY_JOB_INDEX: .*job-index.*\n +STRATEGY_JOB_TOTAL: .*job-total/);
});

test('the shell of the file for Kubernetes passes SIGTERM on, and tells how its part ended', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pageoffline-pod-'));
  const [, text] = /args:\n +- >-\n(.*?) +env:/s.exec(readFileSync('docs/scale.md', 'utf8')) ?? [];
  const script = text.replace(/\s+/g, ' ').replace('/campaign', folder).replace('pageoffline', `"$NODE" ${MAIN}`);
  const env = { ...process.env, NODE: process.execPath, JOB_COMPLETION_INDEX: '1', JOB_COMPLETIONS: '2' };
  const shell = spawn('sh', ['-c', script], { env, stdio: 'ignore' });
  const ended = new Promise((resolve) => shell.on('close', resolve));
  const kept = join(folder, 'shard-2-of-2.json');
  await vi.waitUntil(() => existsSync(kept), { timeout: 60_000 });
  shell.kill('SIGTERM');
  expect(await ended).toBe(1);
  expect([existsSync(`${kept}.lock`), JSON.parse(readFileSync(kept, 'utf8')).runs > 0]).toEqual([false, true]);
  rmSync(folder, { recursive: true });
});
