/**
 * The file for Slurm of docs/scale.md, submitted to a Slurm of one node: stopped in each way that Slurm stops jobs, gone on with, and
 * joined. Skipped where Slurm cannot be had.
 */

import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sleep } from '../../src/lab/timing.js';
import { MAIN } from '../cli/run_command.js';
import { JOBS, OneNode, until, whyNoSlurm } from './one_node.js';

const RUNS = 24_000;
/** In milliseconds. */
const LIMIT = 60_000;
const TEST_LIMIT = 300_000;
const TIME_TO_FORGET = 3_000;

const why = whyNoSlurm();

describe.skipIf(why !== undefined)('an array of jobs of Slurm', () => {
  const programs = mkdtempSync(join(tmpdir(), 'pageoffline-programs-'));
  let node: OneNode;

  beforeAll(async () => {
    const command = join(programs, 'pageoffline');
    writeFileSync(command, `#!/bin/sh\nexec "${process.execPath}" "${resolve(MAIN)}" "$@"\n`);
    chmodSync(command, 0o755);
    node = await OneNode.start(programs);
    writeFileSync(join(node.folder, 'job.sh'), slurmFile().replace('--runs 1e6', `--runs ${RUNS}`));
  });

  afterAll(async () => {
    await node?.close();
    rmSync(programs, { recursive: true });
  });

  const submit = () => node.run('sbatch', '--parsable', `--array=1-${JOBS}`, 'job.sh');
  const pathOf = (part: number) => join(node.folder, 'campaign', `shard-${part}-of-${JOBS}.json`);
  const isWorkedAt = (part: number) => existsSync(pathOf(part)) && existsSync(`${pathOf(part)}.lock`);
  const runsOf = (part: number): number => JSON.parse(readFileSync(pathOf(part), 'utf8')).runs;
  const whole = RUNS / JOBS;

  async function completed(job: string): Promise<void> {
    await until(async () => (await node.job(job)).state === 'COMPLETED', LIMIT).catch(async (error) => {
      throw new Error(`${error.message}\n${await node.told()}`);
    });
  }

  test(
    'is stopped in every way, gone on with, and joined to the whole',
    async () => {
      const first = await submit();
      const stop = async (part: number, ...how: readonly string[]) => {
        await until(() => isWorkedAt(part), LIMIT);
        await node.run('scancel', ...how, `${first}_${part}`);
      };
      // Before its time limit: the processes of the job get SIGTERM, its shell does not.
      await stop(1, '--signal=TERM');
      // By its owner, who does not want it queued again.
      await stop(2);
      // Without a word: who was at it is left behind.
      await until(() => isWorkedAt(3), LIMIT);
      process.kill(JSON.parse(readFileSync(`${pathOf(3)}.lock`, 'utf8')).pid, 'SIGKILL');
      for (const part of [1, 2, 3])
        await until(async () => !/RUNNING|COMPLETING/.test((await node.job(`${first}_${part}`)).state), LIMIT);
      expect(await node.job(`${first}_1`)).toMatchObject({ restarts: 1 });
      expect(await node.job(`${first}_2`)).toEqual({ state: 'CANCELLED', restarts: 0 });
      expect([1, 2, 3].map((part) => [isWorkedAt(part), runsOf(part) < whole])).toEqual([
        [false, true],
        [false, true],
        [true, true],
      ]);

      // It would wait for two minutes; permissions that were given in the second in which it ended are void.
      await sleep(TIME_TO_FORGET);
      await node.run('scontrol', 'update', `JobId=${first}_1`, 'StartTime=now');
      // What was queued again goes on to its end, as what was never stopped does.
      for (const part of [1, 4]) {
        await completed(`${first}_${part}`);
        expect(runsOf(part)).toBe(whole);
      }
      const joined = () => node.run('pageoffline', 'merge', 'campaign', '--json');
      await expect(joined()).rejects.toThrow('exit status 3');

      const second = await submit();
      for (const part of [1, 2, 3, 4]) await completed(`${second}_${part}`);
      const [, ...campaign] =
        /simulate .*? --runs \d+/.exec(readFileSync(join(node.folder, 'job.sh'), 'utf8'))?.[0].split(' ') ?? [];
      expect(JSON.parse(await joined())).toEqual(
        JSON.parse(await node.run('pageoffline', 'simulate', ...campaign, '--json')),
      );
    },
    TEST_LIMIT,
  );
});

if (why !== undefined) test.skip(`no job was submitted to Slurm: ${why}`, () => {});

function slurmFile(): string {
  const [, file] = /^## Slurm\n\n```bash\n(.*?)^```/ms.exec(readFileSync('docs/scale.md', 'utf8')) ?? [];
  if (file === undefined) throw new Error('docs/scale.md has no file for Slurm');
  return file;
}
