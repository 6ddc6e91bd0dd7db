/**
 * A design, a driver with an actor and a field, a configuration and a property of one's own go through whatever those that are
 * built in go through: search, verdicts, files, tokens, random runs, shrinking, certificates, drawings.
 */

import fc from 'fast-check';
import {
  ALL_PROPERTIES,
  atomic,
  Campaign,
  type Cells,
  certify,
  compare,
  DEFAULT_STRATEGY,
  Decision,
  defineChange,
  describeScenario,
  drawRace,
  drawVerdictTable,
  holds,
  type InvariantProperty,
  idleUntil,
  interleaving,
  type Kernel,
  type Process,
  pairsOf,
  Run,
  readScenario,
  readTrace,
  registerChange,
  retryPoint,
  type Scenario,
  shrinkRun,
  step,
  type Trace,
  tokenOf,
  traceOfCell,
  traceOfToken,
  type VerdictCell,
  violationsOfTrace,
  writeTrace,
} from 'pageoffline';
import { type Context, freeOnePage, freePagesCore, takeFreePage } from 'pageoffline/model';
import { expect, test } from 'vitest';

/** The field of this driver. */
const hoardedOf = (k: Kernel): Cells => (k as Kernel & { readonly hoarded: Cells }).hoarded;

const hoard = atomic('hoard', ['no', 'got'], (k: Kernel, page: number) => {
  if (!takeFreePage(k, page)) return 0;
  hoardedOf(k)[page] = 1;
  return 1;
});

const giveBack = atomic('give back', (k: Kernel, page: number) => {
  hoardedOf(k)[page] = 0;
  k.refcount[page] = 0;
  freeOnePage(k, page);
});

function* hoarder({ geometry }: Context): Process<Kernel> {
  for (;;) {
    for (let page = 0; page < geometry.pages; page++) {
      yield retryPoint('hoarder', page);
      if ((yield idleUntil(hoard, page)) === 1) yield step(giveBack, page);
    }
  }
}

const onlinePage = atomic('hoarder_online_page', (k: Kernel, page: number) => {
  freePagesCore(k, page);
  freeOnePage(k, page);
});

const HOARD: InvariantProperty = {
  id: 'HOARD',
  title: 'no hoard',
  statement: 'The hoarder has no page.',
  kind: 'invariant',
  applies: () => true,
  violator: (k) => Array.from({ length: k.geometry.pages }, (_, page) => hoardedOf(k)[page]).indexOf(1),
  wrong: (_, page) => `the hoarder has page ${page}`,
};

const change = registerChange(
  defineChange({
    title: 'a driver that hoards pages',
    designs: { 'D-hoards': { title: 'as D, with a grace period', from: 'D', set: { rcuSync: true } } },
    modules: [
      {
        driver: 'hoarder',
        fields: { hoarded: { of: 'page', max: 1, title: 'hoarded', shownIn: 'races' } },
        onlinePage,
        actors: [
          {
            key: 'hoarders',
            name: 'hoarder',
            entry: { form: 'count', usual: 0, meaning: 'Those who hoard.' },
            shows: 'what becomes of pages that are hoarded',
            cannotShow: 'why',
            run: hoarder,
          },
        ],
      },
    ],
    configurations: [
      {
        from: 'tiny',
        name: 'hoarded',
        title: 'attempts, and a driver that hoards',
        driver: 'hoarder',
        unplugged: [],
        actors: { hoarders: 1 },
      },
    ],
    properties: [HOARD],
    on: { designs: ['D-hoards'], kernels: ['7.3'] },
  }),
  { title: 'a driver that hoards pages', digest: '0123456789ab', file: 'own.test.ts' },
);

const [pair] = pairsOf(change);
if (pair === undefined) throw new Error('it is tried nowhere');
const scenario: Scenario = pair.after;

function decided(): VerdictCell {
  const decision = new Decision(scenario, [HOARD]);
  while (!decision.run(1_000));
  const [cell] = decision.cells();
  if (cell === undefined) throw new Error('nothing decided');
  return cell;
}

function race(): Trace {
  const [trace] = traceOfCell(decided());
  if (trace === undefined) throw new Error('no race');
  return trace;
}

test('it is asked by name, and told', () => {
  expect(ALL_PROPERTIES.map(({ id }) => id)).toContain('HOARD');
  expect(describeScenario(scenario)).toContain('Design D-hoards on Linux 7.3');
  expect(describeScenario(scenario)).toContain('hoarders');
});

test('it is searched, and drawn', () => {
  const cell = decided();
  expect([cell.verdict, cell.trace?.length, cell.wrong]).toEqual(['violated', 1, 'the hoarder has page 0']);
  expect(drawVerdictTable([cell])).toContain('HOARD no hoard');
  expect(drawRace(Run.ofSteps(scenario, race().steps).steps, cell.wrong ?? '')).toContain('hoard(0) = got');
});

test('its race is kept, told in a word, and checked again', () => {
  const trace = race();
  expect(readTrace(writeTrace(trace))).toEqual(trace);
  expect(traceOfToken(tokenOf(trace)).steps).toEqual(trace.steps);
  expect(violationsOfTrace(trace).map(({ property }) => property)).toContain('HOARD');
  expect(readScenario(JSON.parse(JSON.stringify(scenario)))).toEqual(scenario);
});

test('it is found at random, shrunk, and proved shortest', () => {
  const campaign = new Campaign({ scenario, seed: 'own', runs: 50, strategy: DEFAULT_STRATEGY, properties: [HOARD] });
  while (!campaign.done) campaign.run(50);
  expect([...campaign.tally.findings.values()].map(({ property }) => property.id)).toContain('HOARD');
  const { counterexample } = fc.check(fc.property(interleaving(scenario), holds(HOARD)), { seed: 1 });
  const [found] = counterexample ?? [];
  if (found === undefined) throw new Error('not found');
  const shrunk = shrinkRun(found, (run) => run.first((k) => HOARD.violator(k) >= 0) !== undefined);
  expect(shrunk.length).toBe(1);
  expect(certify(shrunk, HOARD, 1_000).verdict).toBe('shortest');
});

test('it is compared', () => {
  const { differences } = compare(pair, [HOARD]);
  expect(differences.map(({ kind }) => kind)).toEqual(['falls']);
});
