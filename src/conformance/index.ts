/** The model held against recordings of real kernels. */

export {
  type ConformanceResult,
  conformRecording,
  type ExplainedAction,
  type UnexplainedAction,
} from './conform.js';
export { DIFFERENCES, type Difference, type DifferenceId } from './differences.js';
export { readRecording, recordingFiles } from './files.js';
export type { Mismatch } from './machine.js';
export { parseRecording, type Recording, RecordingError, SERIES, type Series, type UnknownField } from './recording.js';
export { tellResult } from './tell.js';
