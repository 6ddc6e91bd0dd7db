/** `pageoffline compare`: every design against the main properties, exhaustively: without PFN walkers, with one, and with one under RCU. */

import type { DesignId, KernelVersion } from '../model/designs.js';
import type { Switches } from '../model/switches.js';
import type { Limits } from '../properties/decide.js';
import type { Property } from '../properties/property.js';
import { VARIATIONS } from '../properties/variations.js';
import type { VerdictCell } from '../properties/verdict.js';
import { cellJson, drawJunit, drawVerdictTable } from '../report/index.js';
import { decideAll } from './decide_all.js';
import { ExitStatus, type StatusOf } from './exit_status.js';
import { drawCell, drawRaceOf, racesOf } from './races.js';
import type { Terminal } from './terminal.js';

export interface CompareOptions {
  readonly design: readonly DesignId[];
  readonly kernel: KernelVersion;
  readonly property: readonly Property[];
  readonly set: Partial<Switches>;
  readonly jobs: number;
  readonly json: boolean;
  readonly format: CompareFormat;
  readonly races: boolean;
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

/** What is compared, and how. */
export type Comparison = Pick<CompareOptions, 'design' | 'kernel' | 'property' | 'set' | 'jobs' | 'limits'>;

export async function decideDesigns(
  { design: designs, kernel, property: properties, set: overrides, jobs: atOnce, limits }: Comparison,
  terminal: Terminal,
  label?: string,
): Promise<VerdictCell[]> {
  const asked = { properties: properties.map(({ id }) => id), limits };
  const jobs = VARIATIONS.flatMap(({ variation, configuration }) =>
    designs.map((design) => ({ scenario: { design, kernel, configuration, overrides }, variation, ...asked })),
  );
  return (await decideAll(jobs, atOnce, terminal, label)).flat();
}

function textOf(cells: readonly VerdictCell[], options: CompareOptions, terminal: Terminal): string {
  const table = drawVerdictTable(cells, { color: terminal.color });
  if (!options.races) return table;
  const drawings = racesOf(cells).map((race) => drawRaceOf(race, terminal));
  return [table, ...drawings].join('\n\n\n');
}

type Draw = (cells: readonly VerdictCell[], options: CompareOptions, terminal: Terminal) => string;

const FORMATS = {
  text: textOf,
  junit: (cells, options) => drawJunit(cells, (cell) => (options.races ? drawCell(cell) : '')),
} as const satisfies Readonly<Record<string, Draw>>;

type CompareFormat = keyof typeof FORMATS;
export const COMPARE_FORMATS: readonly string[] = Object.keys(FORMATS);
