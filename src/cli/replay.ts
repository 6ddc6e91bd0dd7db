/** `pageoffline replay FILE`: replays a kept trace, draws it, and says which properties its states violate. */

import { readFileSync } from 'node:fs';
import { compileSystem, type Program } from '../checker/system.js';
import { Replay } from '../checker/trace.js';
import { switchesOf } from '../model/designs.js';
import type { Kernel } from '../model/state.js';
import { kernelSystem } from '../model/system.js';
import { parseTraceFile, type TraceFile } from '../model/trace_file.js';
import { LIVENESS_PROPERTIES, PROPERTIES } from '../properties/index.js';
import { objectionToLasso } from '../properties/lasso.js';
import { ExitStatus } from './exit_status.js';
import { drawTrace, titleOf } from './races.js';
import { asUsageError } from './usage_error.js';

export interface ReplayOptions {
  readonly json: boolean;
}

/** A property that some state of the trace violates, and after which step first. */
interface Violation {
  readonly property: string;
  readonly afterStep: number;
  readonly wrong: string;
}

export function replay(path: string, { json }: ReplayOptions): ExitStatus {
  const file = asUsageError(path, () => parseTraceFile(readFileSync(path, 'utf8')));
  const violations = asUsageError(path, () => violationsOf(file));
  if (json) process.stdout.write(`${JSON.stringify({ ...file, violations }, undefined, 2)}\n`);
  else process.stdout.write(`${textOf(file, violations)}\n`);
  return violations.length > 0 ? ExitStatus.VIOLATED : ExitStatus.HOLDS;
}

function violationsOf(file: TraceFile): Violation[] {
  const program = compileSystem(kernelSystem(file.configuration, switchesOf(file.design, file.kernel, file.switches)));
  const run = new Replay(program);
  const violations: Violation[] = [];
  noteViolations(run.state, 0, violations);
  file.steps.forEach((step, i) => {
    run.follow(step, i);
    noteViolations(run.state, i + 1, violations);
  });
  return [...violations, ...livenessViolations(program, file)];
}

/** What the trace as a whole violates, if it was kept for that: from where its loop begins, or it ends. */
function livenessViolations(program: Program<Kernel>, { property: id, steps: trace, loop }: TraceFile): Violation[] {
  const property = LIVENESS_PROPERTIES.find((each) => each.id === id);
  if (property === undefined) return [];
  const objection = objectionToLasso(program, property, { trace, ...(loop === undefined ? {} : { loop }) });
  return objection === undefined
    ? [{ property: property.id, afterStep: loop ?? trace.length, wrong: property.wrong }]
    : [];
}

function noteViolations(k: Kernel, afterStep: number, violations: Violation[]): void {
  for (const property of PROPERTIES) {
    if (property.kind !== 'invariant' || violations.some((each) => each.property === property.id)) continue;
    const violator = property.violator(k);
    if (violator >= 0) violations.push({ property: property.id, afterStep, wrong: property.wrong(k, violator) });
  }
}

function textOf(file: TraceFile, violations: readonly Violation[]): string {
  const { configuration, design, kernel, steps: trace, loop } = file;
  const setting = { configuration, switches: switchesOf(design, kernel, file.switches) };
  const last = violations.find(({ property }) => property === file.property) ?? violations.at(-1);
  const found = violations.map(({ property, afterStep, wrong }) => {
    return `${titleOf(property)} violated after step ${afterStep}: ${wrong}`;
  });
  const drawn = { trace, ...(loop === undefined ? {} : { loop }), ...(last ?? { wrong: 'no property is violated' }) };
  return [drawTrace(setting, drawn), ...(found.length === 0 ? [] : ['', ...found])].join('\n');
}
