/** `pageoffline compare`: every design against the main properties, exhaustively: without PFN walkers, with one, and with one under RCU. */

import type { Configuration } from '../model/configuration.js';
import { type DesignId, type KernelVersion, switchesOf } from '../model/designs.js';
import type { Switches } from '../model/switches.js';
import type { Case, Limits } from '../properties/decide.js';
import type { Property } from '../properties/property.js';
import type { VerdictCell } from '../properties/verdict.js';
import { drawJunit, drawVerdictTable } from '../report/index.js';
import { readConfiguration } from './arguments.js';
import { color } from './color.js';
import { decideAll } from './decide_all.js';
import { ExitStatus } from './exit_status.js';
import { Interrupt } from './interrupt.js';
import { progressLine } from './progress.js';
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

/** The configurations that are compared, with what tells them apart. */
export const VARIATIONS: readonly { readonly variation: string; readonly configuration: Configuration }[] = [
  { variation: 'no walkers', configuration: readConfiguration('quiet') },
  { variation: 'walkers', configuration: readConfiguration('walkers') },
  { variation: 'RCU walkers', configuration: readConfiguration('rcu-walkers') },
];

export async function compare(options: CompareOptions): Promise<ExitStatus> {
  const { design: designs, kernel, property: properties, set: changed, limits } = options;
  const cases: Case[] = VARIATIONS.flatMap((variation) =>
    designs.map((design) => ({ design, kernel, changed, ...variation })),
  );
  const jobs = cases.map((decided) => ({ decided, properties: properties.map(({ id }) => id), limits }));
  const progress = progressLine();
  const decisions = await decideAll(jobs, options.jobs, new Interrupt(), progress).finally(() => progress.end());
  const cells = decisions.flat();
  if (options.json) process.stdout.write(`${JSON.stringify(cells, undefined, 2)}\n`);
  else process.stdout.write(`${FORMATS[options.format](cells, options)}\n`);
  const decided = cells.every(({ verdict }) => verdict !== 'not-exhausted');
  return decided ? ExitStatus.HOLDS : ExitStatus.NOT_EXHAUSTED;
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
