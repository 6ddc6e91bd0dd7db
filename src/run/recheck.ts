/** What a kept trace violates, found out without what found it: its steps are made again, one by one. */

import { Replay } from '../checker/trace.js';
import type { Kernel } from '../model/state.js';
import { propertyNamed } from '../properties/catalogue/all.js';
import { MAIN_INVARIANTS } from '../properties/catalogue/causes.js';
import { kindOf, type Recheck } from '../properties/kinds/index.js';
import type { InvariantProperty } from '../properties/kinds/invariant.js';
import { programOfTrace } from './program_of_trace.js';
import type { Trace } from './trace_file.js';

/** A property that the trace violates, and after which of its steps first. */
export interface TraceViolation {
  readonly property: string;
  readonly afterStep: number;
  readonly wrong: string;
}

/** What a kept trace violates in the model as it is now. */
export interface RecheckedTrace {
  /** Those of the main invariants, and the property that the trace was kept for; in the order in which they happen. */
  readonly violations: readonly TraceViolation[];
  /** What became of the property that the trace was kept for; absent where it was kept for none. */
  readonly kept?: Recheck;
}

/** @throws naming the first step that the model cannot do, or whose outcome differs */
export function recheck(trace: Trace): RecheckedTrace {
  const { scenario, property: id, steps, loop } = trace;
  const program = programOfTrace(trace);
  const replay = new Replay(program);
  const violations: TraceViolation[] = [];
  const own = id === undefined ? undefined : propertyNamed(id);
  const invariants = MAIN_INVARIANTS.filter((property) => property !== own);
  noteViolations(replay.state, 0, invariants, violations);
  steps.forEach((step, i) => {
    replay.follow(step, i);
    noteViolations(replay.state, i + 1, invariants, violations);
  });
  if (own === undefined) return { violations };
  const run = { scenario, program, steps, ...(loop === undefined ? {} : { loop }) };
  const kept = kindOf(own).recheck(own, run);
  if (kept.is !== 'violated') return { violations, kept };
  return {
    violations: inOrder([...violations, { property: own.id, afterStep: kept.afterStep, wrong: kept.wrong }]),
    kept,
  };
}

/** As {@link recheck}, the violations alone. */
export function violationsOfTrace(trace: Trace): TraceViolation[] {
  return [...recheck(trace).violations];
}

const ORDER: readonly string[] = MAIN_INVARIANTS.map(({ id }) => id);

/** By step; of one step in the order of the properties, others last. */
function inOrder(violations: readonly TraceViolation[]): TraceViolation[] {
  const place = ({ property }: TraceViolation) => (ORDER.includes(property) ? ORDER.indexOf(property) : ORDER.length);
  return violations.toSorted((a, b) => a.afterStep - b.afterStep || place(a) - place(b));
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
