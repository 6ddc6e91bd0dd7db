/** `pageoffline replay RACE`: replays a token or a kept trace, draws it, and says which properties its states violate. */

import { emitTest, testTitle } from '../report/emitted_test.js';
import { replayRace } from '../report/index.js';
import { tokenOf } from '../run/token.js';
import type { Trace } from '../run/trace_file.js';
import { type TraceViolation, violationsOfTrace } from '../run/violations.js';
import { ExitStatus, type StatusOf } from './exit_status.js';
import { TEXT, type TraceFormat } from './formats.js';
import { printRaces } from './print_races.js';
import { isToken, readRace } from './race_argument.js';
import { drawTrace, titleOf } from './races.js';
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
  const trace = readRace(race);
  const violations = asUsageError(isToken(race) ? 'the token' : race, () => violationsOfTrace(trace));
  if (asTest) {
    const token = isToken(race) ? race : tokenOf(trace);
    terminal.stdout.write(`${emitTest(token, testTitle(trace, violations), violations)}\n`);
    return ExitStatus.HOLDS;
  }
  if (json) terminal.stdout.write(`${JSON.stringify({ ...trace, violations }, undefined, 2)}\n`);
  else if (format === TEXT) terminal.stdout.write(`${textOf(trace, violations, terminal)}\n`);
  else printRaces(format, [{ title: race, race: replayRace(trace, wrongOf(trace, violations)) }], terminal);
  return violations.length > 0 ? ExitStatus.VIOLATED : ExitStatus.HOLDS;
}

function textOf(trace: Trace, violations: readonly TraceViolation[], terminal: Terminal): string {
  const found = violations.map(({ property, afterStep, wrong }) => {
    return `${titleOf(property)} violated after step ${afterStep}: ${wrong}`;
  });
  const drawing = drawTrace(trace, wrongOf(trace, violations), terminal);
  return [drawing, ...(found.length === 0 ? [] : ['', ...found])].join('\n');
}

/** Of what the trace was kept for, or else of the last that it violates. */
function wrongOf({ property: keptFor }: Trace, violations: readonly TraceViolation[]): string {
  const last = violations.find(({ property }) => property === keptFor) ?? violations.at(-1);
  return last?.wrong ?? 'no property is violated';
}
