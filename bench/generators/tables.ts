/** The tables of docs/generators.md, each drawn from the results alone. */

import { MOST_STATES } from '../../src/generators/bounded_search.js';
import { LEARNING_RUNS } from '../../src/generators/campaign.js';
import { DEFAULT_STRATEGY, STRATEGIES } from '../../src/generators/strategies/index.js';
import { PROPERTIES } from '../../src/properties/catalogue/main.js';
import { median } from '../measure.js';
import { disagreements } from './agreement.js';
import { CASES, CONFIGURATION_NAMES } from './cases.js';
import { BASELINES } from './finding.js';
import { BUDGET, DEFAULT_BUDGET } from './first_violations.js';
import { number, share, table } from './markdown.js';
import { keyOf, type Results } from './results.js';

export const TABLES: Readonly<Record<string, (results: Results) => string>> = {
  model,
  strategies,
  budgets,
  reach,
  shrinking,
  'shrink times': shrinkTimes,
  finding,
  'finding by cell': findingByCell,
  'rare cells': rareCells,
  baselines,
  coverage,
  survey,
};

const STRATEGY_NAMES = STRATEGIES.map(({ name }) => name);

/** The size of one system tells which model it was: whoever doubts can search it again. */
function model({ cells }: Results): string {
  const cell = cells.find((each) => keyOf(each) === keyOf({ design: 'D', configuration: 'walkers' }));
  if (cell === undefined) return 'Nothing is measured yet.';
  return (
    `Measured on the model in which design D has ${cell.states.toLocaleString('en')} states in \`walkers\`, those behind ` +
    'violations included. Where that has changed, so has the model, and the figures are to be measured anew.'
  );
}

function strategies(): string {
  const rows = STRATEGIES.map(({ name, title, learns }) => [`\`${name}\``, title, learns ? 'yes' : 'no']);
  return table([['strategy', 'what it does', 'learns from run to run'], ...rows], 3);
}

function budgets(): string {
  return table([
    ['budget', 'runs', 'steps of a run'],
    ...[
      ['of a seed, where strategies are compared', BUDGET] as const,
      ['of `pageoffline simulate`, unless told otherwise', DEFAULT_BUDGET] as const,
      ['of a batch, with which a strategy that learns begins anew', { ...BUDGET, runs: LEARNING_RUNS }] as const,
    ].map(([what, { runs, maxLength }]) => [what, number(runs), number(maxLength)]),
  ]);
}

