/**
 * Every step of every process, with every outcome, happens in some configuration; the exceptions have a reason each. And the
 * report knows how to write each.
 */

import { expect, test } from 'vitest';
import { search } from '../../src/checker/search.js';
import type { Program } from '../../src/checker/system.js';
import { CONFIGURATIONS } from '../../src/model/configurations.js';
import type { DesignId, KernelVersion } from '../../src/model/designs.js';
import type { Kernel } from '../../src/model/state.js';
import { programOf } from '../../src/scenario/program.js';
import { scenarioOf } from '../../src/scenario/scenario.js';

/** Most steps happen early. */
const FIRST_STATES = 5_000;

/** Enough to see what the large configurations can do; a walker's race is found early. */
const MAX_STATES = 100_000;

/** Between them they have every step that some design takes on some kernel. */
const DISTINCT: readonly (readonly [KernelVersion, DesignId])[] = [
  ['5.8', 'B'],
  ['5.8', 'D'],
  ['5.8', 'E'],
  ['7.3', 'A'],
  ['7.3', 'D-rcu'],
  ['7.3', 'F'],
];

/** But for one whose steps are all those of `lru-walkers`. */
const TRIED = CONFIGURATIONS.filter(({ name }) => name !== 'lru-alone');

/** What cannot happen in these configurations, and why the model has it nevertheless. */
const NEVER: Readonly<Record<string, string>> = {
  'try_remove_memory: -EBUSY: not offline':
    'whoever removes a block keeps it offline, by device_hotplug_lock or by its refusal to have it onlined',
  'read_vmcore: no memmap': 'no named configuration has both dumps and blocks that are not there',
  'isolate_migratepages_block: LRU': 'no named configuration has both a movable balloon and users',
  'hv_page_online_one: left alone': 'a page is backed once, and PageOffline from when it was kept back',
  'hv_page_offline_check: WARN_ON_ONCE': 'whatever is backed of a block that went offline was brought online before',
  'TestClearPageHWPoison: no':
    'no named configuration has both unpoisoning and blocks that come back, by which marks are lost',
  'BUG_ON: done': 'the block that the driver keeps offline can always be removed',
};

interface Step {
  /** With its process and arguments. */
  readonly step: string;
  readonly action: string;
  readonly outcome: string;
  /** `action: outcome` */
  readonly key: string;
}

function stepsOf({ automata }: Program<Kernel>): Step[] {
  return automata.flatMap(({ process, locations }) =>
    locations.flatMap(({ branches }) =>
      branches.flatMap(({ action, args }) =>
        (action?.outcomes ?? []).map((outcome) => ({
          step: `${process} ${action?.name}(${args.join(', ')})`,
          action: action?.name ?? '',
          outcome,
          key: `${action?.name}: ${outcome}`,
        })),
      ),
    ),
  );
}

/** `action: outcome` of every step, over all processes, and whether it ever happened. */
function stepsTaken(): ReadonlyMap<string, boolean> {
  const happened = new Map<string, boolean>();
  for (const maxStates of [FIRST_STATES, MAX_STATES]) {
    for (const [kernel, design] of DISTINCT) {
      for (const configuration of TRIED) {
        const program = programOf(scenarioOf(design, configuration, { kernel }));
        const steps = stepsOf(program);
        // A search could only show again what is known.
        if (steps.every(({ key }) => happened.get(key) === true)) continue;
        const { neverTaken } = search(program, { maxStates }).result();
        const never = new Set(
          neverTaken.map(({ process, action, outcome }) => `${process} ${action}: ${outcome ?? ''}`),
        );
        for (const { step, outcome, key } of steps) {
          const missed = never.has(`${step}: `) || never.has(`${step}: ${outcome}`);
          happened.set(key, happened.get(key) === true || !missed);
        }
      }
    }
  }
  return happened;
}

const happened = stepsTaken();

test('every outcome of every step happens, but for those with a reason', () => {
  const never = [...happened].filter(([, once]) => !once).map(([step]) => step);
  expect(never.sort()).toEqual(Object.keys(NEVER).sort());
});
