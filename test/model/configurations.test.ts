/** A configuration is declared by whoever reads it: type, defaults and file form derive from there. */

import { describe, expect, test } from 'vitest';
import { configurationSchema } from '../../src/model/configuration_schema.js';
import { CONFIGURATIONS, configurationOf } from '../../src/model/configurations.js';
import { ACTOR_ENTRIES, ENTRIES, entriesOf, MODULES } from '../../src/model/modules.js';

const MEMORY = {
  name: 'one page',
  title: '',
  blocks: 1,
  subBlocksPerBlock: 1,
  subBlockPages: [[{ weight: 1 }]],
};

describe('what a configuration does not say', () => {
  const least = configurationOf({ ...MEMORY, actors: { sysfs: 1 } });

  test('is as usual', () => {
    const usual = Object.entries(ENTRIES).map(([name, entry]) => [name, entry.usual]);
    expect(entriesOf(least)).toEqual(usual);
    const nobody = Object.entries(ACTOR_ENTRIES).map(([name, entry]) => [name, entry.usual]);
    expect(least.actors).toEqual({ ...Object.fromEntries(nobody), sysfs: 1 });
  });

  test('is the same in a file', () => {
    expect(configurationSchema.parse({ ...MEMORY, actors: { sysfs: 1 } })).toEqual(least);
  });
});

test.each(CONFIGURATIONS.map((configuration) => [configuration.name, configuration] as const))(
  '%s is read back from a file',
  (_, configuration) => {
    expect(configurationSchema.parse(JSON.parse(JSON.stringify(configuration)))).toEqual(configuration);
  },
);

describe.each([...Object.entries(ENTRIES), ...Object.entries(ACTOR_ENTRIES)])('%s', (_, { meaning }) => {
  test('says in a sentence what it means', () => {
    expect(meaning).toMatch(/^[A-Z].+\.$/);
  });
});

test('no two modules read an entry of the same name', () => {
  const names = MODULES.flatMap(({ entries = {} }) => Object.keys(entries));
  expect(names).toEqual([...new Set(names)]);
});

test.each([
  [{ actors: { sysfs: 1, worker: true } }, 'actors.worker: only with the driver virtio_mem'],
  [{ hostRefuses: true, actors: { sysfs: 1 } }, 'hostRefuses: only with the driver virtio_mem'],
])('nothing of a driver that is not there can be asked for: %j', (asked, complaint) => {
  const { error } = configurationSchema.safeParse({ ...MEMORY, driver: 'hv_balloon', ...asked });
  expect(error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)).toEqual([complaint]);
});