/** Rows for each configuration, and one for all. */
function byConfiguration<R extends { readonly configuration: string }>(
  rows: readonly R[],
  cells: (rows: readonly R[]) => string[],
): string[][] {
  return [
    ...CONFIGURATION_NAMES.map((name) => [name, ...cells(rows.filter(({ configuration }) => configuration === name))]),
    ['all', ...cells(rows)],
  ];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** How far shrinking looks, and how far it would have to. */
function reach({ cells }: Results): string {
  const rows = byConfiguration(cells, (some) => [
    String(sum(some.map(({ shortest }) => Object.keys(shortest).length))),
    ...[({ states }: Results['cells'][number]) => states, ({ farthest }: Results['cells'][number]) => farthest].map(
      (most) => number(Math.max(...some.map(most))),
    ),
    number(MOST_STATES),
  ]);
  const heading = ['configuration', 'violated cells', 'most states', 'farthest nearest violation', 'shrinking sees'];
  return table([heading, ...rows]);
}

function shrinking({ shrinking: rows }: Results): string {
  const cellsOf = (some: readonly Results['shrinking'][number][]) =>
    some.flatMap(({ counts }) => Object.values(counts));
  const summary = byConfiguration(rows, (some) => {
    const cells = cellsOf(some);
    const all = sum(cells.map(({ counterexamples }) => counterexamples));
    return [
      String(cells.length),
      String(cells.filter(({ counterexamples }) => counterexamples > 0).length),
      number(all),
      share(sum(cells.map(({ exact }) => exact)), all),
      share(sum(cells.map(({ exactWithScenario }) => exactWithScenario)), all),
    ];
  });
  const short = rows.flatMap(({ design, configuration, counts }) =>
    Object.entries(counts).flatMap(([id, { counterexamples, exact, exactWithScenario }]) =>
      exact === counterexamples && exactWithScenario === counterexamples
        ? []
        : [`${design}, ${configuration}, ${id}: ${exact} and ${exactWithScenario} of ${counterexamples}`],
    ),
  );
  const heading = [
    'configuration',
    'violated cells',
    'with counterexamples',
    'counterexamples',
    'run alone',
    'scenario too',
  ];
  return [
    `Seeds for each cell: ${spread(rows.map(({ seeds }) => seeds))}.`,
    table([heading, ...summary]),
    short.length === 0 ? 'No cell falls short.' : `Cells that fall short: ${short.join('; ')}.`,
  ].join('\n\n');
}

/** `200`, or `20 to 200` while not all is measured alike. */
function spread(numbers: readonly number[]): string {
  if (numbers.length === 0) return 'none yet';
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return least === most ? number(least) : `${number(least)} to ${number(most)}`;
}

function shrinkTimes({ times }: Results): string {
  const scenarios = [
    ['keep', 'the run alone'],
    ['shrink', 'the scenario too'],
  ] as const;
  const rows = scenarios.map(([scenario, what]) => {
    const ms = times.flatMap((row) => (row.scenario === scenario && row.ms !== undefined ? [row.ms] : []));
    if (ms.length === 0) return [what, '0', '–', '–'];
    return [what, String(ms.length), number(Math.round(median(ms))), number(Math.max(...ms))];
  });
  return table([['what shrinks', 'cells', 'median ms', 'longest ms'], ...rows]);
}

/** One cell of the comparison, with how often each finder found it. */
interface Hunt {
  readonly where: string;
  readonly property: string;
  readonly shortest: number;
  readonly by: ReadonlyMap<string, Found>;
}

interface Found {
  readonly found: number;
  readonly seeds: number;
  readonly medianRuns?: number | undefined;
  /** With the default budget. */
  readonly seedsByDefault?: number | undefined;
}

const isAlwaysFound = (result: Found | undefined): boolean => result !== undefined && result.found === result.seeds;

function huntsOf({ cells, finding: rows }: Results): Hunt[] {
  return CASES.flatMap(({ design, configuration }) => {
    const shortest = cells.find((cell) => keyOf(cell) === keyOf({ design, configuration }))?.shortest ?? {};
    const mine = rows.filter((row) => row.design === design && row.configuration === configuration);
    return Object.entries(shortest).map(([property, length]) => {
      const by = mine.map(({ finder, seeds, found }) => {
        const { seeds: count = 0, ...rest } = found[property] ?? {};
        return [finder, { found: count, seeds, ...rest }] as const;
      });
      return { where: `${design}, ${configuration}`, property, shortest: length, by: new Map(by) };
    });
  });
}

function findingTable(hunts: readonly Hunt[], finders: readonly string[]): string {
  const easy = hunts.filter(({ by }) => finders.every((finder) => isAlwaysFound(by.get(finder))));
  const rows = finders.map((finder) => {
    const results = hunts.flatMap(({ by }) => by.get(finder) ?? []);
    const runs = easy.flatMap(({ by }) => by.get(finder)?.medianRuns ?? []);
    return [
      `\`${finder}\``,
      spread(results.map(({ seeds }) => seeds)),
      share(sum(results.map(({ found }) => found)), sum(results.map(({ seeds }) => seeds))),
      ...[isAlwaysFound, ({ found }: Found) => found > 0, ({ found }: Found) => found === 0].map((is) =>
        String(results.filter(is).length),
      ),
      runs.length === 0 ? '–' : number(median(runs)),
    ];
  });
  const heading = ['strategy', 'seeds', 'found', 'in every seed', 'in some seed', 'in none', 'runs'];
  return [
    table([heading, ...rows]),
    `Runs: the median of the median runs that the ${easy.length} cells take which all of these find from every seed.`,
  ].join('\n\n');
}

function finding(results: Results): string {
  const hunts = huntsOf(results);
  return [`${hunts.length} violated cells.`, findingTable(hunts, STRATEGY_NAMES)].join('\n\n');
}

function baselines(results: Results): string {
  const names = BASELINES.map(({ name }) => name);
  const hunts = huntsOf(results).filter(({ by }) => names.every((name) => by.has(name)));
  const where = [...new Set(hunts.map((hunt) => hunt.where))].join('; ');
  const finders = [...STRATEGY_NAMES, ...names];
  return [`The ${hunts.length} violated cells of: ${where}.`, findingTable(hunts, finders)].join('\n\n');
}

/** What `pageoffline simulate` finds when nobody says otherwise. */
const DEFAULT = DEFAULT_STRATEGY.name;

function findingByCell(results: Results): string {
  const hunts = huntsOf(results);
  const columns = PROPERTIES.map(({ id }) => id).filter((id) => hunts.some(({ property }) => property === id));
  const rows = [...new Set(hunts.map(({ where }) => where))].map((where) => [
    where,
    ...columns.map((id) => {
      const result = hunts.find((hunt) => hunt.where === where && hunt.property === id)?.by.get(DEFAULT);
      return result?.seedsByDefault === undefined ? '' : share(result.seedsByDefault, result.seeds);
    }),
  ]);
  const missed = hunts.filter(({ by }) => by.get(DEFAULT)?.seedsByDefault === 0);
  const names = missed.map(({ where, property }) => `${where}, ${property}`).join('; ');
  const byDefault = hunts.flatMap(({ by }) => by.get(DEFAULT) ?? []);
  const found = number(sum(byDefault.map(({ seedsByDefault = 0 }) => seedsByDefault)));
  const all = number(sum(byDefault.map(({ seeds }) => seeds)));
  return [
    table([[`\`${DEFAULT}\``, ...columns], ...rows]),
    `Found: ${found} of ${all} pairs of a cell and a seed. ` +
      (missed.length === 0 ? `None of the ${hunts.length} cells is missed by all seeds.` : `By no seed: ${names}.`),
  ].join('\n\n');
}

function rareCells(results: Results): string {
  const isRare = ({ by }: Hunt) => by.size > 0 && !STRATEGY_NAMES.some((name) => isAlwaysFound(by.get(name)));
  const rows = huntsOf(results)
    .filter((hunt) => isRare(hunt))
    .map(({ where, property, shortest, by }) => [
      where,
      property,
      String(shortest),
      ...STRATEGY_NAMES.map((name) => {
        const result = by.get(name);
        return result === undefined ? '–' : share(result.found, result.seeds);
      }),
    ]);
  return table([['cell', 'property', 'shortest', ...STRATEGY_NAMES.map((name) => `\`${name}\``)], ...rows], 2);
}

function coverage({ coverage: rows }: Results): string {
  const order = [...STRATEGY_NAMES, ...BASELINES.map(({ name }) => name)];
  const sorted = rows.toSorted((a, b) => order.indexOf(a.finder) - order.indexOf(b.finder));
  return table([
    ['', 'seeds', 'least', 'median', 'most'],
    ...sorted.map(({ finder, seeds, states, visited }) => [
      `\`${finder}\``,
      String(seeds),
      ...[Math.min(...visited), median(visited), Math.max(...visited)].map((each) => share(each, states)),
    ]),
  ]);
}

function survey(results: Results): string {
  const { cells, held } = results;
  const shortestOf = (row: Results['held'][number]) => cells.find((each) => keyOf(each) === keyOf(row))?.shortest ?? {};
  const invariants = PROPERTIES.filter(({ kind }) => kind === 'invariant').length;
  const missedBy = (row: Results['held'][number]) =>
    Object.keys(shortestOf(row)).filter((id) => row.violatedIn[id] === undefined);
  const rows = byConfiguration(held, (some) => {
    const violated = sum(some.map((row) => Object.keys(shortestOf(row)).length));
    return [
      String(some.length),
      spread(some.map(({ runs }) => runs)),
      number(sum(some.map(({ steps }) => steps))),
      String(invariants * some.length - violated),
      String(violated),
      String(violated - sum(some.map((row) => missedBy(row).length))),
    ];
  });
  const missed = held.flatMap((row) => missedBy(row).map((id) => `${row.design}, ${row.configuration}, ${id}`));
  const wrong = disagreements(results);
  const heading = ['configuration', 'cases', 'runs each', 'steps', 'cells that hold', 'violated', 'of these seen'];
  return [
    table([heading, ...rows]),
    wrong.length === 0 ? 'No run violates what holds.' : `Violated, though it holds: ${wrong.join('; ')}.`,
    missed.length === 0 ? 'Every violation was seen.' : `Violated, and not seen: ${missed.join('; ')}.`,
  ].join('\n\n');
}
