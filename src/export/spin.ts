/** Runs Spin on a model, in a folder of its own that is gone afterwards, and reads what its verifier counted. */

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Counted } from './counted.js';
import { type ExportedFile, SPIN_FLAGS } from './files.js';

/** What is running, for those who wait. */
export type SpinPhase = 'spin' | 'cc' | 'pan';

export interface SpinOptions extends Omit<BuildOptions, 'defines'> {
  /** How many states there are to be expected. */
  readonly states: number;
}

/** A verifier that Spin and the C compiler made, in a folder of its own. */
export interface Verifier {
  /** The path of its program. */
  readonly program: string;
  /** Runs it to its end: what it says. With variables of the environment beside its own. */
  run(args: readonly string[], variables?: Readonly<Record<string, string>>): Promise<string>;
  remove(): void;
}

export interface BuildOptions {
  /** Of `spin`, before the name of the model. */
  readonly defines?: readonly string[];
  readonly signal?: AbortSignal;
  readonly onPhase?: (phase: SpinPhase) => void;
}

/**
 * @param files the model is the first
 * @param flags of the C compiler
 * @throws when Spin or the C compiler fails, or the signal comes
 */
export async function buildVerifier(
  files: readonly ExportedFile[],
  flags: readonly string[],
  { defines = [], signal, onPhase = () => {} }: BuildOptions = {},
): Promise<Verifier> {
  const folder = mkdtempSync(join(tmpdir(), 'pageoffline-spin-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    for (const { name, text } of files) writeFileSync(join(folder, name), text);
    onPhase('spin');
    await call('spin', ['-a', ...defines, files[0].name], { cwd: folder, signal });
    onPhase('cc');
    await call('cc', [...flags, '-o', 'pan', 'pan.c'], { cwd: folder, signal });
  } catch (error) {
    remove();
    throw error;
  }
  const program = join(folder, 'pan');
  const run: Verifier['run'] = (args, variables) => {
    onPhase('pan');
    return call(program, args, { cwd: folder, signal, variables });
  };
  return { program, run, remove };
}

/** For so many states: how deep the verifier goes, since no run is longer than there are states, and the size of its table. */
export function sizesFor(states: number): string[] {
  // A step of the verifier's own comes before.
  const table = Math.min(30, Math.max(16, Math.ceil(Math.log2(states + 1))));
  return [`-m${states + 2}`, `-w${table}`];
}

/** Ends with an error when Spin, the C compiler or the verifier fails, or the signal comes. */
export async function countWithSpin(files: readonly ExportedFile[], options: SpinOptions): Promise<Counted> {
  const { states, ...build } = options;
  const verifier = await buildVerifier(files, SPIN_FLAGS, build);
  try {
    return countIn(await verifier.run([...sizesFor(states), '-c0', '-n', '-E']));
  } finally {
    verifier.remove();
  }
}

/** `spin` and `cc`, as far as one of them is not to be had. */
export async function missingTools(): Promise<readonly string[]> {
  const tools = [
    ['spin', '-V'],
    ['cc', '--version'],
  ] as const;
  const there = await Promise.all(
    tools.map(([tool, flag]) =>
      call(tool, [flag], {}).then(
        () => true,
        () => false,
      ),
    ),
  );
  return tools.flatMap(([tool], i) => (there[i] ? [] : [tool]));
}

/** `Spin Version 6.5.2`. */
export async function spinVersion(): Promise<string> {
  return /Spin Version \S+/.exec(await call('spin', ['-V'], {}))?.[0] ?? 'Spin';
}

interface CallOptions {
  readonly cwd?: string;
  readonly signal?: AbortSignal | undefined;
  readonly variables?: Readonly<Record<string, string>> | undefined;
}

/** What a command says on standard output. */
function call(command: string, args: readonly string[], { cwd, signal, variables }: CallOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...(cwd === undefined ? {} : { cwd }),
      ...(variables === undefined ? {} : { env: { ...process.env, ...variables } }),
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(signal === undefined ? {} : { signal }),
    });
    const said = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const)
      child[name].setEncoding('utf8').on('data', (text: string) => {
        said[name] += text;
      });
    let failure: Error | undefined;
    child.on('error', (error) => {
      failure = error;
    });
    // Not before it has ended: until then it may write.
    child.on('close', (status) => {
      if (failure === undefined && status === 0) resolve(said.stdout);
      else reject(failure ?? new Error(`${command} failed: ${firstLine(said.stderr || said.stdout)}`));
    });
  });
}

export const firstLine = (text: string): string => text.trim().split('\n')[0];

/** @throws when the verifier did not see the whole state space */
export function countIn(output: string): Counted {
  const stored = /^\s*(\S+) states, stored/m.exec(output)?.[1];
  const [, transitions, violated] = /^pageoffline: (\d+) steps, violated:(.*)$/m.exec(output) ?? [];
  const stopped = /^(?:error: .*|.*(?:Search not completed|out of memory|search depth too small).*)$/m.exec(
    output,
  )?.[0];
  if (stored === undefined || transitions === undefined || stopped !== undefined)
    throw new Error(`Spin's verifier did not see every state: ${firstLine(stopped ?? output)}`);
  return {
    states: Number(stored),
    transitions: Number(transitions),
    violated: violated
      .split(' ')
      .filter((id) => id !== '')
      .sort(),
  };
}
