/** Readings of a configuration in which nothing comes back: no sub-block is plugged again, no block comes online again. */

import { expect, test } from 'vitest';
import { Search } from '../../src/checker/search.js';
import type { Configuration } from '../../src/model/configuration.js';
import { DESIGN_IDS } from '../../src/model/designs.js';
import type { Kernel } from '../../src/model/state.js';
import { programOf } from '../../src/scenario/program.js';
import { scenarioOf } from '../../src/scenario/scenario.js';
import { configurationNamed } from '../named.js';

const small = configurationNamed('small');
/** A page that is plugged at first and a block that is online at first, so that both can only be lost. */
const online: Configuration = { ...small, unplugged: [] };
const offline: Configuration = { ...small, offline: [0] };

/** Whether some run comes to such a state. */
function comesTo(configuration: Configuration, is: (k: Kernel) => boolean): boolean[] {
  return DESIGN_IDS.map((design) => {
    const program = programOf(scenarioOf(design, configuration));
    const invariants = [{ id: 'never', holds: (k: Kernel) => !is(k) }];
    const search = new Search(program, { invariants, afterViolation: 'explore' });
    search.run();
    return search.violations.has('never');
  });
}

const everywhere = (is: boolean) => DESIGN_IDS.map(() => is);
const isOnline = (k: Kernel) => k.sectionOnline[0] === 1;
const isPlugged = (k: Kernel) => k.plugged[0] === 1;
const isUnplugged = (k: Kernel) => k.plugged[0] === 0;

test('a worker that plugs nothing back unplugs still', () => {
  expect(comesTo(small, isPlugged)).toEqual(everywhere(true));
  expect(comesTo({ ...small, noPlugBack: true }, isPlugged)).toEqual(everywhere(false));
  expect(comesTo({ ...online, noPlugBack: true }, isUnplugged)).toEqual(everywhere(true));
});

test('nor in an offline block', () => {
  expect(comesTo(offline, (k) => isPlugged(k) && !isOnline(k))).toEqual(everywhere(true));
  expect(comesTo({ ...offline, noPlugBack: true }, isPlugged)).toEqual(everywhere(false));
});

test('writers of the state file that online nothing offline still', () => {
  expect(comesTo(offline, isOnline)).toEqual(everywhere(true));
  expect(comesTo({ ...offline, noReonline: true }, isOnline)).toEqual(everywhere(false));
  expect(comesTo({ ...online, noReonline: true }, (k) => !isOnline(k))).toEqual(everywhere(true));
});
