/** `pageoffline check`: one design in one configuration, exhaustively. */

import { NotReducible } from '../checker/effects.js';
import { type NeverTaken, Search } from '../checker/search.js';
import type { Limits } from '../properties/decide.js';
import { type Decided, decide } from '../properties/decide_job.js';
import type { Property } from '../properties/property.js';
import type { VerdictCell } from '../properties/verdict.js';
import { cellJson, drawDot, drawJunit, drawVerdictTable, MAX_DOT_STATES, type RaceFormat } from '../report/index.js';
import { traceOfCell } from '../run/cell_trace.js';
import { programOfTrace, programsFor } from '../run/program_of_trace.js';
import { replayCommand } from '../run/replay_command.js';
import { headingOf } from '../scenario/wording.js';
import type { Other } from './against.js';
import { type Baseline, baselinePlace, checkBaselineWritable, readBaseline, saveBaseline } from './baseline_file.js';
import { comparisonWith, knownIn } from './check_baseline.js';
import { ExitStatus, type StatusOf } from './exit_status.js';
import { requireMet, underChange } from './met_change.js';
import { askedScenario, type ModelOptions } from './model_options.js';
import { checkWritable } from './output_file.js';
import { printRaces } from './print_races.js';
import { compact, progressLine } from './progress.js';
import { drawCell, drawRaceOf, racesOf, titledRace } from './races.js';
import { saveTrace } from './save_trace.js';
import { type Terminal, turn } from './terminal.js';
import { UsageError } from './usage_error.js';

export interface CheckOptions extends ModelOptions {
  readonly property: readonly Property[];
  readonly json: boolean;
  readonly format: CheckFormat;
  /** List the steps that no interleaving takes. */
  readonly neverTaken: boolean;
  /** Where to keep the shortest trace of the first violated property. */
  readonly save?: string;
  /** The file of the violations that are known: what is not among them is told alone. */
  readonly baseline?: string;
  /** Where to keep what is violated as known. */
  readonly saveBaseline?: string;
  readonly limits: Limits;
}

/** A way to print what was decided. */
interface Printer {
  print(decided: Decided, options: CheckOptions, terminal: Terminal): void;
  /** Gives up beyond so many states; absent: where the limits of the command line say. */
  readonly maxStates?: number;
}

const printRacesAs = (format: RaceFormat): Printer => ({
  print: ({ cells }, _, terminal) => printRaces(format, racesOf(cells).map(titledRace), terminal),
});

const PRINTERS = {
  text: {
    print: (decided, options, terminal) => terminal.stdout.write(`${textOf(decided, options, terminal)}\n`),
  },
  changelog: printRacesAs('changelog'),
  mermaid: printRacesAs('mermaid'),
  itf: printRacesAs('itf'),
  junit: {
    print: ({ cells }, _, { stdout }) => stdout.write(`${drawJunit(cells, drawCell)}\n`),
  },
  dot: { print: printStateGraph, maxStates: MAX_DOT_STATES },
} as const satisfies Readonly<Record<string, Printer>>;

type CheckFormat = keyof typeof PRINTERS;
export const CHECK_FORMATS: readonly string[] = Object.keys(PRINTERS);

export async function check(
  options: CheckOptions,
  terminal: Terminal,
): Promise<StatusOf<'HOLDS' | 'VIOLATED' | 'NOT_EXHAUSTED'>> {
  const printer: Printer = PRINTERS[options.format];
  const maxStates = Math.min(
    options.limits.maxStates ?? Number.POSITIVE_INFINITY,
    printer.maxStates ?? Number.POSITIVE_INFINITY,
  );
  const limits = { ...options.limits, maxStates };
  if (options.save !== undefined) checkWritable(options.save);
  if (options.saveBaseline !== undefined) checkBaselineWritable(options.saveBaseline);
  const known = options.baseline === undefined ? undefined : readBaseline(options.baseline);
  requireMet([askedScenario(options)]);
  const signal = terminal.interruption();
  const progress = progressLine(terminal);
  const job = {
    scenario: askedScenario(options),
    properties: options.property.map(({ id }) => id),
    limits,
  };
  const deciding = () =>
    decide(job, async ({ phase, states, queued }) => {
      progress.show(`${phase}: ${compact(states)} states, ${compact(queued)} queued`);
      await turn();
      return signal.aborted;
    });
  const decided = await underChange(options.change, deciding)
    .catch(tellNotReducible)
    .finally(() => progress.end());
  const { cells } = decided;
  if (options.saveBaseline !== undefined) saveKnown(options.saveBaseline, options, decided);
  if (known !== undefined) return tellNews(known, options, decided, terminal);
  if (options.json) terminal.stdout.write(`${JSON.stringify(cells.map(cellJson), undefined, 2)}\n`);
  else printer.print(decided, options, terminal);
  if (options.save !== undefined) saveFirst(cells, options.save);
  return statusOf(cells);
}

