/** `pageoffline replay RACE`: replays a token or a kept trace, draws it, and says which properties its states violate. */

import { switchesOf } from '../model/designs.js';
import type { TraceFile } from '../model/trace_file.js';
import { type TraceViolation, violationsOfTrace } from '../properties/trace_violations.js';
import { emitTest, testTitle } from '../report/emitted_test.js';
import { ExitStatus, type StatusOf } from './exit_status.js';
import { TEXT, type TraceFormat } from './formats.js';
import { printRaces } from './print_races.js';
import { isToken, readRace, tokenOfTrace } from './race_argument.js';
import { type Drawn, drawTrace, replayRace, type Setting, titleOf } from './races.js';
import type { Terminal } from './terminal.js';
import { asUsageError } from './usage_error.js';

export interface ReplayOptions {
  readonly json: boolean;
  readonly format: TraceFormat;
  /** Print a test that keeps the race, instead of the race. */
  readonly emitTest: boolean;
}

/** @param race a token, or the path of a file */
export function replay(
  race: string,
  { json, format, emitTest: asTest }: ReplayOptions,
  terminal: Terminal,
): StatusOf<'HOLDS' | 'VIOLATED'> {
  const file = readRace(race);
  const violations = asUsageError(isToken(race) ? 'the token' : race, () => violationsOfTrace(file));
  if (asTest) {
    const token = isToken(race) ? race : tokenOfTrace(file);
    terminal.stdout.write(`${emitTest(token, testTitle(file, violations), violations)}\n`);
    return ExitStatus.HOLDS;
  }
  if (json) terminal.stdout.write(`${JSON.stringify({ ...file, violations }, undefined, 2)}\n`);
  else if (format === TEXT) terminal.stdout.write(`${textOf(file, violations, terminal)}\n`);
  else printRaces(format, [{ title: race, race: replayRace(settingOf(file), drawnOf(file, violations)) }], terminal);
  return violations.length > 0 ? ExitStatus.VIOLATED : ExitStatus.HOLDS;
}

function textOf(file: TraceFile, violations: readonly TraceViolation[], terminal: Terminal): string {
  const found = violations.map(({ property, afterStep, wrong }) => {
    return `${titleOf(property)} violated after step ${afterStep}: ${wrong}`;
  });
  const drawing = drawTrace(settingOf(file), drawnOf(file, violations), terminal);
  return [drawing, ...(found.length === 0 ? [] : ['', ...found])].join('\n');
}

function settingOf({ configuration, design, kernel, switches }: TraceFile): Setting {
  return { configuration, switches: switchesOf(design, kernel, switches) };
}

/** What the trace was kept for, or else the last that it violates. */
function drawnOf({ steps: trace, loop, property: keptFor }: TraceFile, violations: readonly TraceViolation[]): Drawn {
  const last = violations.find(({ property }) => property === keptFor) ?? violations.at(-1);
  return { trace, ...(loop === undefined ? {} : { loop }), ...(last ?? { wrong: 'no property is violated' }) };
}
