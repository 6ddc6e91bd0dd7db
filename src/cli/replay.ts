/** `pageoffline replay RACE`: replays a token or a kept trace, draws it, and says which properties its states violate. */

import type { Recheck } from '../properties/kinds/index.js';
import { emitTest, testTitle } from '../report/emitted_test.js';
import { replayRace } from '../report/replayed_race.js';
import { type RecheckedTrace, recheck, type TraceViolation } from '../run/recheck.js';
import { tokenOf } from '../run/token.js';
import type { Trace } from '../run/trace_file.js';
import { ExitStatus, type StatusOf } from './exit_status.js';
import { TEXT, type TraceFormat } from './formats.js';
import { printRaces } from './print_races.js';
import { isToken, type OfChange, readRace } from './race_argument.js';
import { drawTrace, titleOf } from './races.js';
import type { Terminal } from './terminal.js';
import { asUsageError } from './usage_error.js';

export interface ReplayOptions extends OfChange {
  readonly json: boolean;
  readonly format: TraceFormat;
  /** Print a test that keeps the race, instead of the race. */
  readonly emitTest: boolean;
}

/** @param race a token, or the path of a file */
export async function replay(
  race: string,
  options: ReplayOptions,
  terminal: Terminal,
): Promise<StatusOf<'HOLDS' | 'VIOLATED' | 'NOT_EXHAUSTED'>> {
  const { json, format, emitTest: asTest } = options;
  const trace = await readRace(race, options);
  const rechecked = asUsageError(isToken(race) ? 'the token' : race, () => recheck(trace));
  const { violations, kept } = rechecked;
  const isUnknown = kept?.is === 'unknown';
  if (asTest && isUnknown) {
    terminal.stderr.write(`no test is made: ${keptText(trace, kept)}\n`);
    return ExitStatus.NOT_EXHAUSTED;
  }
  if (asTest) {
    const change = options.change ?? trace.scenario.change?.file;
    const token = isToken(race) ? race : tokenOf(trace);
    terminal.stdout.write(`${emitTest(token, testTitle(trace, violations), violations, change)}\n`);
    return ExitStatus.HOLDS;
  }
  if (json) terminal.stdout.write(`${JSON.stringify({ ...trace, ...rechecked }, undefined, 2)}\n`);
  else if (format === TEXT) terminal.stdout.write(`${textOf(trace, rechecked, terminal)}\n`);
  else printRaces(format, [{ title: race, race: replayRace(trace, wrongOf(trace, violations)) }], terminal);
  if (isUnknown) return ExitStatus.NOT_EXHAUSTED;
  return violations.length > 0 ? ExitStatus.VIOLATED : ExitStatus.HOLDS;
}

function textOf(trace: Trace, { violations, kept }: RecheckedTrace, terminal: Terminal): string {
  const found = violations.map(({ property, afterStep, wrong }) => {
    return `${titleOf(property)} violated after step ${afterStep}: ${wrong}`;
  });
  const unconfirmed = kept === undefined || kept.is === 'violated' ? [] : [keptText(trace, kept)];
  const told = [...found, ...unconfirmed];
  const drawing = drawTrace(trace, wrongOf(trace, violations), terminal);
  return [drawing, ...(told.length === 0 ? [] : ['', ...told])].join('\n');
}

/** Of the property that the trace was kept for, where it is not found violated. */
function keptText({ property = '' }: Trace, kept: Exclude<Recheck, { readonly is: 'violated' }>): string {
  const what = `${titleOf(property)}, which the race was kept for`;
  return kept.is === 'unknown' ? `${what}, cannot be rechecked: ${kept.why}` : `${what}, is not violated: ${kept.why}`;
}

/** Of what the trace was kept for, or else of the last that it violates. */
function wrongOf({ property: keptFor }: Trace, violations: readonly TraceViolation[]): string {
  const last = violations.find(({ property }) => property === keptFor) ?? violations.at(-1);
  return last?.wrong ?? 'no property is violated';
}
