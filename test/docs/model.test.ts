/** The table of steps in docs/model.md comes from the declarations. `UPDATE_DOCS=1 npx vitest run test/docs` writes it anew. */

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ArgumentKind, declaredActions } from '../../src/model/atomic.js';

const DOCUMENT = 'docs/model.md';
const BLOCK = /(<!-- steps -->\n\n)([\s\S]*?)(\n\n<!-- end of steps -->\n)/;

type DeclaredAction = Pick<ReturnType<typeof declaredActions>[number], 'name' | 'in' | 'on' | 'outcomes'>;

/** In a process of its own: here another test may have loaded a change that brings actions along. */
const PROGRAM = `
import { declaredActions } from './dist/model/atomic.js';
import './dist/model/modules.js';
console.log(JSON.stringify(declaredActions().map(({ name, in: place, on, outcomes }) => ({ name, in: place, on, outcomes }))));
`;

const actionsOfTheModel = (): readonly DeclaredAction[] =>
  JSON.parse(execFileSync(process.execPath, ['--input-type=module', '--eval', PROGRAM], { encoding: 'utf8' }));

/** What a step is about; a range is of what its first number is. */
function about(on: readonly ArgumentKind[]): string {
  const things = on.filter((kind) => kind === 'page' || kind === 'sub-block' || kind === 'block');
  return things.map((kind) => (on.includes(`${kind} end` as ArgumentKind) ? `${kind}s` : kind)).join(', ');
}

function table(): string {
  const rows = actionsOfTheModel().map((action) => [
    `\`${action.name}\``,
    action.in === action.name
      ? 'itself'
      : action.in === 'environment' || action.in === 'patch'
        ? action.in
        : `\`${action.in}\``,
    about(action.on),
    action.outcomes.length > 1 ? action.outcomes.map((outcome) => `"${outcome}"`).join(', ') : '',
  ]);
  const byText = new Map(rows.map((row) => [row.join('|'), row]));
  const distinct = [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  const lines = [['step', 'lies in', 'about', 'outcomes'], ['---', '---', '---', '---'], ...distinct];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

test('the document names every step, with the kernel function that it lies in', () => {
  if (process.env.UPDATE_DOCS === '1') {
    const text = readFileSync(DOCUMENT, 'utf8');
    writeFileSync(
      DOCUMENT,
      text.replace(BLOCK, (_, head, __, tail) => head + table() + tail),
    );
  }
  expect(BLOCK.exec(readFileSync(DOCUMENT, 'utf8'))?.[2]).toBe(table());
});
