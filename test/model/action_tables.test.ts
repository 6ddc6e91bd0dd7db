/** Each action of the model has a table, here and in the folders of its room; together they show every action. */

import { expect, test } from 'vitest';
import { SHOWN } from './action_table.js';
import './drivers/action_tables.js';
import './mm/action_tables.js';
import { modelActions } from './model_actions.js';

test('every action has a table', () => {
  const missing = modelActions().filter((action) => !SHOWN.has(action));
  expect(missing.map(({ name, outcomes }) => `${name}: ${outcomes.join(', ')}`)).toEqual([]);
});
