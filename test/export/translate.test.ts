/** What functions become in the intermediate form, and which are refused. */

import { describe, expect, test } from 'vitest';
import type { Routine } from '../../src/export/form.js';
import { translateProgram } from '../../src/export/program.js';
import { type Counters, programDoing } from './counters.js';
import { told } from './told.js';

type Run = Parameters<typeof programDoing>[0];

function routineOf(run: Run, ...args: readonly number[]): Routine {
  const [action] = translateProgram(programDoing(run, ...args), []).actions;
  return action.routine;
}

const translated = (run: Run, ...args: readonly number[]): string => told(routineOf(run, ...args));

const increment = (k: Counters, i: number): boolean => {
  if (k.count[i] === k.most) return false;
  k.count[i]++;
  return true;
};

describe('what is translated', () => {
  test('an increment of a constant element, with what is known folded away', () => {
    expect(translated(increment, 2)).toBe(
      [
        'block 0:',
        '  if count[2] == 5:',
        '    v0 = 0',
        '    leave 0',
        '  count[2] = count[2] + 1',
        '  v0 = 1',
        'result v0',
      ].join('\n'),
    );
  });

  test('calls are put in place, with their results', () => {
    expect(translated((k) => (increment(k, 0) ? 2 : 0))).toContain('result v0 ? 2 : 0');
  });

  test('loops are unrolled, and left where the state says so', () => {
    expect(
      translated((k) => {
        for (let i = 0; i < k.count.length; i++) if (k.count[i] === 1) return 1;
        return 0;
      }),
    ).toBe(
      [
        'block 0:',
        '  if count[0] == 1:',
        '    v0 = 1',
        '    leave 0',
        '  if count[1] == 1:',
        '    v0 = 1',
        '    leave 0',
        '  if count[2] == 1:',
        '    v0 = 1',
        '    leave 0',
        '  v0 = 0',
        'result v0',
      ].join('\n'),
    );
  });

  test('what is read before an effect is kept', () => {
    const run: Run = (k) => k.count[0] + Number(increment(k, 0));
    expect(translated(run)).toMatch(/^v1 = count\[0\]\n/);
    expect(translated(run)).toContain('result v1 + v0');
  });

  test('a field that cannot change is no more', () => {
    expect(
      translated((k) => {
        k.unused[1] = 0;
        return k.unused[0] === 0 ? 2 : 1;
      }),
    ).toBe('result 2');
  });

  test('but one to which something else is written stays', () => {
    const run: Run = (k) => {
      k.unused[1] = 1;
      const seen = k.unused[1];
      k.unused[1] = 0;
      return seen;
    };
    expect(translated(run)).toBe(['unused[1] = 1', 'v0 = unused[1]', 'unused[1] = 0', 'result v0'].join('\n'));
  });
});

describe('what is refused, with file and line', () => {
  const refused: readonly (readonly [what: string, run: Run])[] = [
    [
      'WhileStatement',
      (k) => {
        while (k.count[0] > 0) k.count[0]--;
      },
    ],
    [
      'a count that is not known',
      (k) => {
        for (let i = 0; i < k.count[0]; i++) k.count[1]++;
      },
    ],
    ['a comparison of different types', (k) => (k.count[0] as unknown) === (k.flag[0] === 1)],
    ['&& of numbers as a value', (k) => k.count[0] && k.flag[0]],
    ['an element that count does not have', (k) => k.count[3]],
    ['whether a field has an element that the state chooses', (k) => Number(k.count[k.count[0]] === undefined)],
    ['an element that the state chooses', (k) => ['no', 'yes'][k.flag[0]].length],
    ['the operator /', (k) => Math.floor(k.count[0] / 2)],
    ['a call of sort()', (k) => [2, 1].sort()[k.flag[0]]],
    [
      'an assignment to what is not of the state',
      () => {
        outside[0] = 1;
      },
    ],
    ['AssignmentExpression as a value', (k) => (k.count[0] = 1)],
    ['a recursion', (k) => endless(k)],
  ];

  test.each(refused)('%s', (what, run) => {
    const at = /^(test\/export\/translate\.test\.ts):\d+: /;
    expect(() => routineOf(run)).toThrow(at);
    expect(() => routineOf(run)).toThrow(what);
  });

  const outside = [0];
  const endless = (k: Counters): number => endless(k) + 1;
});
