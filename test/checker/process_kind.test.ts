import { expect, it } from 'vitest';
import { kindOf } from '../../src/checker/process_kind.js';

it('leaves the number of a process out', () => {
  expect(['walker', 'walker 1', 'brief user', 'brief user 12'].map(kindOf)).toEqual([
    'walker',
    'walker',
    'brief user',
    'brief user',
  ]);
});
