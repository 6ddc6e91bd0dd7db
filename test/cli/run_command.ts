/** Runs a command as the program does, in this process; or the program itself, where the process is what is asked about. */

import { type ChildProcess, spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';

export const MAIN = 'dist/cli/main.js';

// What is built, as the worker threads of a search are there alone.
const { run }: typeof import('../../src/cli/run.js') = await import(pathToFileURL('dist/cli/run.js').href);

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Surroundings {
  /** Default: none. */
  readonly color?: boolean;
  /** Asks the command to stop. */
  readonly signal?: AbortSignal;
  /** Columns of a terminal; absent: standard error is none. */
  readonly columns?: number;
  /** Default: nothing is said of progress, however long a test takes. */
  readonly remarkEvery?: number;
  /** Is told what is written, as it is written. */
  onOutput?(text: string): void;
}

export function pageoffline(...args: readonly string[]): Promise<Ended> {
  return pageofflineIn({}, ...args);
}

export async function pageofflineIn(
  { color = false, signal = new AbortController().signal, columns, onOutput, ...more }: Surroundings,
  ...args: readonly string[]
): Promise<Ended> {
  const written = { stdout: '', stderr: '' };
  const stdout = {
    write: (text: string) => {
      written.stdout += text;
      onOutput?.(text);
    },
  };
  const stderr = {
    isTTY: columns !== undefined,
    columns,
    write: (text: string) => {
      written.stderr += text;
      onOutput?.(text);
    },
  };
  const { remarkEvery = Number.POSITIVE_INFINITY } = more;
  const status = await run(args, { stdout, stderr, remarkEvery, color, interruption: () => signal });
  return { status, ...written };
}

/** The program in a process of its own, and what it wrote when it has ended. */
export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when the process itself handles the signals that would end it. */
  readonly listening: Promise<void>;
}

/** Without the test runner's own wish for colour. */
const { FORCE_COLOR: _, ...ENVIRONMENT } = process.env;

/** The file descriptor on which `tell_signal_handlers.mjs` writes. */
const TOLD = 3;

export function start(...args: readonly string[]): Started {
  const child = spawn(process.execPath, ['--import', './test/cli/tell_signal_handlers.mjs', MAIN, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: ENVIRONMENT,
  });
  const written = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      written[name] += text;
    });
  }
  const ended = new Promise<Ended>((resolve) => child.on('close', (status) => resolve({ status, ...written })));
  const listening = new Promise<void>((resolve, reject) => {
    child.stdio[TOLD]?.once('data', () => resolve());
    void ended.then(({ stderr }) => reject(new Error(`ended before it handled signals: ${stderr}`)));
  });
  // A test that does not ask for it does not mind.
  listening.catch(() => {});
  return { child, ended, listening };
}

/** The length of the longest line. */
export const widest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));
