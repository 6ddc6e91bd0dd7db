/** Real races for the tests of the report: shortest violations, found by exhaustive search. */

import { type ReplayedStep, replayMoves, Search } from '../../src/checker/index.js';
import type { Actors, Configuration } from '../../src/model/configuration.js';
import { CONFIGURATIONS } from '../../src/model/configurations.js';
import type { DesignId, KernelVersion } from '../../src/model/designs.js';
import { PROPERTIES } from '../../src/properties/catalogue/main.js';
import type { InvariantProperty } from '../../src/properties/kinds/invariant.js';
import { programOf } from '../../src/scenario/program.js';
import type { Scenario } from '../../src/scenario/scenario.js';

export interface FoundRace {
  readonly scenario: Scenario;
  readonly steps: readonly ReplayedStep[];
  readonly wrong: string;
}

export interface Wanted {
  readonly design: DesignId;
  readonly kernel?: KernelVersion;
  readonly property: string;
  /** Who acts besides the actors of the configuration `small`. */
  readonly actors?: Partial<Actors>;
  readonly configuration?: Partial<Configuration>;
}

const STATES_AT_ONCE = 1_000;

export function findRace({ design, kernel = '5.8', property: id, actors = {}, configuration = {} }: Wanted): FoundRace {
  const property = invariant(id);
  const small = smallConfiguration();
  const varied = { ...small, ...configuration, actors: { ...small.actors, ...actors } };
  const scenario = { design, kernel, configuration: varied, overrides: {} };
  const program = programOf(scenario);
  const holds = (state: Parameters<InvariantProperty['violator']>[0]) => property.violator(state) < 0;
  const run = new Search(program, { invariants: [{ id, holds }] });
  while (!run.violations.has(id) && !run.run(STATES_AT_ONCE));
  const violation = run.violations.get(id);
  if (violation === undefined) throw new Error(`${id} holds for design ${design} on ${kernel}: no race to draw`);
  const { replay, steps } = replayMoves(program, run.pathTo(violation));
  const wrong = property.wrong(replay.state, property.violator(replay.state));
  return { scenario, steps, wrong };
}

export function smallConfiguration(): Configuration {
  const small = CONFIGURATIONS.find(({ name }) => name === 'small');
  if (small === undefined) throw new Error('no configuration small');
  return small;
}

function invariant(id: string): InvariantProperty {
  const property = PROPERTIES.find((candidate) => candidate.id === id);
  if (property?.kind !== 'invariant') throw new Error(`no invariant ${id}`);
  return property;
}

const WALKER = { walkers: ['late'] } as const;

/** Races of many shapes. */
export const RACES: Readonly<Record<string, Wanted>> = {
  walker_frees_page_while_going_offline: { design: 'D', property: 'S5', actors: WALKER },
  page_in_buddy_after_signal: { design: 'D', property: 'S7', actors: WALKER },
  count_differs_three_actors: { design: 'D', property: 'X2', actors: WALKER },
  page_not_kept_back_long: { design: 'D', property: 'D4', actors: WALKER },
  rfc3_without_hook: { design: 'A-nohook', property: 'S5', actors: WALKER },
  rfc3_lost_reference: { design: 'A', property: 'X7', actors: WALKER },
  rfc3_miscounts_one_actor: { design: 'A', property: 'X6' },
  kcore_reads_unplugged_page: { design: 'D', property: 'S4', actors: { readers: 1 } },
  'contig_undoes_isolation_7.3': { design: 'D', kernel: '7.3', property: 'X5', actors: { contig: 1 } },
  'contig_bug_on_7.3': { design: 'D', kernel: '7.3', property: 'X7', actors: { contig: 1 } },
};
