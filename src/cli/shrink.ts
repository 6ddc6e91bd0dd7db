/** `pageoffline shrink RACE`: makes a race smaller, and proves it shortest. */

import { type Certificate, certificateText, shrinkRun } from '../generators/index.js';
import { propertyNamed } from '../properties/catalogue/all.js';
import { kindOf } from '../properties/kinds/index.js';
import type { Property } from '../properties/property.js';
import { FOUND_BY_HAND } from '../run/found_by.js';
import { replayCommand } from '../run/replay_command.js';
import { Run } from '../run/run.js';
import type { Trace } from '../run/trace_file.js';
import { describeScenario } from '../scenario/wording.js';
import { raceJson } from './campaign_report.js';
import { certifyInTurns } from './certified_races.js';
import { ExitStatus, type StatusOf } from './exit_status.js';
import { TEXT, type TraceFormat } from './formats.js';
import { checkWritable } from './output_file.js';
import { printRaces, raceOfRun } from './print_races.js';
import { progressLine } from './progress.js';
import { isToken, type OfChange, readRace } from './race_argument.js';
import { drawTrace, titleOf } from './races.js';
import { saveTrace } from './save_trace.js';
import type { Terminal } from './terminal.js';
import { asUsageError, UsageError } from './usage_error.js';

export interface ShrinkCommandOptions extends OfChange {
  /** The property that the race must go on to violate; absent: the one it was kept for. */
  readonly property?: readonly Property[];
  readonly keepScenario: boolean;
  readonly json: boolean;
  readonly format: TraceFormat;
  readonly save?: string;
}

export async function shrink(
  race: string,
  options: ShrinkCommandOptions,
  terminal: Terminal,
): Promise<StatusOf<'VIOLATED' | 'NOT_EXHAUSTED'>> {
  if (options.save !== undefined) checkWritable(options.save);
  const name = isToken(race) ? 'the token' : race;
  const trace = await readRace(race, options);
  const property = propertyOf(name, trace, options.property);
  if (kindOf(property).isToldByRun !== true) {
    const why = 'that a run violates it is not told by its steps alone. check finds a shortest race of it';
    terminal.stderr.write(`${name}: a race of ${property.id} cannot be shrunk: ${why}\n`);
    return ExitStatus.NOT_EXHAUSTED;
  }
  const given = asUsageError(name, () => Run.ofSteps(trace.scenario, trace.steps));
  if (!given.violates(property)) throw new UsageError(`${name}: no step and no state of it violates ${property.id}`);
  const shrunk = shrinkTo(given, property, options);
  const progress = progressLine(terminal);
  const certificate = await certifyInTurns(shrunk, property, terminal.interruption(), progress).finally(() =>
    progress.end(),
  );
  const { run } = certificate;
  if (options.json) terminal.stdout.write(`${jsonOf(given.length, certificate, property)}\n`);
  else if (options.format !== TEXT) printRaces(options.format, [raceOfRun(run, property)], terminal);
  else terminal.stdout.write(`${textOf(given.length, certificate, property, terminal)}\n`);
  if (options.save !== undefined) saveTrace(options.save, run.toTrace(FOUND_BY_HAND, property));
  return ExitStatus.VIOLATED;
}

/** To the first violation. */
function shrinkTo(given: Run, property: Property, { keepScenario }: ShrinkCommandOptions): Run {
  const scenario = keepScenario ? 'keep' : 'shrink';
  const run = shrinkRun(given, (smaller) => smaller.violates(property), { scenario });
  return run.prefix(run.violation(property)?.after ?? run.length);
}

/** @param from the steps before it was shrunk */
function jsonOf(from: number, certificate: Certificate, property: Property): string {
  return JSON.stringify({ from, ...raceJson(property, certificate, FOUND_BY_HAND) }, undefined, 2);
}

/** @param from the steps before it was shrunk */
function textOf(from: number, certificate: Certificate, property: Property, terminal: Terminal): string {
  const { run } = certificate;
  const trace = run.toTrace(FOUND_BY_HAND, property);
  const wrong = run.violation(property)?.wrong ?? '';
  return [
    `${titleOf(property.id)}: from ${from} to ${run.length} steps, ${certificateText(certificate)}`,
    describeScenario(run.scenario),
    drawTrace(trace, wrong, terminal),
    '',
    `Again: ${replayCommand(trace)}`,
  ].join('\n');
}

/** @throws UsageError when nobody says which property the race violates */
function propertyOf(name: string, { property: kept }: Trace, asked: readonly Property[] = []): Property {
  const property = asked[0] ?? (kept === undefined ? undefined : propertyNamed(kept));
  if (property === undefined) throw new UsageError(`${name}: kept for no property: --property says which it violates`);
  return property;
}
