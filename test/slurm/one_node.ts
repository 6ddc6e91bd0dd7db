/** Slurm on one node: its daemons with a configuration, a key and ports of their own, which end with the tests. */

import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram, run } from '../../src/lab/command.js';
import { sleep } from '../../src/lab/timing.js';

const DAEMONS = ['munged', 'slurmctld', 'slurmd'];
const COMMANDS = ['sbatch', 'srun', 'scontrol', 'scancel', 'sinfo'];

/** So many run at once. */
export const JOBS = 4;
/** In milliseconds. */
const UP_LIMIT = 30_000;
const COMMAND_LIMIT = 30_000;
const BETWEEN_LOOKS = 50;

/** Why Slurm cannot be run here, in words. */
export function whyNoSlurm(): string | undefined {
  const missing = [...DAEMONS, ...COMMANDS].filter((name) => findProgram(name) === undefined);
  if (missing.length > 0)
    return `${missing.join(', ')} cannot be found (apt-get install slurmctld slurmd slurm-client)`;
  return process.getuid?.() === 0 ? undefined : 'its daemons are started by root';
}

export class OneNode {
  /** The folder from which jobs are submitted. */
  readonly folder: string;
  readonly #daemons: readonly ChildProcess[];
  readonly #environment: NodeJS.ProcessEnv;

  private constructor(folder: string, daemons: readonly ChildProcess[], environment: NodeJS.ProcessEnv) {
    this.folder = folder;
    this.#daemons = daemons;
    this.#environment = environment;
  }

  /**
   * @param programs a folder that is searched first for what jobs run
   * @throws with what the daemons said, when the node does not come up
   */
  static async start(programs: string): Promise<OneNode> {
    const folder = mkdtempSync(join(tmpdir(), 'pageoffline-slurm-'));
    const inFolder = (name: string) => join(folder, name);
    for (const name of ['state', 'spool']) mkdirSync(inFolder(name));
    // munged wants its socket where others may come.
    chmodSync(folder, 0o755);
    writeFileSync(inFolder('key'), randomBytes(1024), { mode: 0o400 });
    writeFileSync(inFolder('slurm.conf'), configuration(folder, await freePort(), await freePort()));
    const path = `${programs}:${process.env.PATH ?? ''}:/usr/sbin`;
    const environment = { ...process.env, PATH: path, SLURM_CONF: inFolder('slurm.conf') };
    const daemon = (name: string, ...args: readonly string[]) =>
      spawn(name, args, { env: environment, stdio: 'ignore' }).on('error', () => {});
    const munge = ['socket', 'key-file', 'pid-file', 'log-file', 'seed-file'].map(
      (name) => `--${name}=${inFolder(name.replace('-file', ''))}`,
    );
    const daemons = [
      daemon('munged', '--foreground', '--force', ...munge),
      daemon('slurmctld', '-D', '-c'),
      daemon('slurmd', '-D'),
    ];
    const node = new OneNode(folder, daemons, environment);
    try {
      await until(async () => /idle/.test(await node.run('sinfo', '-h').catch(() => '')), UP_LIMIT);
      return node;
    } catch {
      const said = ['log', 'slurmctld.log', 'slurmd.log'].map((name) => readLog(inFolder(name)));
      await node.close();
      throw new Error(`no node of Slurm comes up: ${said.join('\n')}`);
    }
  }

  async run(program: string, ...args: readonly string[]): Promise<string> {
    const options = { cwd: this.folder, env: this.#environment, limit: COMMAND_LIMIT };
    return (await run(program, args, options)).toString().trim();
  }

  /** As `scontrol show job` has it: `RUNNING`, `COMPLETED` and so on; and how often it was queued again. */
  async job(id: string): Promise<{ readonly state: string; readonly restarts: number }> {
    const text = await this.run('scontrol', 'show', 'job', id);
    const field = (name: string) => new RegExp(`\\b${name}=(\\w+)`).exec(text)?.[1] ?? '';
    return { state: field('JobState'), restarts: Number(field('Restarts')) };
  }

  /** What there is to say of all its jobs when one of them did not go as it should. */
  async told(): Promise<string> {
    const outputs = readdirSync(this.folder).filter((name) => name.endsWith('.out'));
    const texts = outputs.map((name) => `${name}: ${readLog(join(this.folder, name))}`);
    return [await this.run('scontrol', 'show', 'job'), ...texts].join('\n');
  }

  async close(): Promise<void> {
    await this.run('scancel', '--user=root').catch(() => {});
    for (const daemon of [...this.#daemons].reverse()) {
      const ended = new Promise((resolve) => daemon.once('exit', resolve));
      if (daemon.exitCode !== null || !daemon.kill()) continue;
      await Promise.race([ended, sleep(COMMAND_LIMIT)]);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/**
 * No accounting, no control groups, nothing that a container lacks. All jobs of an
 * array run at once: scancel of 22.05 signals again and again while some are pending.
 */
function configuration(folder: string, controller: number, node: number): string {
  const [name] = hostname().split('.');
  return [
    'ClusterName=pageoffline',
    `SlurmctldHost=${name}(127.0.0.1)`,
    'SlurmUser=root',
    'AuthType=auth/munge',
    `AuthInfo=socket=${folder}/socket`,
    `SlurmctldPort=${controller}`,
    `SlurmdPort=${node}`,
    `StateSaveLocation=${folder}/state`,
    `SlurmdSpoolDir=${folder}/spool`,
    ...['Slurmctld', 'Slurmd'].flatMap((daemon) => [
      `${daemon}PidFile=${folder}/${daemon.toLowerCase()}.pid`,
      `${daemon}LogFile=${folder}/${daemon.toLowerCase()}.log`,
    ]),
    'ProctrackType=proctrack/linuxproc',
    'JobAcctGatherType=jobacct_gather/none',
    'SelectType=select/cons_tres',
    'SelectTypeParameters=CR_Core',
    'SchedulerParameters=sched_interval=1,batch_sched_delay=0,sched_min_interval=0',
    'SlurmdParameters=config_overrides',
    'MpiDefault=none',
    `NodeName=${name} NodeAddr=127.0.0.1 CPUs=${JOBS} State=UNKNOWN`,
    `PartitionName=all Nodes=${name} Default=YES State=UP`,
    '',
  ].join('\n');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(address)));
    });
  });
}

function readLog(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** @throws when it does not come true */
export async function until(is: () => Promise<boolean> | boolean, limit: number): Promise<void> {
  for (const end = Date.now() + limit; !(await is()); await sleep(BETWEEN_LOOKS)) {
    if (Date.now() > end) throw new Error(`not within ${limit / 1000} s: ${is}`);
  }
}
