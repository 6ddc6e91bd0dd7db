/**
 * What is different where Debian's 7.3 is judged with what it runs: every design in the comparison, and design D, which it has, in
 * smaller configurations. docs/as-run.md is made of it; `UPDATE_DOCS=1 npx vitest run test/docs/as_run.test.ts` writes it anew.
 */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Configuration } from '../../src/model/configuration.js';
import { CONFIGURATIONS } from '../../src/model/configurations.js';
import { DESIGN_IDS, type DesignId } from '../../src/model/designs.js';
import { DAMAGE_PROPERTIES } from '../../src/properties/catalogue/damaged_memory.js';
import { FREE_LIST_PROPERTIES } from '../../src/properties/catalogue/free_lists.js';
import { SECTION_DATA_PROPERTIES } from '../../src/properties/catalogue/goes_with_section.js';
import { PROPERTIES } from '../../src/properties/catalogue/main.js';
import { MEMMAP_PROPERTIES } from '../../src/properties/catalogue/memmap.js';
import { WN } from '../../src/properties/catalogue/warnings.js';
import { Decision } from '../../src/properties/decide.js';
import { differencesOf } from '../../src/properties/differences.js';
import type { Property } from '../../src/properties/property.js';
import { AS_RUN } from '../../src/properties/studies/variations.js';
import type { VerdictCell } from '../../src/properties/verdict.js';
import { markdownTable } from '../../src/report/markdown_table.js';
import { compact } from '../../src/report/verdict_text.js';
import { changedConfiguration } from '../../src/scenario/changed_configuration.js';
import { Recent } from '../../src/scenario/recent.js';
import { digestOf } from '../../src/scenario/scenario.js';
import { configurationNamed } from '../named.js';
import { expectFile } from './document.js';

const KERNEL = '7.3';
const DOCUMENT = 'docs/as-run.md';
const BLOCK = /(<!-- (designs|configurations) -->\n)([\s\S]*?)(<!-- end of \2 -->)/g;

const { configuration: RUN, set: SET = {} } = AS_RUN[KERNEL] ?? expect.fail();

/** What is run, part by part: what a configuration has with it, and what is set. */
const PARTS: readonly {
  readonly words: string;
  readonly of: (c: Configuration) => Configuration;
  readonly set: typeof SET;
}[] = [
  { words: 'the kdamond', of: withKdamond, set: {} },
  { words: 'per-CPU lists', of: (c) => changedConfiguration(c, { entries: { pcp: true } }), set: {} },
  { words: 'page checks', of: (c) => c, set: SET },
];

function withKdamond(c: Configuration): Configuration {
  return changedConfiguration(c, { actors: { walkers: [...new Set([...c.actors.walkers, 'late'])] } });
}

/** The last of them: a part that a configuration has already comes to the same scenario. */
const decided = new Recent<readonly VerdictCell[]>(16);

function decide(design: DesignId, configuration: Configuration, overrides: typeof SET, asked: readonly Property[]) {
  const scenario = { design, kernel: KERNEL, configuration, overrides } as const;
  return decided.get(JSON.stringify([digestOf(scenario), asked.map(({ id }) => id)]), () => {
    const decision = new Decision(scenario, asked);
    decision.run();
    return decision.cells();
  });
}

/** As it is, and with all that is run. */
interface Judged {
  readonly design: DesignId;
  readonly plain: readonly VerdictCell[];
  readonly run: readonly VerdictCell[];
  /** By which part alone each property falls. */
  readonly fallen: string;
}

function judge(design: DesignId, configuration: Configuration, asked: readonly Property[]): Judged {
  const whole = PARTS.reduce((c, part) => part.of(c), configuration);
  const plain = decide(design, configuration, {}, asked);
  const run = decide(design, whole, SET, asked);
  const falls = fallenIn(plain, run);
  const alone =
    falls.length === 0
      ? []
      : partsOf(configuration).map(({ words, of, set }) => ({
          words,
          falls: fallenIn(plain, decide(design, of(configuration), set, asked)),
        }));
  return { design, plain, run, fallen: byCause(run, falls, alone) };
}

/** Those that change something there. */
const partsOf = (configuration: Configuration) =>
  PARTS.filter(({ of, set }) => of(configuration) !== configuration || Object.keys(set).length > 0);

/** What falls only behind other violations stands in parentheses. */
const shown = (run: readonly VerdictCell[], ids: readonly string[]): string =>
  ids
    .map((id) => (run.some((cell) => cell.property === id && cell.rootCauses !== undefined) ? `(${id})` : id))
    .join(', ');

