import { test } from 'vitest';
import { type ArgumentKind, declaredActions } from '../../src/model/atomic.js';
import { markdownTable } from '../../src/report/markdown_table.js';
import { expectBlock } from './document.js';
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
  return markdownTable(['step', 'lies in', 'about', 'outcomes'], distinct);
}

test('the document names every step, with the kernel function that it lies in', () => {
  expectBlock(DOCUMENT, BLOCK, table());
});
