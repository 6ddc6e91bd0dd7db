/** `pageoffline replay FILE`: replays a kept trace, draws it, and says which properties its states violate. */

import { readFileSync } from 'node:fs';
import { compileSystem } from '../checker/system.js';
import { Replay, type ReplayedStep } from '../checker/trace.js';
import { switchesOf } from '../model/designs.js';
import type { Kernel } from '../model/state.js';
import { kernelSystem } from '../model/system.js';
import { parseTraceFile, type TraceFile } from '../model/trace_file.js';
import { PROPERTIES } from '../properties/index.js';
import { describeStart, drawRace } from '../report/index.js';
import { color } from './color.js';
import { ExitStatus } from './exit_status.js';
import { titleOf } from './races.js';
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
  const { steps, violations } = asUsageError(path, () => follow(file));
  if (json) process.stdout.write(`${JSON.stringify({ ...file, violations }, undefined, 2)}\n`);
  else process.stdout.write(`${textOf(file, steps, violations)}\n`);
  return violations.length > 0 ? ExitStatus.VIOLATED : ExitStatus.HOLDS;
}

function follow(file: TraceFile): { steps: ReplayedStep[]; violations: Violation[] } {
  const program = compileSystem(kernelSystem(file.configuration, switchesOf(file.design, file.kernel, file.switches)));
  const run = new Replay(program);
  const violations: Violation[] = [];
  noteViolations(run.state, 0, violations);
  const steps = file.steps.map((step, i) => {
    const done = run.follow(step, i);
    noteViolations(run.state, i + 1, violations);
    return done;
  });
  return { steps, violations };
}

function noteViolations(k: Kernel, afterStep: number, violations: Violation[]): void {
  for (const property of PROPERTIES) {
    if (property.kind !== 'invariant' || violations.some((each) => each.property === property.id)) continue;
    const violator = property.violator(k);
    if (violator >= 0) violations.push({ property: property.id, afterStep, wrong: property.wrong(k, violator) });
  }
}

function textOf(file: TraceFile, steps: readonly ReplayedStep[], violations: readonly Violation[]): string {
  const switches = switchesOf(file.design, file.kernel, file.switches);
  const last = violations.find(({ property }) => property === file.property) ?? violations.at(-1);
  const wrong = last?.wrong ?? 'no property is violated';
  const found = violations.map(({ property, afterStep, wrong: sentence }) => {
    return `${titleOf(property)} violated after step ${afterStep}: ${sentence}`;
  });
  return [
    describeStart(file.configuration, switches),
    '',
    drawRace(steps, wrong, { color }),
    ...(found.length === 0 ? [] : ['', ...found]),
  ].join('\n');
}
