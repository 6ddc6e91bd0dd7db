/** `pageoffline compare`: every design against the main properties, exhaustively: without PFN walkers, with one, and with one under RCU. */

import { type DesignId, type KernelVersion, switchesOf } from '../model/designs.js';
import type { Switches } from '../model/switches.js';
import type { Case, Limits } from '../properties/decide.js';
import type { Property } from '../properties/property.js';
import { VARIATIONS } from '../properties/variations.js';
import type { VerdictCell } from '../properties/verdict.js';
import { drawJunit, drawVerdictTable } from '../report/index.js';
import { readConfiguration } from './arguments.js';
import { color } from './color.js';
import { decideAll } from './decide_all.js';
import { ExitStatus } from './exit_status.js';
import { Interrupt } from './interrupt.js';
import { type ProgressLine, progressLine } from './progress.js';
import { drawCell, drawRaceOf, racesOf, type Setting } from './races.js';

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

export async function compare(options: CompareOptions): Promise<ExitStatus> {
  const progress = progressLine();
  const cells = await decideDesigns(options, new Interrupt(), progress).finally(() => progress.end());
  if (options.json) process.stdout.write(`${JSON.stringify(cells, undefined, 2)}\n`);
  else process.stdout.write(`${FORMATS[options.format](cells, options)}\n`);
  const decided = cells.every(({ verdict }) => verdict !== 'not-exhausted');
  return decided ? ExitStatus.HOLDS : ExitStatus.NOT_EXHAUSTED;
}

/** What is compared, and how. */
export type Comparison = Pick<CompareOptions, 'design' | 'kernel' | 'property' | 'set' | 'jobs' | 'limits'>;

export async function decideDesigns(
  { design: designs, kernel, property: properties, set: changed, jobs: atOnce, limits }: Comparison,
  interrupt: Interrupt,
  progress: ProgressLine,
): Promise<VerdictCell[]> {
  const cases: Case[] = VARIATIONS.flatMap((variation) =>
    designs.map((design) => ({ design, kernel, changed, ...variation })),
  );
  const jobs = cases.map((decided) => ({ decided, properties: properties.map(({ id }) => id), limits }));
  return (await decideAll(jobs, atOnce, interrupt, progress)).flat();
}

function textOf(cells: readonly VerdictCell[], options: CompareOptions): string {
  const table = drawVerdictTable(cells, { color });
  if (!options.races) return table;
  const drawings = racesOf(cells).map((race) => drawRaceOf(race, settingOf(race.cell, options)));
  return [table, ...drawings].join('\n\n\n');
}

function settingOf({ design, configuration }: VerdictCell, { kernel, set }: CompareOptions): Setting {
  return {
    configuration: readConfiguration(configuration),
    switches: switchesOf(design as DesignId, kernel, set),
  };
}

const FORMATS = {
  text: textOf,
  junit: (cells, options) =>
    drawJunit(cells, (cell) => (options.races ? drawCell(cell, settingOf(cell, options)) : '')),
} as const satisfies Readonly<Record<string, (cells: readonly VerdictCell[], options: CompareOptions) => string>>;

type CompareFormat = keyof typeof FORMATS;
export const COMPARE_FORMATS: readonly string[] = Object.keys(FORMATS);
