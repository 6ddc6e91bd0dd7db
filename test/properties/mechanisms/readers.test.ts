/** Who may read what the host has taken away: by what the device allows, and by which drivers keep readers out. */

import { describe, expect, test } from 'vitest';
import { defineChange } from '../../../src/change/change.js';
import { registerChange } from '../../../src/change/registered.js';
import type { AnyProcedure } from '../../../src/checker/procedure.js';
import { type Process, step, waitUntil } from '../../../src/checker/process.js';
import { pageOfflineBegin, pageOfflineEnd } from '../../../src/model/mm/page_offline.js';
import type { Kernel } from '../../../src/model/state.js';
import { scenarioOf } from '../../../src/scenario/scenario.js';
import { READERS_ALONE } from '../../../src/scenario/varied.js';
import { fallen } from './fallen.js';

const READERS = { ...READERS_ALONE, actors: { ...READERS_ALONE.actors, kdump: true, briefUsers: 1 } };

describe('a device without VIRTIO_MEM_F_UNPLUGGED_INACCESSIBLE', () => {
  test('answers readers that nothing keeps out', () => {
    expect(fallen(scenarioOf('D', READERS), ['S4'])).toEqual(['S4']);
    expect(fallen(scenarioOf('D', { ...READERS, unpluggedReadable: true }), ['S4'])).toEqual([]);
  });

  test('does not keep what is written to unplugged memory', () => {
    const lost = { ...READERS, actors: { ...READERS.actors, sysfs: 1 }, unpluggedReadable: true };
    expect(fallen(scenarioOf('D', lost, { overrides: { callbackUsesBitmap: false } }), ['S4'])).toEqual(['S4']);
  });
});

/** balloon_up() with the pages marked inside page_offline_begin() and page_offline_end(). */
function stopsReaders(original: AnyProcedure): AnyProcedure {
  return function* (...args: never[]): Process<Kernel, unknown> {
    const process = (original as (...given: never[]) => Process<Kernel, unknown>)(...args);
    let result = process.next();
    while (!result.done) {
      const request = result.value;
      const marks = 'action' in request && request.action.name === '__SetPageOffline';
      if (marks) yield waitUntil(pageOfflineBegin);
      const answer = yield request;
      if (marks) yield step(pageOfflineEnd);
      result = process.next(answer);
    }
    return result.value;
  };
}

describe.each(['6.12', '7.3'] as const)("another driver's pages on Linux %s", (kernel) => {
  const readers = scenarioOf('D', 'foreign-readers', { kernel, actors: { kdump: false } });

  test('are read through /proc/kcore, as only virtio-mem calls page_offline_begin()', () => {
    expect(fallen(readers, ['S4'])).toEqual(['S4']);
  });

  test('are not read where their driver calls it too', () => {
    const { reference } = registerChange(
      defineChange({ title: 'balloon stops readers', functions: { balloonUp: stopsReaders } }),
      { title: 'balloon stops readers', digest: 'balloon-stops-readers', file: '' },
    );
    expect(fallen({ ...readers, change: reference }, ['S4'])).toEqual([]);
  });
});
