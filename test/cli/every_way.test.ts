/**
 * One cell has one verdict and one shortest race, by whatever way it is asked and whatever else is asked with it: `check`,
 * `compare`, `claims`, `report`, the library, the page. And a race of each kind of property makes the round trip through file,
 * token, replay, emitted test, shrinking and the page. What is asked is sampled, by the seed in the names of the tests.
 */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as library from '../../src/index.js';
import { DESIGN_IDS } from '../../src/model/designs.js';
import { ALL_PROPERTIES } from '../../src/properties/catalogue/all.js';
import { PROPERTIES } from '../../src/properties/catalogue/main.js';
import { CLAIMS } from '../../src/properties/claims/index.js';
import { decide } from '../../src/properties/decide_job.js';
import { kindOf } from '../../src/properties/kinds/index.js';
import type { Property } from '../../src/properties/property.js';
import { ledgerJobs } from '../../src/properties/studies/ledger.js';
import { VARIATIONS } from '../../src/properties/studies/variations.js';
import type { VerdictCell } from '../../src/properties/verdict.js';
import { packReport, reportCell, unpackReport } from '../../src/report/report_data.js';
import { traceOfCell } from '../../src/run/cell_trace.js';
import { tokenOf } from '../../src/run/token.js';
import { type Scenario, scenarioOf } from '../../src/scenario/scenario.js';
import { copyForms, keptOf } from '../../web/copy_forms.js';
import { hashOf } from '../../web/route.js';
import { viewOf } from '../../web/view.js';
import { propertyNamed } from '../named.js';
import { pageoffline } from './run_command.js';

const SEED = Date.now() % 1e6;

function sample<T>(values: fc.Arbitrary<T>): T {
  const [drawn] = fc.sample(values, { seed: SEED, numRuns: 1 });
  return drawn;
}

