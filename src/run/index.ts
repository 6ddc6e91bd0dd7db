/** What happened: runs of a scenario, as moves, states and steps in names; files and tokens of them; what they violate. */

export { type Carried, type CarriedStep, carry } from './carry.js';
export { traceOfCell } from './cell_trace.js';
export { FOUND_BY_HAND, FOUND_BY_SEARCH } from './found_by.js';
export { replayLeniently, type StepName } from './lenient_replay.js';
export { type RecheckedTrace, recheck, type TraceViolation, violationsOfTrace } from './recheck.js';
export { holds, INVARIANT_PROPERTIES, invariantNamed, Run, type Violation } from './run.js';
export { TOKEN_VERSION, tokenOf } from './token.js';
export { readTrace, TRACE_FORMAT, type Trace, writeTrace } from './trace_file.js';
export { traceOfToken } from './trace_of_token.js';
