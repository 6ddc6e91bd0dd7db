/** `pageoffline replay RACE`: replays a token or a kept trace, draws it, and says which properties its states violate. */

import { switchesOf } from '../model/designs.js';
import type { TraceFile } from '../model/trace_file.js';
import { type TraceViolation, violationsOfTrace } from '../properties/trace_violations.js';
import { emitTest } from '../report/emitted_test.js';
import { ExitStatus } from './exit_status.js';
import { isToken, readRace, tokenOfTrace } from './race_argument.js';
import { drawTrace, titleOf } from './races.js';
import { asUsageError } from './usage_error.js';

export interface ReplayOptions {
  readonly json: boolean;
  /** Print a test that keeps the race, instead of the race. */
  readonly emitTest: boolean;
}

/** @param race a token, or the path of a file */
export function replay(race: string, { json, emitTest: asTest }: ReplayOptions): ExitStatus {
  const file = readRace(race);
  const violations = asUsageError(isToken(race) ? 'the token' : race, () => violationsOfTrace(file));
  if (asTest) {
    const token = isToken(race) ? race : tokenOfTrace(file);
    process.stdout.write(`${emitTest(token, testTitle(file, violations), violations)}\n`);
    return ExitStatus.HOLDS;
  }
  const text = json ? JSON.stringify({ ...file, violations }, undefined, 2) : textOf(file, violations);
  process.stdout.write(`${text}\n`);
  return violations.length > 0 ? ExitStatus.VIOLATED : ExitStatus.HOLDS;
}

function testTitle({ design, kernel, configuration }: TraceFile, violations: readonly TraceViolation[]): string {
  const violated = violations.map(({ property }) => property).join(', ') || 'no property';
  return `design ${design} on ${kernel}, ${configuration.name}: ${violated} violated`;
}

function textOf(file: TraceFile, violations: readonly TraceViolation[]): string {
  const { configuration, design, kernel, steps: trace, loop } = file;
  const setting = { configuration, switches: switchesOf(design, kernel, file.switches) };
  const last = violations.find(({ property }) => property === file.property) ?? violations.at(-1);
  const found = violations.map(({ property, afterStep, wrong }) => {
    return `${titleOf(property)} violated after step ${afterStep}: ${wrong}`;
  });
  const drawn = { trace, ...(loop === undefined ? {} : { loop }), ...(last ?? { wrong: 'no property is violated' }) };
  return [drawTrace(setting, drawn), ...(found.length === 0 ? [] : ['', ...found])].join('\n');
}
