/** virtio_mem_fake_offline(), as in drivers/virtio/virtio_mem.c: how often it tries. */

import { describe, expect, test } from 'vitest';
import { Search } from '../../../src/checker/search.js';
import { compileSystem, createWorkspace, PC } from '../../../src/checker/system.js';
import type { KernelVersion } from '../../../src/model/designs.js';
import { fakeOffline } from '../../../src/model/drivers/virtio_mem/fake_offline.js';
import { Isolated } from '../../../src/model/state.js';
import type { Switches } from '../../../src/model/switches.js';
import { kernelSystem } from '../../../src/model/system.js';
import { scenarioOf, switchesIn } from '../../../src/scenario/scenario.js';
import { machine, runAlone } from '../run_alone.js';

// 5.10 has no loop; 6.1 lines 1170 to 1184, 6.12 1235 to 1257, 7.3 1237 to 1259.
describe('where an offliner has isolated the sub-block', () => {
  const tried = (configuration: string, kernel: KernelVersion, overrides: Partial<Switches> = {}) => {
    const { k, context } = machine(scenarioOf('D', configuration, { kernel, overrides }));
    k.isolated[1] = Isolated.FOR_OFFLINE;
    const { returned, steps } = runAlone(k, fakeOffline(context, 1));
    return [returned, steps.filter((each) => each.startsWith('set_migratetype_isolate')).length];
  };

  test('it gives up at once on 5.8, and in ZONE_NORMAL', () => {
    expect(tried('small', '5.8')).toEqual([false, 1]);
    expect(tried('normal', '7.3')).toEqual([false, 1]);
  });

  test('on 7.3 the second try finds what the first has undone', () => {
    expect(tried('small', '7.3')).toEqual([true, 2]);
    expect(tried('small', '7.3', { contigUndoesAlways: false })).toEqual([false, 2]);
  });
});

/** Every state that can be reached, but for where the worker stands. */
function statesBesideWorker(fakeOfflineTries: Switches['fakeOfflineTries']): string {
  const scenario = scenarioOf('D', 'small', { kernel: '7.3', overrides: { fakeOfflineTries } });
  const program = compileSystem(kernelSystem(scenario.configuration, switchesIn(scenario)));
  const search = new Search(program, { afterViolation: 'explore' });
  search.run();
  const { views } = createWorkspace(program);
  const { unpack } = program.layout.packer(views);
  const worker = program.automata.findIndex(({ process }) => process === 'worker');
  const { arena, size, words } = search.store;
  const states = Array.from({ length: size }, (_, state) => {
    unpack(arena, state * words);
    views[PC][worker] = 0;
    return Object.values(views)
      .flatMap((cells) => Array.from(cells))
      .join();
  });
  return [...new Set(states)].sort().join('\n');
}

test('two tries stand for five: what is there beside the worker comes to the same states', () => {
  const again = statesBesideWorker('again');
  expect(statesBesideWorker('five times') === again).toBe(true);
  expect(statesBesideWorker('once') === again).toBe(true);
});
