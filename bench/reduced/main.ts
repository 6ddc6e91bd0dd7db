/**
 * `npm run bench:reduced`: what the reduced search leaves out, and how long it takes, beside the search that is not reduced and is
 * native as commands have it; written into docs/performance.md. CPU times.
 */

import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compact } from '../../src/report/verdict_text.js';
import { machineText } from '../machine.js';
import type { Work } from './work.js';

const DOCUMENT = 'docs/performance.md';
const BLOCK = /(<!-- table: reduced -->\n)[\s\S]*?(<!-- end of table -->)/;
const WORK = fileURLToPath(new URL('work.js', import.meta.url));

const CELLS = ['one walker', 'a frozen design', 'reference', 'two walkers'];

function work(kind: string, name: string): Work {
  const { stdout, stderr } = spawnSync(process.execPath, [WORK, kind, name], { encoding: 'utf8' });
  if (stdout === '') throw new Error(`${kind}, ${name} failed:\n${stderr}`);
  return JSON.parse(stdout);
}

function lineOf(name: string): string {
  const [plain, reduced] = ['native', 'reduced'].map((kind) => work(kind, name));
  const cells = [
    ...[name, compact(plain.states), compact(reduced.states), (plain.states / reduced.states).toFixed(2)],
    ...[plain.seconds.toFixed(1), reduced.seconds.toFixed(1), (reduced.seconds / plain.seconds).toFixed(1)],
  ];
  return `| ${cells.join(' | ')} |`;
}

const HEAD = [
  '| cell | states | reduced | times fewer | CPU seconds | reduced | times as long |',
  '| --- | --- | --- | --- | --- | --- | --- |',
];

const text = [machineText(), '', ...HEAD, ...CELLS.map(lineOf)].join('\n');
console.log(text);
writeFileSync(
  DOCUMENT,
  readFileSync(DOCUMENT, 'utf8').replace(BLOCK, (_, head: string, tail: string) => `${head}\n${text}\n\n${tail}`),
);
