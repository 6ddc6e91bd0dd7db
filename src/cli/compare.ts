/** `pageoffline compare`: every design against the main properties, exhaustively: without PFN walkers, with one, and with one under RCU. */

import { DESIGN_IDS, DESIGNS, type DesignId, type KernelVersion } from '../model/designs.js';
import type { Switches } from '../model/switches.js';
import type { Limits } from '../properties/decide.js';
import type { Property } from '../properties/property.js';
import { VARIATIONS, type Variation } from '../properties/studies/variations.js';
import type { VerdictCell } from '../properties/verdict.js';
import { wrap } from '../report/canvas.js';
import { cellJson, drawJunit, drawVerdictTable } from '../report/index.js';
import type { ChangeReference } from '../scenario/loaded_changes.js';
import type { Other } from './against.js';
import { decideAll } from './decide_all.js';
import { ExitStatus, type StatusOf } from './exit_status.js';
import { isDocumented, keptSentences } from './kept_answer.js';
import { requireMet, underChange } from './met_change.js';
import { askedScenario } from './model_options.js';
import { drawCell, drawRaceOf, mostTelling, racesOf } from './races.js';
import type { Terminal } from './terminal.js';

export interface CompareOptions {
  readonly design: readonly DesignId[];
  readonly variations: readonly Variation[];
  readonly kernel: KernelVersion;
  readonly property: readonly Property[];
  readonly set: Partial<Switches>;
  /** A change of the model. */
  readonly change?: ChangeReference;
  readonly jobs: number;
  readonly json: boolean;
  readonly format: CompareFormat;
  /** Below the tables: every race, or none. Absent: the most telling one of each design. */
  readonly races?: boolean;
  readonly limits: Limits;
}

export async function compare(
  options: CompareOptions,
  terminal: Terminal,
): Promise<StatusOf<'HOLDS' | 'NOT_EXHAUSTED'>> {
  const cells = await decideDesigns(options, terminal);
  if (options.json) terminal.stdout.write(`${JSON.stringify(cells.map(cellJson), undefined, 2)}\n`);
  else terminal.stdout.write(`${FORMATS[options.format](cells, options, terminal)}\n`);
  const decided = cells.every(({ verdict }) => verdict !== 'not-exhausted');
  return decided ? ExitStatus.HOLDS : ExitStatus.NOT_EXHAUSTED;
}

/** The same scenarios, each held against another. */
export async function compareAllAgainst(
  other: Other,
  options: CompareOptions,
  terminal: Terminal,
): Promise<StatusOf<'HOLDS' | 'VIOLATED' | 'NOT_EXHAUSTED'>> {
  const { compareAgainst } = await import('./against.js');
  const scenarios = scenariosOf(options).map(({ scenario }) => scenario);
  return compareAgainst(scenarios, other, { ...options, races: options.races !== false }, terminal);
}

/** What is compared, and how. */
export type Comparison = Pick<
  CompareOptions,
  'design' | 'variations' | 'kernel' | 'property' | 'set' | 'change' | 'jobs' | 'limits'
>;

export async function decideDesigns(
  comparison: Comparison,
  terminal: Terminal,
  label?: string,
): Promise<VerdictCell[]> {
  const { property: properties, jobs: atOnce, limits, change } = comparison;
  const asked = { properties: properties.map(({ id }) => id), limits };
  const jobs = scenariosOf(comparison).map((each) => ({ ...each, ...asked }));
  requireMet(jobs.map(({ scenario }) => scenario));
  return (await underChange(change, () => decideAll(jobs, atOnce, terminal, label))).flat();
}

function scenariosOf({ design: designs, variations, ...rest }: Comparison) {
  return variations.flatMap(({ variation, configuration, set }) =>
    designs.map((design) => ({
      scenario: askedScenario({ ...rest, design, configuration, set: { ...set, ...rest.set } }),
      variation,
    })),
  );
}

function textOf(cells: readonly VerdictCell[], options: CompareOptions, terminal: Terminal): string {
  const said = sentencesFor(options);
  const tables = [
    options.design.flatMap(legendLines).join('\n'),
    drawVerdictTable(cells, { color: terminal.color }),
  ].join('\n\n');
  const all = racesOf(cells);
  const drawn = options.races === undefined ? mostTelling(all) : options.races ? all : [];
  const drawings = drawn.map((race) => drawRaceOf(race, terminal));
  const rest = all.length > drawn.length && options.races === undefined ? [MORE_RACES] : [];
  // A terminal stands where the text ends.
  const again = terminal.stdout.columns === undefined ? [] : said;
  return [...said, tables, ...drawings, ...rest, ...again].join('\n\n\n');
}

const WIDTH = 100;
/** Of the ids in the legend of the designs. */
const ID_WIDTH = 10;

function legendLines(id: DesignId): string[] {
  const { title, status } = DESIGNS[id];
  const lines = wrap(`${title} (${status})`, WIDTH - ID_WIDTH);
  return lines.map((line, i) => (i === 0 ? id : '').padEnd(ID_WIDTH) + line);
}

const MORE_RACES = 'The other races: --races.';

/** The kept answer, where it is one to what is asked. */
function sentencesFor({ design: designs, variations, kernel, set, change }: CompareOptions): string[] {
  const isWhole =
    designs.length === DESIGN_IDS.length &&
    VARIATIONS.every((each) => variations.includes(each)) &&
    change === undefined &&
    Object.keys(set).length === 0;
  return isWhole && isDocumented(kernel) ? [keptSentences()] : [];
}

type Draw = (cells: readonly VerdictCell[], options: CompareOptions, terminal: Terminal) => string;

const FORMATS = {
  text: textOf,
  junit: (cells, options) => drawJunit(cells, (cell) => (options.races === false ? '' : drawCell(cell))),
} as const satisfies Readonly<Record<string, Draw>>;

type CompareFormat = keyof typeof FORMATS;
export const COMPARE_FORMATS: readonly string[] = Object.keys(FORMATS);
