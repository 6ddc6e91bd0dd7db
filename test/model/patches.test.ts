/** What no kernel has yet: each patch changes what happens somewhere, and its new steps are taken there. */

import { describe, expect, test } from 'vitest';
import { type Search, search } from '../../src/checker/search.js';
import type { Configuration } from '../../src/model/configuration.js';
import type { DesignId, KernelVersion } from '../../src/model/designs.js';
import type { Kernel } from '../../src/model/state.js';
import { SWITCH_NAMES, SWITCHES, type Switches } from '../../src/model/switches.js';
import { programOf } from '../../src/scenario/program.js';
import { configurationNamed } from '../named.js';

interface Place {
  readonly design: DesignId;
  readonly kernel?: KernelVersion;
  readonly configuration: Configuration;
}

const walkers = configurationNamed('walkers');
const twoPages: Configuration = {
  ...configurationNamed('two-pages'),
  unplugged: [0, 1],
  actors: { ...walkers.actors, briefUsers: 0, worker: false },
};
const alone: Configuration = { ...walkers, veto: [], signals: false, actors: { ...walkers.actors, briefUsers: 0 } };
const lruAlone = configurationNamed('lru-alone');
const onePage: Configuration = { ...lruAlone, actors: { ...lruAlone.actors, walkers: ['late'] } };

const PLACES: readonly (readonly [patch: Partial<Switches>, Place, steps: readonly string[]])[] = [
  [{ goingFreezes: 'refuse' }, { design: 'D', configuration: twoPages }, ['page_ref_freeze', 'page_ref_inc']],
  [{ goingFreezes: 'wait' }, { design: 'E', configuration: alone }, ['page_ref_freeze']],
  [{ unplugFreezes: true }, { design: 'A', configuration: alone }, ['page_ref_freeze']],
  [{ offlineGrace: true }, { design: 'D', configuration: alone }, ['synchronize_rcu', 'rcu_read_lock']],
  [{ walkersLock: true }, { design: 'D', configuration: alone }, ['get_online_mems', 'put_online_mems']],
  [{ poisonOnlineMems: true }, { design: 'D', configuration: configurationNamed('poison') }, ['get_online_mems']],
  [
    { poisonCountsFirst: true },
    { design: 'D', kernel: '7.3', configuration: configurationNamed('poison') },
    ['num_poisoned_pages_inc'],
  ],
  [{ walkerCheck: 'lru' }, { design: 'D', configuration: onePage }, ['PageLRU']],
  [{ walkerCheck: 'identity' }, { design: 'D', configuration: onePage }, ['PageLRU']],
  [{ plugBackPuts: true }, { design: 'D', kernel: '7.3', configuration: alone }, ['__ClearPageOffline']],
  [{ memmapFrozen: true }, { design: 'D', configuration: alone }, ['move_pfn_range_to_zone']],
  [{ hookBeforePut: true }, { design: 'A', configuration: alone }, ['put_page: PageOffline', 'put_offline_page']],
  [{ bitNeedsReference: true }, { design: 'E', configuration: alone }, ['test_pages_isolated']],
  [{ offlineStopsReaders: true }, { design: 'D', kernel: '7.3', configuration: configurationNamed('readers') }, []],
];

function found({ design, kernel = '5.8', configuration }: Place, changed: Partial<Switches>): Search<Kernel> {
  return search(programOf({ design, kernel, configuration, overrides: changed }), { maxStates: 400_000 });
}

test('every value of a switch that a patch decides is tried', () => {
  const tried = PLACES.flatMap(([patch]) => Object.entries(patch).map(([name, value]) => `${name} ${value}`));
  const patches = SWITCH_NAMES.filter((name) => SWITCHES[name].decidedBy === 'patch').flatMap((name) =>
    SWITCHES[name].values.filter((value) => value !== SWITCHES[name].default).map((value) => `${name} ${value}`),
  );
  expect(tried.filter((each) => patches.includes(each)).sort()).toEqual([...patches].sort());
});

describe.each(PLACES)('%o', (patch, place, steps) => {
  const patched = found(place, patch);

  test('changes what happens', () => {
    const plain = found(place, {});
    expect([patched.store.size, patched.transitions]).not.toEqual([plain.store.size, plain.transitions]);
  });

  test('its steps happen', () => {
    const { neverTaken, incomplete } = patched.result();
    expect(incomplete).toBeUndefined();
    const missed = new Set(neverTaken.map(({ process, action, outcome }) => [process, action, outcome].join()));
    const taken = patched.program.automata.flatMap(({ process, locations }) =>
      locations.flatMap(({ branches }) =>
        branches.flatMap(({ action, args }) =>
          action === undefined || missed.has([process, `${action.name}(${args.join(', ')})`, undefined].join())
            ? []
            : [action.name],
        ),
      ),
    );
    expect(taken).toEqual(expect.arrayContaining([...steps]));
  });

  test('nobody comes to wait for ever', () => {
    expect(patched.result().deadlock).toBeUndefined();
  });
});
