/**
 * One cell asked of this checker, as a user asks it, and of Spin's verifier of the model that it exports: the same invariants, with
 * the same verdicts, or it ends with an error. CPU time of whole processes, counted in the same way for both.
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { SPIN_FLAGS } from '../src/export/files.js';
import { countIn, sizesFor } from '../src/export/spin.js';
import { PROPERTIES } from '../src/properties/catalogue/main.js';
import { invariantsAmong } from '../src/properties/property.js';
import type { VerdictCell } from '../src/properties/verdict.js';
import { measureInTurns, median } from './measure.js';

const MAIN = resolve('dist/cli/main.js');

export interface Cell {
  readonly name: string;
  /** As the command line has it. */
  readonly model: readonly string[];
  /** Of the exported model, not fewer than there are. */
  readonly states: number;
}

const cell = (name: string, configuration: string, actors: string, states: number): Cell => ({
  ...{ name, states, model: ['--design', 'D', '--configuration', configuration, '--actors', actors] },
});

/** Large enough to tell, and small enough for Spin. */
export const CELLS: readonly Cell[] = [
  cell('two walkers', 'walkers', 'walkers=late+late', 7_000_000),
  cell('two pages', 'two-pages', 'walkers=late', 1_300_000),
];

/** CPU seconds. */
export interface Together {
  /** Of the verifier alone: median of the rounds. */
  readonly spin: number;
  /** To make it: what Spin and the C compiler take. */
  readonly making: number;
  /** Of a `check` that finds nothing kept, and of one behind it: medians of the rounds. */
  readonly first: number;
  readonly later: number;
}

const panFlags = ({ states }: Cell): string[] => [...sizesFor(states), '-c0', '-n', '-E'];

export const spinSettings = (asked: Cell): string => `cc ${SPIN_FLAGS.join(' ')}, pan ${panFlags(asked).join(' ')}`;

export function together(asked: Cell, rounds: number): Together {
  const folder = mkdtempSync(join(tmpdir(), 'pageoffline-bench-'));
  try {
    const model = join(folder, 'model');
    timed([process.execPath, MAIN, 'export', '--to', 'promela', '--out', model, ...asked.model]);
    const compiler = ['cc', ...SPIN_FLAGS, '-o', 'pan', 'pan.c'];
    const making = [['spin', '-a', 'model.pml'], compiler].map((command) => timed(command, { cwd: model }).seconds);
    return { making: making[0] + making[1], ...measured(asked, folder, rounds) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function measured(asked: Cell, folder: string, rounds: number): Omit<Together, 'making'> {
  const cache = join(folder, 'cache');
  const invariants = invariantsAmong(PROPERTIES).map(({ id }) => id);
  const question = ['check', ...asked.model, '--property', invariants.join(), '--json'];
  const options = { env: { ...process.env, XDG_CACHE_HOME: cache }, isFine: (status: number) => status <= 1 };
  const verdicts = new Map<string, string>();
  const check = (): number => {
    const { stdout, seconds } = timed([process.execPath, MAIN, ...question], options);
    verdicts.set('check', violatedIn(stdout));
    return seconds;
  };
  const contestants = [
    {
      name: 'spin',
      run: () => {
        const { stdout, seconds } = timed([join(folder, 'model', 'pan'), ...panFlags(asked)]);
        verdicts.set('spin', countIn(stdout).violated.join());
        return seconds;
      },
    },
    {
      name: 'first',
      run: () => {
        rmSync(cache, { recursive: true, force: true });
        return check();
      },
    },
    { name: 'later', run: check },
  ];
  const [spin, first, later] = measureInTurns(contestants, rounds).map(median);
  const [ours, theirs] = [verdicts.get('check'), verdicts.get('spin')];
  if (ours !== theirs) throw new Error(`violated in ${asked.name}: ${ours} here, ${theirs} by Spin`);
  return { spin, first, later };
}

/** The ids of the violated properties in what `check --json` says. */
function violatedIn(stdout: string): string {
  const cells: readonly VerdictCell[] = JSON.parse(stdout);
  const violated = cells.filter(({ verdict }) => verdict === 'violated');
  return violated
    .map(({ property }) => property)
    .sort()
    .join();
}

interface Timing {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly isFine?: (status: number) => boolean;
}

/** What a command says on standard output, and its CPU seconds with those of its own commands, as the shell counts them. */
function timed(
  command: readonly string[],
  { cwd, env, isFine = (status) => status === 0 }: Timing = {},
): { readonly stdout: string; readonly seconds: number } {
  const script = '"$@"; status=$?; times; exit $status';
  const options = { ...(cwd === undefined ? {} : { cwd }), ...(env === undefined ? {} : { env }) };
  const { status, stdout, stderr } = spawnSync('sh', ['-c', script, 'sh', ...command], {
    ...{ ...options, encoding: 'utf8', maxBuffer: 2 ** 28 },
  });
  const [, said, user, system] = /^([\s\S]*\n|)\S+ \S+\n(\S+) (\S+)\n$/.exec(stdout) ?? [];
  if (status === null || !isFine(status) || said === undefined)
    throw new Error(`${command.join(' ')} failed:\n${stderr}`);
  return { stdout: said, seconds: inSeconds(user) + inSeconds(system) };
}

/** Of `1m2.340s`. */
function inSeconds(time: string): number {
  const [minutes, seconds] = time.split('m');
  return 60 * Number(minutes) + Number.parseFloat(seconds);
}
