/**
 * The proofs: every interleaving of each design in the small configurations, with the verdict on every property. Verdicts,
 * sizes and digests of the reachable sets are kept in a file; they change only in a commit that says why.
 */

import { describe, expect, test } from 'vitest';
import { search } from '../../src/checker/search.js';
import { compileSystem } from '../../src/checker/system.js';
import { DESIGN_IDS, type DesignId, type KernelVersion, switchesOf } from '../../src/model/designs.js';
import { kernelSystem } from '../../src/model/system.js';
import { Decision } from '../../src/properties/decide.js';
import { PROPERTIES } from '../../src/properties/index.js';
import type { VerdictCell } from '../../src/properties/verdict.js';
import type { Scenario } from '../../src/scenario/scenario.js';
import { configurationNamed, propertyNamed } from '../named.js';

const KERNELS: readonly KernelVersion[] = ['5.8', '7.3'];

/** What else the driver does. */
const DRIVER_CONFIGURATIONS = ['two-pages', 'refusing', 'removal', 'two-blocks', 'big-blocks'];

/** Small enough for every design, and larger ones for the two that were posted. */
const CONFIGURATIONS = ['tiny', 'small', 'quiet', 'normal', 'unload'];
const CORE_CONFIGURATIONS = ['lru-alone', 'foreign', 'balloon', 'poison', 'kdump'];
const LARGER_CONFIGURATIONS = ['contig', 'readers', 'pcp', ...CORE_CONFIGURATIONS, ...DRIVER_CONFIGURATIONS];
const POSTED: readonly DesignId[] = ['A', 'D'];

/** A reading of the ledger, which is decided anew with it. */
const IN_THE_LEDGER: Readonly<Partial<Record<KernelVersion, string>>> = { '5.8': 'lru-alone' };

const configurationsOf = (design: DesignId, kernel: KernelVersion): string[] =>
  [...CONFIGURATIONS, ...(POSTED.includes(design) ? LARGER_CONFIGURATIONS : [])].filter(
    (name) => name !== IN_THE_LEDGER[kernel],
  );

function verdictLine({ property, verdict, trace, rootCauses }: VerdictCell): string {
  const steps = trace === undefined ? '' : ` in ${trace.length} steps`;
  const after = rootCauses === undefined ? '' : `, only after ${rootCauses.join(', ')}`;
  return `${property} ${propertyNamed(property).title}: ${verdict}${steps}${after}`;
}

function proof(scenario: Scenario): string {
  const decision = new Decision(scenario, PROPERTIES, { checkRanges: true });
  decision.run();
  const cells = decision.cells();
  const { states, transitions, depth } = cells[0];
  const size = `${states} states, ${transitions} transitions, depth ${depth}`;
  return [size, ...cells.map(verdictLine), ''].join('\n');
}

describe.each(KERNELS)('Linux %s', (kernel) => {
  describe.each(DESIGN_IDS)('design %s', (design) => {
    test.each(configurationsOf(design, kernel))('every interleaving of %s', async (name) => {
      const configuration = configurationNamed(name);
      const text = proof({ design, kernel, configuration, overrides: {} });
      await expect(text).toMatchFileSnapshot(`verdicts/${kernel}/${design}/${name}.txt`);
    });
  });
});

describe('the reachable set', () => {
  const digest = (design: DesignId, name: string, successors: 'generated' | 'tables') => {
    const system = kernelSystem(configurationNamed(name), switchesOf(design, '5.8'));
    // By name, so that it does not matter which module declares a field.
    const fields = Object.entries(system.fields).sort(([a], [b]) => (a < b ? -1 : 1));
    const program = compileSystem({ ...system, fields: Object.fromEntries(fields) });
    return search(program, { successors, checkRanges: true }).store.digest();
  };

  test.each(DESIGN_IDS.flatMap((design) => ['tiny', 'small'].map((name) => [design, name] as const)))(
    'design %s, configuration %s: pinned, and the same by generated code and by tables',
    (design, name) => {
      const generated = digest(design, name, 'generated');
      expect(digest(design, name, 'tables')).toBe(generated);
      expect(generated).toMatchSnapshot();
    },
  );
});
