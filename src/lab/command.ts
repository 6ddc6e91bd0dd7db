/** Runs programs of the system: bounded in time, ended with the command that started them, their last words in the error. */

import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Ends the program when it fires. */
  readonly signal?: AbortSignal;
  /** In milliseconds; then it is killed, and its run fails. */
  readonly limit: number;
  /** Written to the program's standard input. */
  readonly input?: Uint8Array;
}

/** How many characters of its output a failed program's error quotes. */
const MOST_QUOTED = 600;

/**
 * @returns its standard output
 * @throws one line when it cannot be started, fails, or takes too long
 */
export async function run(program: string, args: readonly string[], options: RunOptions): Promise<Buffer> {
  const { cwd, env, signal, limit, input } = options;
  const child = spawn(program, args, {
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
    ...(signal === undefined ? {} : { signal }),
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: limit,
    killSignal: 'SIGKILL',
  });
  const out: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  // A program that does not want its input all may close it early.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const status = await new Promise<string>((resolve, reject) => {
    child.on('error', (error) => reject(new Error(`${program}: ${error.message}`)));
    child.on('close', (code, killedBy) => resolve(code === 0 ? '' : endText(code, killedBy, limit)));
  });
  if (status === '') return Buffer.concat(out);
  const said = Buffer.concat([...out, ...errors])
    .toString()
    .trim()
    .slice(-MOST_QUOTED);
  throw new Error(`${program} ${args.slice(0, 3).join(' ')}: ${status}${said === '' ? '' : `: ${said}`}`);
}

function endText(code: number | null, killedBy: NodeJS.Signals | null, limit: number): string {
  return killedBy === null ? `exit status ${code}` : `ended by ${killedBy} (limit ${limit / 1000} s)`;
}

/** The path of a program, undefined when there is none of this name. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
