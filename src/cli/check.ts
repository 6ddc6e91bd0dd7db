/** `pageoffline check`: one design in one configuration, exhaustively. */

import type { NeverTaken } from '../checker/search.js';
import type { Configuration } from '../model/configuration.js';
import { type DesignId, type KernelVersion, switchesOf } from '../model/designs.js';
import type { Switches } from '../model/switches.js';
import type { Limits } from '../properties/decide.js';
import type { Property } from '../properties/property.js';
import type { VerdictCell } from '../properties/verdict.js';
import { drawVerdictTable } from '../report/index.js';
import { color } from './color.js';
import { type Decided, decide } from './decide_job.js';
import { ExitStatus } from './exit_status.js';
import { Interrupt } from './interrupt.js';
import { compact, progressLine } from './progress.js';
import { drawRaceOf, racesOf } from './races.js';
import { saveTrace } from './save_trace.js';

export interface CheckOptions {
  readonly design: DesignId;
  readonly kernel: KernelVersion;
  readonly configuration: Configuration;
  readonly property: readonly Property[];
  readonly set: Partial<Switches>;
  readonly json: boolean;
  /** List the steps that no interleaving takes. */
  readonly neverTaken: boolean;
  /** Where to keep the shortest trace of the first violated property. */
  readonly save?: string;
  readonly limits: Limits;
}

export async function check(options: CheckOptions): Promise<ExitStatus> {
  const { design, kernel, configuration, set: changed, limits } = options;
  const interrupt = new Interrupt();
  const progress = progressLine();
  const job = {
    decided: { design, kernel, configuration, changed, variation: '' },
    properties: options.property.map(({ id }) => id),
    limits,
  };
  const decided = await decide(
    job,
    ({ phase, states, queued }) => progress.show(`${phase}: ${compact(states)} states, ${compact(queued)} queued`),
    () => interrupt.requested,
  ).finally(() => progress.end());
  const { cells } = decided;
  if (options.json) process.stdout.write(`${JSON.stringify(cells, undefined, 2)}\n`);
  else process.stdout.write(`${textOf(decided, options)}\n`);
  if (options.save !== undefined) saveFirst(cells, options, options.save);
  return statusOf(cells);
}

function textOf({ cells, neverTaken }: Decided, options: CheckOptions): string {
  const { design, kernel, configuration, set } = options;
  const setting = { configuration, switches: switchesOf(design, kernel, set) };
  const table = drawVerdictTable(cells, { color });
  const steps = options.neverTaken ? [neverTakenText(neverTaken)] : [];
  return [[table, ...steps].join('\n\n'), ...racesOf(cells).map((race) => drawRaceOf(race, setting))].join('\n\n\n');
}

function neverTakenText(neverTaken: readonly NeverTaken[]): string {
  const lines = neverTaken.map(({ process, action, outcome }) => {
    return `  ${process}: ${action}${outcome === undefined ? '' : ` = ${outcome}`}`;
  });
  return ['Steps, or outcomes of steps, that no interleaving takes:', ...lines].join('\n');
}

function saveFirst(cells: readonly VerdictCell[], options: CheckOptions, path: string): void {
  const violated = cells.find(({ trace }) => trace !== undefined);
  if (violated?.trace !== undefined) saveTrace(path, options, { ...violated, trace: violated.trace });
}

export function statusOf(cells: readonly VerdictCell[]): ExitStatus {
  if (cells.some(({ verdict }) => verdict === 'violated')) return ExitStatus.VIOLATED;
  if (cells.some(({ verdict }) => verdict === 'not-exhausted')) return ExitStatus.NOT_EXHAUSTED;
  return ExitStatus.HOLDS;
}