const fallenIn = (plain: readonly VerdictCell[], other: readonly VerdictCell[]): string[] =>
  differencesOf(plain, other).flatMap(({ kind, after }) => (kind === 'falls' ? [after.property] : []));

const TOGETHER = 'all together';

function byCause(
  run: readonly VerdictCell[],
  falls: readonly string[],
  alone: readonly { words: string; falls: readonly string[] }[],
): string {
  const causeOf = (id: string) =>
    alone.flatMap(({ words, falls: own }) => (own.includes(id) ? [words] : [])).join(' or ') || TOGETHER;
  const causes = [...new Set(falls.map(causeOf))];
  const groups = causes.map(
    (cause) =>
      `${shown(
        run,
        falls.filter((id) => causeOf(id) === cause),
      )} by ${cause}`,
  );
  return groups.join('; ') || '–';
}

const statesOf = (cells: readonly VerdictCell[]): string => compact(Math.max(...cells.map(({ states }) => states)));

/** How much longer the races are of what falls either way: the least and the most. */
function longer({ plain, run }: Judged): string {
  const by = run.flatMap(({ trace, rootCauses }, i) => {
    const before = plain[i];
    const own = rootCauses === undefined && before.rootCauses === undefined;
    return own && trace !== undefined && before.trace !== undefined ? [trace.length - before.trace.length] : [];
  });
  const [least, most] = [Math.min(...by), Math.max(...by)];
  return by.length === 0 ? '–' : least === most ? String(least) : `${least} to ${most}`;
}

const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  `\n${markdownTable(head, rows)}\n\n`;

/** Of those who are all there is, those that a whole search of takes about a second. */
const SMALL = [
  ...['tiny', 'pcp', 'free-lists', 'unmovable', 'pins', 'pins-normal', 'writeback', 'foreign', 'foreign-readers'],
  ...['page-ext', 'memmap-walker', 'soft-offlining', 'poison-pcp'],
];
const ALL_OF_THEM = [
  ...PROPERTIES,
  ...DAMAGE_PROPERTIES,
  ...FREE_LIST_PROPERTIES,
  ...MEMMAP_PROPERTIES,
  ...SECTION_DATA_PROPERTIES,
  WN,
];

const made = new Map<string, string>();

test('the comparison is with a kdamond, per-CPU lists and page checks', () => {
  expect(RUN.actors.walkers).toEqual(['late']);
  expect(RUN.pcp).toBe(true);
  expect(SET).toEqual({ pageChecks: true });
});

test('every design, held against its verdicts without what is run', () => {
  const walkers = configurationNamed('walkers');
  const rows = DESIGN_IDS.map((design) => {
    const judged = judge(design, walkers, PROPERTIES);
    const quiet = fallenIn(decide(design, configurationNamed('quiet'), {}, PROPERTIES), judged.run);
    const states = [statesOf(judged.plain), statesOf(judged.run)];
    return [design, shown(judged.run, quiet) || '–', judged.fallen, longer(judged), ...states];
  });
  const head = [
    'design',
    'falls beside `quiet`',
    'falls beside `walkers`',
    'steps more',
    'states in `walkers`',
    'as run',
  ];
  made.set('designs', tableOf(head, rows));
});

test('design D in smaller configurations', () => {
  const rows = SMALL.map((name) => {
    const judged = judge('D', configurationNamed(name), ALL_OF_THEM);
    return [`\`${name}\``, judged.fallen, longer(judged), statesOf(judged.plain), statesOf(judged.run)];
  });
  const table = tableOf(['configuration', 'falls as run', 'steps more', 'states', 'as run'], rows);
  const main = ['quiet', 'walkers', RUN.name];
  const rest = CONFIGURATIONS.map(({ name }) => name).filter((name) => ![...SMALL, ...main].includes(name));
  made.set(
    'configurations',
    `${table}Not here, as they cost more or have nobody to race with: ${rest.map((name) => `\`${name}\``).join(', ')}.\n\n`,
  );
});

test('page checks alone change none of them, as the document says', () => {
  expect([...made.values()].join('')).not.toContain('page checks');
});

test('the document says so', () => {
  const text = readFileSync(DOCUMENT, 'utf8').replace(BLOCK, (_, head: string, name: string, __, tail: string) => {
    return `${head}${made.get(name) ?? ''}${tail}`;
  });
  expectFile(DOCUMENT, text);
  expect([...text.matchAll(BLOCK)].length).toBe(2);
});
