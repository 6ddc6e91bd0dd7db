/** What a kept trace violates, and after which of its steps. */

import type { Program } from '../checker/system.js';
import { Replay } from '../checker/trace.js';
import type { Kernel } from '../model/state.js';
import { ALL_PROPERTIES } from '../properties/all.js';
import { type InvariantProperty, PROPERTIES } from '../properties/index.js';
import { objectionToLasso } from '../properties/lasso.js';
import { programOf } from '../scenario/program.js';
import type { Trace } from './trace_file.js';

/** A property that some state of the trace violates, and after which step first. */
export interface TraceViolation {
  readonly property: string;
  readonly afterStep: number;
  readonly wrong: string;
}

/**
 * Those of the main properties, and the one that the trace was kept for; in the order in which they happen.
 * @throws naming the first step that the model cannot do, or whose outcome differs
 */
export function violationsOfTrace(trace: Trace): TraceViolation[] {
  const program = programOf(trace.scenario);
  const run = new Replay(program);
  const own = ALL_PROPERTIES.filter(({ id }) => id === trace.property);
  const invariants = [...new Set([...PROPERTIES, ...own])].filter((property) => property.kind === 'invariant');
  const violations: TraceViolation[] = [];
  noteViolations(run.state, 0, invariants, violations);
  trace.steps.forEach((step, i) => {
    run.follow(step, i);
    noteViolations(run.state, i + 1, invariants, violations);
  });
  return [...violations, ...livenessViolations(program, trace)];
}

/** What the trace as a whole violates, if it was kept for that: from where its loop begins, or it ends. */
function livenessViolations(
  program: Program<Kernel>,
  { property: id, steps: trace, loop }: Pick<Trace, 'property' | 'steps' | 'loop'>,
): TraceViolation[] {
  const property = ALL_PROPERTIES.find((each) => each.id === id);
  if (property?.kind !== 'liveness') return [];
  const objection = objectionToLasso(program, property, { trace, ...(loop === undefined ? {} : { loop }) });
  return objection === undefined
    ? [{ property: property.id, afterStep: loop ?? trace.length, wrong: property.wrong }]
    : [];
}

function noteViolations(
  k: Kernel,
  afterStep: number,
  invariants: readonly InvariantProperty[],
  violations: TraceViolation[],
): void {
  for (const property of invariants) {
    if (violations.some((each) => each.property === property.id)) continue;
    const violator = property.violator(k);
    if (violator >= 0) violations.push({ property: property.id, afterStep, wrong: property.wrong(k, violator) });
  }
}