/** @throws always, and a usage error for a model that no reduced search can be made of */
function tellNotReducible(error: unknown): never {
  throw error instanceof NotReducible ? new UsageError(`--reduce locks: ${error.message}`) : error;
}

function saveKnown(path: string, options: CheckOptions, decided: Decided): void {
  const scenario = askedScenario(options);
  const place = baselinePlace(scenario);
  const asked = new Set(decided.cells.map(({ property }) => property));
  saveBaseline(path, knownIn(scenario, decided), (each) => each.place === place && asked.has(each.property));
}

async function tellNews(
  known: Baseline,
  options: CheckOptions,
  decided: Decided,
  terminal: Terminal,
): Promise<StatusOf<'HOLDS' | 'VIOLATED' | 'NOT_EXHAUSTED'>> {
  const { printAgainst, statusAgainst } = await import('./against.js');
  const scenario = askedScenario(options);
  const comparisons = [comparisonWith(known, scenario, decided)];
  printAgainst(`the baseline ${options.baseline}`, [scenario], comparisons, { ...options, races: true }, terminal);
  return statusAgainst(comparisons, comparisons.length);
}

/** The same, held against another scenario. */
export async function checkAgainst(
  other: Other,
  options: CheckOptions,
  terminal: Terminal,
): Promise<StatusOf<'HOLDS' | 'VIOLATED' | 'NOT_EXHAUSTED'>> {
  // Loaded where it is asked for: a check alone has no need of it.
  const { compareAgainst } = await import('./against.js');
  return compareAgainst([askedScenario(options)], other, { ...options, jobs: 1, races: true }, terminal);
}

function printStateGraph({ cells }: Decided, options: CheckOptions, { stdout }: Terminal): void {
  const scenario = askedScenario(options);
  const { configuration } = scenario;
  const [program] = programsFor(scenario, undefined);
  const graph = new Search(program, { maxStates: MAX_DOT_STATES });
  graph.run();
  if (graph.incomplete !== undefined) {
    throw new UsageError(
      `configuration ${configuration.name} has more than ${MAX_DOT_STATES} states: --format dot is for smaller ones, such as tiny`,
    );
  }
  const title = `${headingOf(scenario)}, configuration ${configuration.name}`;
  // The race of a comparison may be of another system than this one.
  const races = cells.flatMap(traceOfCell).filter((trace) => programOfTrace(trace) === program);
  stdout.write(`${drawDot(graph, { title, properties: options.property, races: races.map(({ steps }) => steps) })}\n`);
}

function textOf({ cells, neverTaken }: Decided, options: CheckOptions, terminal: Terminal): string {
  const table = drawVerdictTable(cells, { color: terminal.color });
  const steps = options.neverTaken ? [neverTakenText(neverTaken)] : [];
  const races = racesOf(cells).map((race) => [drawRaceOf(race, terminal), ...againLines(race.cell)].join('\n'));
  return [[table, ...steps].join('\n\n'), ...races].join('\n\n\n');
}

/** How to see the race again. */
function againLines(cell: VerdictCell): string[] {
  return traceOfCell(cell).flatMap((trace) => ['', `Again: ${replayCommand(trace)}`]);
}

function neverTakenText(neverTaken: readonly NeverTaken[]): string {
  const lines = neverTaken.map(({ process, action, outcome }) => {
    return `  ${process}: ${action}${outcome === undefined ? '' : ` = ${outcome}`}`;
  });
  return ['Steps, or outcomes of steps, that no interleaving takes:', ...lines].join('\n');
}

function saveFirst(cells: readonly VerdictCell[], path: string): void {
  const [first] = cells.flatMap(traceOfCell);
  if (first !== undefined) saveTrace(path, first);
}

export function statusOf(cells: readonly VerdictCell[]): StatusOf<'HOLDS' | 'VIOLATED' | 'NOT_EXHAUSTED'> {
  if (cells.some(({ verdict }) => verdict === 'violated')) return ExitStatus.VIOLATED;
  if (cells.some(({ verdict }) => verdict === 'not-exhausted')) return ExitStatus.NOT_EXHAUSTED;
  return ExitStatus.HOLDS;
}
