/**
 * The proofs: every interleaving of each design in the small configurations, with the verdict on every property. Verdicts
 * and sizes are kept in files; they change only in a commit that says why.
 */

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DESIGN_IDS, type DesignId, type KernelVersion } from '../../src/model/designs.js';
import { PROPERTIES } from '../../src/properties/catalogue/main.js';
import { Decision } from '../../src/properties/decide.js';
import type { VerdictCell } from '../../src/properties/verdict.js';
import { haltsText, stepsText } from '../../src/report/verdict_text.js';
import type { Scenario } from '../../src/scenario/scenario.js';
import { configurationNamed, propertyNamed } from '../named.js';
import { tell, type VerdictFact } from '../reporter/facts.js';

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

function verdictLine({ property, verdict, trace, rootCauses, shortest, restsOn }: VerdictCell): string {
  const own = trace === undefined ? '' : ` in ${stepsText(trace.length, shortest)}`;
  const steps = restsOn === undefined ? own : `${own}, up to ${haltsText(restsOn.halts)}`;
  const after = rootCauses === undefined ? '' : `, only after ${rootCauses.join(', ')}`;
  return `${property} ${propertyNamed(property).title}: ${verdict}${steps}${after}`;
}

/** The cells of one search, and how large it was. */
interface Proof {
  readonly cells: readonly VerdictCell[];
  readonly text: string;
}

function prove(scenario: Scenario): Proof {
  const decision = new Decision(scenario, PROPERTIES, {});
  decision.run();
  const cells = decision.cells();
  // A violation that has no other cause is of a search that looks behind none.
  const { states, transitions, depth } = cells.reduce((most, cell) => (cell.states > most.states ? cell : most));
  const size = `${states} states, ${transitions} transitions, depth ${depth}`;
  return { cells, text: [size, ...cells.map(verdictLine), ''].join('\n') };
}

/** What is kept of a search before it is made anew: by the id of the property, its verdict. */
function keptVerdicts(path: string): ReadonlyMap<string, string> {
  const file = new URL(path, import.meta.url);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return new Map([...text.matchAll(/^(\S+) .*: (holds|violated)\b/gm)].map(([, id, verdict]) => [id, verdict]));
}

function factOf({ scenario, property, verdict, applied, trace, rootCauses, states }: VerdictCell): VerdictFact {
  const { design, kernel, configuration } = scenario;
  if (verdict === 'not-exhausted') throw new Error(`${property} is not decided`);
  return {
    kind: 'verdict',
    ...{ property, title: propertyNamed(property).title, design, kernel, configuration: configuration.name, states },
    verdict: verdict === 'holds' && applied === 0 ? 'vacuous' : verdict,
    ...(trace === undefined ? {} : { steps: trace.length }),
    ...(rootCauses === undefined ? {} : { onlyBehindOthers: true }),
  };
}

/** Defines the tests of all designs on a kernel version, one for each verdict. */
export function proveAll(kernel: KernelVersion): void {
  describe.each(DESIGN_IDS)(`design %s on Linux ${kernel}`, (design) => {
    describe.each(configurationsOf(design, kernel))('in %s', (name) => {
      const path = `verdicts/${kernel}/${design}/${name}.txt`;
      const kept = keptVerdicts(path);
      const proof = once(() => {
        return prove({ design, kernel, configuration: configurationNamed(name), overrides: {} });
      });

      test('every interleaving comes to what is kept', async () => {
        await expect(proof().text).toMatchFileSnapshot(path);
      });

      // Named by what is kept: after an update that turns a verdict, the names are right from the next run on.
      test.for(PROPERTIES.map(({ id, title }) => [id, title, kept.get(id) ?? 'is decided'] as const))(
        '%s "%s" %s',
        ([id, , expected], context) => {
          const [cell] = proof().cells.filter(({ property }) => property === id);
          expect(kept.has(id) ? cell.verdict : 'is decided').toBe(expected);
          tell(context, factOf(cell));
        },
      );
    });
  });
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
