/** The table of steps in docs/model.md comes from the declarations. `UPDATE_DOCS=1 npx vitest run test/docs` writes it anew. */

import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type ArgumentKind, declaredActions } from '../../src/model/atomic.js';
import '../../src/model/modules.js';

const DOCUMENT = 'docs/model.md';
const BLOCK = /(<!-- steps -->\n\n)([\s\S]*?)(\n\n<!-- end of steps -->\n)/;

/** What a step is about; a range is of what its first number is. */
function about(on: readonly ArgumentKind[]): string {
  const things = on.filter((kind) => kind === 'page' || kind === 'sub-block' || kind === 'block');
  return things.map((kind) => (on.includes(`${kind} end` as ArgumentKind) ? `${kind}s` : kind)).join(', ');
}

function table(): string {
  const rows = declaredActions().map((action) => [
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