const folder = mkdtempSync(join(tmpdir(), 'pageoffline-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What a reader sees of a verdict, but for the time that it took. */
const SEEN: readonly string[] = [
  ...['property', 'verdict', 'rootCauses', 'shortest', 'restsOn', 'applied', 'states', 'transitions', 'depth'],
  ...['trace', 'loop', 'wrong'],
];

/** As it comes out of a file. */
function seen(cell: object): object {
  const told = Object.entries(cell).filter(([name]) => SEEN.includes(name));
  return JSON.parse(JSON.stringify(Object.fromEntries(told)));
}

function listIn(json: string): Readonly<Record<string, unknown>>[] {
  const list: unknown = JSON.parse(json);
  if (!Array.isArray(list)) throw new Error('not a list');
  return list;
}

function propertiesNamed(ids: readonly string[]): Property[] {
  return ALL_PROPERTIES.filter(({ id }) => ids.includes(id));
}

const idsOf = (properties: readonly Property[]): string[] => properties.map(({ id }) => id);

/** What all ways are held against: the library, asked for many at once. */
function decided(scenario: Scenario, ids: readonly string[]): VerdictCell[] {
  const decision = new library.Decision(scenario, propertiesNamed(ids));
  decision.run();
  return decision.cells();
}

/** The options that ask for a design as it is in the scenario. */
function designOptions({ design, kernel, overrides }: Scenario): string[] {
  const set = Object.entries(overrides).flatMap(([name, value]) => ['--set', `${name}=${value}`]);
  return ['--design', design, '--kernel', kernel, ...set];
}

const checkOptions = (scenario: Scenario): string[] => [
  ...designOptions(scenario),
  '--configuration',
  scenario.configuration.name,
];

/** A way to ask for properties in a scenario. */
type Way = (scenario: Scenario, ids: readonly string[]) => Promise<object[]>;

const library_: Way = async (scenario, ids) => decided(scenario, ids).map(seen);

const check: Way = async (scenario, ids) => {
  const { stdout } = await pageoffline('check', ...checkOptions(scenario), '--property', ids.join(), '--json');
  return listIn(stdout).map(seen);
};

/** As its worker gets the question and gives the answer. */
const page: Way = async (scenario, properties) => {
  const { cells } = await decide(structuredClone({ scenario, properties, limits: {} }), async () => false);
  return structuredClone(cells).map(seen);
};

/** Of all that is compared, what is of the scenario. */
const compare: Way = async (scenario, ids) => {
  const options = [...designOptions(scenario), '--property', ids.join()];
  const { stdout } = await pageoffline('compare', ...options, '--json');
  return listIn(stdout).flatMap((cell) => (cell.configuration === scenario.configuration.name ? [seen(cell)] : []));
};

const report: Way = async (scenario, ids) => {
  const output = join(folder, 'report.html');
  const options = [...designOptions(scenario), '--property', ids.join(), '--no-ledger', '-o', output];
  await pageoffline('report', ...options);
  const document = /<script type="application\/json" id="report">(.*?)<\/script>/s.exec(readFileSync(output, 'utf8'));
  const { cells } = unpackReport(JSON.parse(document?.[1] ?? ''));
  return cells.flatMap((cell) =>
    cell.scenario.configuration.name === scenario.configuration.name ? [seen(cell)] : [],
  );
};

/** Claims of few states: each condition is decided in one of these. */
const SMALL: readonly string[] = ['tiny', 'small', 'quiet', 'normal', 'foreign', 'poison', 'removal'];
const CLAIMED = CLAIMS.filter(({ conditions }) =>
  conditions.every(({ configuration }) => configuration !== undefined && SMALL.includes(configuration.name)),
);

/** A violation of each kind, in as small a configuration as shows it; that of a deadlock by a patch that nobody should take. */
const VIOLATIONS: readonly (readonly [id: string, scenario: Scenario])[] = [
  ['X6', scenarioOf('A', 'small')],
  ['DL', scenarioOf('A', 'tiny', { kernel: '7.3', overrides: { goingFreezes: 'wait' } })],
  ['EF', scenarioOf('E', 'tiny', { overrides: { sign: 'count' } })],
  ['L1', scenarioOf('D', 'pcp')],
  ['D12', scenarioOf('D', 'small', { overrides: { skipOfflineAnyCount: false } })],
  ['D8', scenarioOf('D', 'pcp')],
  ['LB', scenarioOf('D', 'hot-add')],
  // The race is of the second of the systems that it compares.
  ['D7', scenarioOf('D', 'foreign')],
];

test('every kind of property has a violation here', () => {
  const kinds = (properties: readonly Property[]) => new Set(properties.map(({ kind }) => kind));
  expect(kinds(propertiesNamed(VIOLATIONS.map(([id]) => id)))).toEqual(kinds(ALL_PROPERTIES));
});

describe(`with seed ${SEED}`, () => {
  describe('a cell of the comparison is the same, alone and with any others, by', () => {
    const scenario: Scenario = sample(
      fc.record({
        design: fc.constantFrom(...DESIGN_IDS),
        kernel: fc.constantFrom('5.8' as const, '7.3' as const),
        configuration: fc.constantFrom(...VARIATIONS.map(({ configuration }) => configuration)),
        overrides: fc.constant({}),
      }),
    );
    let cells: readonly object[] = [];
    const cellsOf = (ids: readonly string[]) => cells.filter((_, i) => ids.includes(PROPERTIES[i].id));
    beforeAll(async () => {
      cells = await page(scenario, idsOf(PROPERTIES));
    });

    test.each(Object.entries({ library: library_, check, compare, report }))('%s', async (_, way) => {
      const ids = sample(fc.subarray(idsOf(PROPERTIES), { minLength: 1, maxLength: 3 }));
      expect(await way(scenario, ids)).toEqual(cellsOf(ids));
    });
  });

  test('a condition of a claim comes out as its property does, asked with any others', async () => {
    const { claim, design, kernel } = sample(
      fc.record({
        claim: fc.constantFrom(...CLAIMED),
        design: fc.constantFrom(...DESIGN_IDS),
        kernel: fc.constantFrom('5.8' as const, '7.3' as const),
      }),
    );
    const { stdout } = await pageoffline('claims', claim.id, '--design', design, '--kernel', kernel, '--json');
    const others = idsOf(sample(fc.subarray([...ALL_PROPERTIES], { maxLength: 3 })));
    const expected = ledgerJobs([claim], [design], kernel).flatMap(({ scenario, properties }) => {
      const asked = idsOf(properties);
      const cells = decided(scenario, [...asked, ...others]).filter(({ property }) => asked.includes(property));
      return cells.map((cell) => JSON.stringify(seen(cell)));
    });
    const conditions = listIn(stdout).flatMap((cell) => listIn(JSON.stringify(cell.conditions)));
    const told = conditions.map((cell) => JSON.stringify(seen(cell)));
    expect(new Set(told)).toEqual(new Set(expected));
  });

  describe.each(VIOLATIONS)('a race of %s', (id, scenario) => {
    const property = propertyNamed(id);
    const kept = join(folder, `${id}.json`);
    const [cell] = decided(scenario, [id]);
    const [trace] = traceOfCell(cell);
    const token = tokenOf(trace);
    beforeAll(async () => {
      await pageoffline('check', ...checkOptions(scenario), '--property', id, '--save', kept);
    });

    test('is the same, alone and with any others, by every way', async () => {
      const ids = [id, ...sample(fc.subarray(idsOf(ALL_PROPERTIES), { maxLength: 3 }))];
      for (const way of [library_, check, page]) expect(await way(scenario, ids)).toContainEqual(seen(cell));
    });

    test('is kept as it was found, in a file and in the token that is printed', async () => {
      expect(library.readTrace(readFileSync(kept, 'utf8'))).toEqual(trace);
      expect(library.traceOfToken(token)).toEqual(trace);
      const { stdout } = await pageoffline('check', ...checkOptions(scenario), '--property', id);
      expect(stdout).toContain(`Again: pageoffline replay ${token}`);
    });

    test('is found violated again by replay, which is what the emitted test expects', async () => {
      const replayed = await pageoffline('replay', kept, '--json');
      const { kept: found, violations } = JSON.parse(replayed.stdout);
      expect(found).toMatchObject({ is: 'violated', wrong: cell.wrong });
      expect(violations).toContainEqual({ property: id, afterStep: found.afterStep, wrong: cell.wrong });
      expect(replayed.status).toBe(1);
      expect(await pageoffline('replay', token, '--json')).toEqual(replayed);
      const emitted = await pageoffline('replay', kept, '--emit-test');
      expect(await pageoffline('replay', token, '--emit-test')).toEqual(emitted);
      expect(expectedBy(emitted.stdout)).toEqual({ race: trace, violations });
      expect(library.violationsOfTrace(trace)).toEqual(violations);
      const { loop: _, ...unmade } = { ...trace, steps: [] };
      expect(library.recheck(unmade).kept?.is).toBe('not violated');
    });

    test('is as short as can be, as far as its steps alone tell that it is one', async () => {
      const shrunk = await pageoffline('shrink', kept, '--keep-scenario', '--json');
      const { stdout, status } = await pageoffline('shrink', token, '--keep-scenario', '--json');
      expect({ stdout, status }).toEqual({ stdout: shrunk.stdout, status: shrunk.status });
      if (kindOf(property).isToldByRun !== true) {
        expect(shrunk.stderr).toContain(`a race of ${id} cannot be shrunk`);
        expect(shrunk).toMatchObject({ stdout: '', status: 3 });
        return;
      }
      const { length, token: again } = JSON.parse(shrunk.stdout);
      expect(length).toBe(cell.shortest?.steps ?? trace.steps.length);
      expect(library.recheck(library.traceOfToken(again)).kept).toMatchObject({ is: 'violated' });
    });

    test('is shown by the page, and copied from there as it is printed', async () => {
      const told = await pageoffline('replay', token, '--emit-test');
      const copies = { 'replay token': token, test: told.stdout };
      const { design, configuration } = scenario;
      const report = unpackReport(packReport({ cells: [reportCell(cell)] }));
      const shown = viewOf(
        hashOf({ view: 'race', design, configuration: configuration.name, property: id, step: 0 }),
        report,
      );
      if (shown.kind !== 'race') throw new Error(shown.kind);
      expect(copiesOf(shown.timeline, { ...shown.cell, wrong: cell.wrong ?? '' })).toMatchObject(copies);

      // Nothing but its own system can be explored.
      expect(shown.timeline.isOfScenario).toBe(kindOf(property).programs === undefined);
      if (!shown.timeline.isOfScenario) return;
      const found = { property: id, ...(cell.loop === undefined ? {} : { loop: cell.loop }) };
      const { moves } = shown.timeline;
      const explored = viewOf(hashOf({ view: 'explore', scenario, moves, step: 0, found }), undefined);
      if (explored.kind !== 'explore') throw new Error(explored.kind);
      const kept = keptOf(explored.timeline, explored.route.found);
      expect(kept).toEqual({ ...found, wrong: cell.wrong });
      expect(copiesOf(explored.timeline, kept)).toMatchObject(copies);
    });
  });
});

/** What an emitted test makes of the package, in the place of the test runner. */
function expectedBy(emitted: string): { readonly race: unknown; readonly violations: unknown } {
  const body = emitted.replaceAll(/^import .*;$/gm, '');
  const told = { race: undefined, violations: undefined };
  const run = new Function('violationsOfTrace', 'traceOfToken', 'expect', 'it', body);
  run(
    (race: undefined) => Object.assign(told, { race }),
    library.traceOfToken,
    () => ({ toEqual: (violations: undefined) => Object.assign(told, { violations }) }),
    (_: string, test: () => void) => test(),
  );
  return told;
}

function copiesOf(...run: Parameters<typeof copyForms>): object {
  return Object.fromEntries(copyForms(...run).map(({ name, text }) => [name, text()]));
}
