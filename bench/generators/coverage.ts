/** What share of the reachable states random runs visit, by our strategies and by the baselines. */

import { Search } from '../../src/checker/search.js';
import { follow, Walk } from '../../src/checker/walk.js';
import { finder } from '../../src/generators/bounded_search.js';
import { drawOfRun } from '../../src/generators/draw.js';
import { type Strategy, strategyNamed } from '../../src/generators/strategies/index.js';
import { programOf } from '../../src/scenario/program.js';
import { scenarioOf } from '../../src/scenario/scenario.js';
import type { Judge } from './contestant.js';
import { baselineNamed, seedNamed } from './finding.js';
import { BUDGET } from './first_violations.js';

export const COVERED = { design: 'D', configuration: 'small', steps: 100_000 } as const;

/** The reachable states, and how many of them each seed visited. */
export interface Visited {
  readonly states: number;
  readonly visited: number[];
}

export async function measureCoverage(contestant: string, seeds: readonly number[]): Promise<Visited> {
  const program = programOf(scenarioOf(COVERED.design, COVERED.configuration));
  const search = new Search(program);
  search.run();
  const find = finder(search);
  const visited: number[] = [];
  for (const seed of seeds) {
    const seen = new Uint8Array(search.store.size);
    let steps = 0;
    const judge: Judge = {
      look: (state) => {
        if (steps++ < COVERED.steps) seen[find(state)] = 1;
      },
      endRun: () => steps >= COVERED.steps,
    };
    const baseline = baselineNamed(contestant);
    if (baseline === undefined) walk(strategyNamed(contestant), seed, judge);
    else await baseline.run(program, seed, { ...BUDGET, runs: COVERED.steps }, judge);
    visited.push(seen.reduce((sum, each) => sum + each, 0));
  }
  return { states: search.store.size, visited };
}

function walk(strategy: Strategy, seed: number, judge: Judge): void {
  const program = programOf(scenarioOf(COVERED.design, COVERED.configuration));
  const walked = new Walk(program, { scheduler: strategy.scheduler(program) });
  for (let run = 0; !judge.endRun(); run++) {
    walked.run(drawOfRun(seedNamed(seed), run), BUDGET.maxLength);
    follow(program, walked.path(), (_, after, workspace) => {
      if (after > 0) judge.look(workspace);
      return false;
    });
  }
}
