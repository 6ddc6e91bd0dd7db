/** The engine: processes, exhaustive search, random walks, traces. It knows nothing of memory and can check any protocol. */

export { ActionError } from './action_error.js';
export type { Automaton, Branch, ChoiceTaken, Location } from './automaton.js';
export { compile } from './compile.js';
export type { Expectation } from './expectation.js';
export { type Cells, type Change, type FieldSpec, type Fields, Layout, type Views } from './layout.js';
export { type Fairness, findLasso, type Lasso, type LeadsTo, type LivenessAnswer } from './liveness.js';
export { compileMutant, type Edit } from './mutate.js';
export { NaiveReplay, replayNaively } from './naive_replay.js';
export {
  type Atomic,
  atomic,
  BLOCKED,
  choose,
  idleUntil,
  ignoreOutcome,
  type Process,
  type Request,
  retryPoint,
  select,
  step,
  waitUntil,
} from './process.js';
export { type Answer, canAlwaysReach } from './reachability.js';
export { type ReducedOptions, type ReducedResult, reducedSearch } from './reduced_search.js';
export {
  type Deadlock,
  type Incomplete,
  type Invariant,
  type NeverTaken,
  Search,
  type SearchOptions,
  type SearchResult,
  search,
} from './search.js';
export { type Sorting, sortingOf } from './sorting.js';
export { type StateEdge, stateEdges } from './state_graph.js';
export {
  type Alike,
  compileSystem,
  createWorkspace,
  type ProcessSpec,
  type Program,
  type System,
  type SystemOf,
  systemOf,
  type Workspace,
} from './system.js';
export { type Move, Replay, type ReplayedStep, replayMoves, replaySteps, type TraceStep } from './trace.js';
export { type Draw, type Scheduler, Walk, type WalkEnd, type WalkInProgress } from './walk.js';
