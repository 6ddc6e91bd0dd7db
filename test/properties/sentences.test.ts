/** Properties whose predicate once said less than their sentence. */

import { expect, test } from 'vitest';
import { compileSystem, createWorkspace } from '../../src/checker/system.js';
import { switchesOf } from '../../src/model/designs.js';
import { BlockState, PG_BUDDY, PG_OFFLINE } from '../../src/model/state.js';
import { kernelSystem } from '../../src/model/system.js';
import { M1 } from '../../src/properties/catalogue/unplugged_pages.js';
import { D2 } from '../../src/properties/claims/hotplug_order.js';
import { violatedIn } from '../../src/properties/kinds/violated_in.js';
import { programOf } from '../../src/scenario/program.js';
import { scenarioOf } from '../../src/scenario/scenario.js';
import { configurationNamed } from '../named.js';

const tiny = configurationNamed('tiny');

test('M1: an unplugged page that is PageOffline and free at once is not reclaimed', () => {
  const { state: k } = createWorkspace(compileSystem(kernelSystem(tiny, switchesOf('D', '5.8'))));
  k.blockState[0] = BlockState.OFFLINE;
  k.sectionOnline[0] = 1;
  expect(M1.violator(k)).toBe(-1);
  k.pageType[0] = PG_OFFLINE | PG_BUDDY;
  expect(M1.violator(k)).toBe(0);
});

test('D2: a walker that comes late finds its page fresh, and it is fresh no more when the driver hears of it', () => {
  const isViolated = (walkers: readonly 'late'[]) => {
    const configuration = { ...tiny, actors: { ...tiny.actors, walkers } };
    const scenario = scenarioOf('D', configuration);
    return violatedIn(programOf(scenario), scenario, [D2], {}).length > 0;
  };
  expect(isViolated([])).toBe(false);
  expect(isViolated(['late'])).toBe(true);
});
