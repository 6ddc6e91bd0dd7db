/** Each action of the model has a table, in files beside this one that mirror the model's; together they show every action. */

import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { declaredActions } from '../../src/model/atomic.js';
import { SHOWN } from './action_table.js';

const TABLES = readdirSync(new URL('.', import.meta.url), { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.table.ts'),
);
for (const table of TABLES) await import(/* @vite-ignore */ `./${table}`);

test('every action has a table', () => {
  const missing = declaredActions().filter((action) => !SHOWN.has(action));
  expect(missing.map(({ name, outcomes }) => `${name}: ${outcomes.join(', ')}`)).toEqual([]);
});
