/** A small system whose only action is given, for what its translation is. */

import type { Cells } from '../../src/checker/layout.js';
import { atomic, type Outcome, step } from '../../src/checker/process.js';
import { compileSystem, type Program, systemOf } from '../../src/checker/system.js';

export interface Counters {
  readonly count: Cells;
  readonly flag: Cells;
  /** Always 0. */
  readonly unused: Cells;
  readonly most: number;
}

type Run = (k: Counters, ...args: readonly number[]) => Outcome;

const OUTCOMES = ['none', 'one', 'two'] as const;

export function programDoing(run: Run, ...args: readonly number[]): Program<Counters> {
  const action = atomic<Counters, readonly number[]>('act', OUTCOMES, run);
  return compileSystem(
    systemOf({
      fields: { count: { length: 3, max: 5 }, flag: { length: 1, max: 1 }, unused: { length: 2, max: 0 } },
      bind: (views) => ({ ...views, most: 5 }),
      init: () => {},
      processes: [
        {
          name: 'one',
          *run() {
            yield step(action, ...args);
          },
        },
      ],
    }),
  );
}
