/** What page checks of the allocator stop on 6.12, as driven kernels showed, and what is left: a free that looks too early. */

import { expect, test } from 'vitest';
import type { Configuration } from '../../src/model/configuration.js';
import { Decision } from '../../src/properties/decide.js';
import type { VerdictCell } from '../../src/properties/verdict.js';
import { scenarioOf } from '../../src/scenario/scenario.js';
import { varied } from '../../src/scenario/varied.js';
import { propertyNamed } from '../named.js';

function s7(configuration: Configuration): VerdictCell {
  const scenario = scenarioOf('D', configuration, { kernel: '6.12', overrides: { pageChecks: true } });
  const decision = new Decision(scenario, [propertyNamed('S7')]);
  decision.run();
  return decision.cells()[0];
}

const WALKER = varied('walkers', 'walkers, no veto', {}, { veto: [] });

test('the checks are passed while the page is plugged, and the page is freed when it is unplugged again', () => {
  const { verdict, trace = [] } = s7(WALKER);
  expect(verdict).toBe('violated');
  const at = (action: string) => trace.findIndex((step) => step.action === action);
  const steps = [
    'virtio_mem_send_plug_request',
    'free_pages_prepare',
    'virtio_mem_send_unplug_request',
    'free_one_page',
  ];
  const places = steps.map(at);
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((one, other) => one - other));
});
