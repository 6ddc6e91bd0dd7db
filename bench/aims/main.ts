/**
 * `npm run bench:aims`: how far the checker is from its aims on this machine, all in one run, and the table of
 * docs/performance.md from that. CPU times, which a busy machine changes less than the clock, but for what several cores share; and
 * ratios of what took turns.
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { missingTools } from '../../src/export/spin.js';
import { machineText } from '../machine.js';
import { measureInTurns, median } from '../measure.js';
import { CELLS, spinSettings, together } from '../together.js';
import type { Work } from './work.js';

const DOCUMENT = 'docs/performance.md';
const BLOCK = /(<!-- table: aims -->\n)[\s\S]*?(<!-- end of table -->)/;
const ROUNDS = 3;
const WORK = fileURLToPath(new URL('work.js', import.meta.url));
const MAIN = 'dist/cli/main.js';

/** A race with a walker. */
const TOKEN = 'po1:D:5.8:walkers:search:S5:000001101:tm6nm';

interface Row {
  readonly what: string;
  /** At most, unless it is said to be the least. */
  readonly aim: number;
  readonly isLeast?: true;
  readonly measured: number;
  readonly unit: string;
}

/** Standard output and CPU seconds of a process of node. */
function run(args: readonly string[]): { readonly stdout: string; readonly seconds: number } {
  const tell = 'process.on("exit", () => console.error("\\ncpu", process.cpuUsage().user + process.cpuUsage().system))';
  const hook = `data:text/javascript,${encodeURIComponent(tell)}`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--import', hook, ...args], { encoding: 'utf8' });
  const [, microseconds] = /\ncpu (\d+)\n$/.exec(stderr) ?? [];
  if (microseconds === undefined) throw new Error(`${args.join(' ')} failed:\n${stderr}`);
  return { stdout, seconds: Number(microseconds) / 1e6 };
}

const work = (kind: string, name: string): Work => JSON.parse(run([WORK, kind, name]).stdout);

/** Seconds of the contestants, medians over the rounds. */
const mediansOf = (contestants: readonly (() => number)[], rounds: number): number[] =>
  measureInTurns(
    contestants.map((contestant, i) => ({ name: String(i), run: contestant })),
    rounds,
  ).map(median);

/** Each kind of work beside another: how many times as long it takes, or as fast it is. */
const BESIDE: readonly (Pick<Row, 'what' | 'aim' | 'isLeast' | 'unit'> & {
  readonly longer: string;
  readonly shorter: string;
})[] = [
  {
    what: 'check of all main properties, beside the search alone, both in TypeScript',
    ...{ aim: 1.5, unit: 'times', longer: 'check', shorter: 'raw' },
  },
  {
    what: 'native search, translated before, beside the one in TypeScript',
    ...{ aim: 2.5, isLeast: true, unit: 'times as fast', longer: 'raw', shorter: 'raw, native from the start' },
  },
  {
    what: 'the same as a command does it the first time: it translates once the search is large',
    ...{ aim: 2.5, isLeast: true, unit: 'times as fast', longer: 'raw', shorter: 'raw, native' },
  },
  {
    what: 'the same as a command does it later: what was translated is kept',
    ...{ aim: 2.5, isLeast: true, unit: 'times as fast', longer: 'raw', shorter: 'raw, kept' },
  },
  {
    what: 'check of all main properties, natively the first time, beside TypeScript',
    ...{ aim: 2.5, isLeast: true, unit: 'times as fast', longer: 'check', shorter: 'check, native' },
  },
  {
    what: 'the same, later',
    ...{ aim: 2.5, isLeast: true, unit: 'times as fast', longer: 'check', shorter: 'check, kept' },
  },
];

function searchRows(name: string): Row[] {
  const kinds = [...new Set(BESIDE.flatMap(({ longer, shorter }) => [longer, shorter]))];
  const seconds = mediansOf(
    kinds.map((kind) => () => work(kind, name).seconds),
    ROUNDS,
  );
  const secondsOf = (kind: string): number => seconds[kinds.indexOf(kind)];
  return BESIDE.map(({ what, longer, shorter, ...row }) => ({
    ...{ ...row, what: `${what}: ${name}`, measured: secondsOf(longer) / secondsOf(shorter) },
  }));
}

/** By the clock: only a machine that does nothing else has two cores for it. */
function sharedRow(name: string): Row {
  const [alone, shared] = mediansOf(
    ['raw, native from the start', 'raw, native from the start, shared'].map((kind) => () => work(kind, name).elapsed),
    ROUNDS,
  );
  return {
    what: `native search on two cores, beside one, by the clock: ${name}`,
    ...{ aim: 1.6, isLeast: true, measured: alone / shared, unit: 'times as fast' },
  };
}

function startRows(): Row[] {
  const commands = [['--help'], ['list'], ['replay', TOKEN]];
  const [own, ...others] = mediansOf(
    [['-e', '0'], ...commands.map((args) => [MAIN, ...args])].map((args) => () => run(args).seconds),
    3 * ROUNDS,
  );
  return commands.map(([command], i) => ({
    what: `start of \`${command}\`, beyond that of node`,
    aim: 0.15,
    measured: others[i] - own,
    unit: 's',
  }));
}

function memoryRow(name: string): Row {
  return { what: `memory a state: ${name}`, aim: 24, measured: work('raw', name).bytesPerState, unit: 'bytes' };
}

/** Nothing where Spin is not to be had. */
async function togetherRows(): Promise<Row[]> {
  if ((await missingTools()).length > 0) return [];
  return CELLS.flatMap((cell) => {
    const { spin, making, first, later } = together(cell, ROUNDS);
    const row = { aim: 0.1, unit: 'times' };
    const beside = `the verifier that Spin makes of it in ${making.toFixed(1)} s (${spinSettings(cell)})`;
    return [
      { ...row, what: `\`check\` of all invariants beside ${beside}: ${cell.name}`, measured: first / spin },
      { ...row, what: `the same, later: ${cell.name}`, measured: later / spin },
    ];
  });
}

function missedBy({ aim, isLeast, measured }: Row): string | undefined {
  if (isLeast === true) return measured < aim ? `${(measured / aim).toFixed(2)} of it` : undefined;
  return measured > aim ? `${(measured / aim).toFixed(1)} times as much` : undefined;
}

function tableOf(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const { what, aim, isLeast, measured, unit } = row;
    const digits = measured < 10 ? 2 : 0;
    const missed = missedBy(row);
    const bound = isLeast === true ? 'at least' : 'at most';
    const met = missed === undefined ? 'yes' : `no: ${missed}`;
    return `| ${what} | ${bound} ${aim} ${unit} | ${measured.toFixed(digits)} ${unit} | ${met} |`;
  });
  return ['| what | aim | measured | met |', '| --- | --- | --- | --- |', ...lines].join('\n');
}

// What commands keep is kept for this run alone.
const cache = mkdtempSync(join(tmpdir(), 'pageoffline-bench-'));
process.env.XDG_CACHE_HOME = cache;
process.on('exit', () => rmSync(cache, { recursive: true }));

const machine = machineText();
const rows = [
  ...searchRows('reference'),
  ...searchRows('two walkers'),
  ...['reference', 'two walkers', 'three walkers'].map(sharedRow),
  ...startRows(),
  ...(await togetherRows()),
  memoryRow('reference'),
  memoryRow('two walkers'),
];
const text = `${machine}\n\n${tableOf(rows)}`;
console.log(text);
writeFileSync(
  DOCUMENT,
  readFileSync(DOCUMENT, 'utf8').replace(BLOCK, (_, head: string, tail: string) => `${head}\n${text}\n\n${tail}`),
);
