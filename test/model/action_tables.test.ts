/** Each action of the model has a table, here and in the folders of its room; together they show every action. */

import { expect, test } from 'vitest';
import { declaredActions } from '../../src/model/atomic.js';
import { SHOWN } from './action_table.js';
import './drivers/action_tables.js';
import './mm/action_tables.js';

test('every action has a table', () => {
  const missing = declaredActions().filter((action) => !SHOWN.has(action));
  expect(missing.map(({ name, outcomes }) => `${name}: ${outcomes.join(', ')}`)).toEqual([]);
});
