/** `pageoffline conform PATH…`: recordings of real kernels held against the model of design D. */

import {
  type ConformanceResult,
  conformRecording,
  type Recording,
  RecordingError,
  readRecording,
  recordingFiles,
  tellResult,
} from '../conformance/index.js';
import { bold } from './color.js';
import { ExitStatus } from './exit_status.js';
import { Interrupt, turn } from './interrupt.js';
import { progressLine } from './progress.js';
import { asUsageError, UsageError } from './usage_error.js';

export interface ConformOptions {
  readonly json: boolean;
}

export async function conform(paths: readonly string[], { json }: ConformOptions): Promise<ExitStatus> {
  const files = paths.flatMap((path) => asUsageError(path, () => recordingFiles([path])));
  if (files.length === 0) throw new UsageError(`no recordings (*.jsonl) under ${paths.join(', ')}`);
  const results = await conformAll(files);
  process.stdout.write(json ? `${JSON.stringify(results, undefined, 2)}\n` : `${textOf(results, files.length)}\n`);
  if (results.some(({ unexplained }) => unexplained !== undefined)) return ExitStatus.VIOLATED;
  return results.length === files.length ? ExitStatus.HOLDS : ExitStatus.NOT_EXHAUSTED;
}

async function conformAll(files: readonly string[]): Promise<ConformanceResult[]> {
  const interrupt = new Interrupt();
  const progress = progressLine();
  const results: ConformanceResult[] = [];
  try {
    for (const file of files) {
      if (interrupt.requested) break;
      progress.show(`${results.length} of ${files.length} recordings: ${file}`);
      await turn();
      results.push(conformRecording(recordingIn(file)));
    }
  } finally {
    progress.end();
  }
  return results;
}

/** @throws UsageError that names the file, once */
function recordingIn(file: string): Recording {
  try {
    return readRecording(file);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new UsageError(error instanceof RecordingError ? error.message : `${file}: ${error.message}`);
  }
}

function textOf(results: readonly ConformanceResult[], files: number): string {
  const explained = results.filter(({ unexplained }) => unexplained === undefined).length;
  const interrupted = results.length < files ? `; interrupted, ${files - results.length} not looked at` : '';
  const total = `${explained} of ${results.length} recordings explained${interrupted}`;
  return [...results.flatMap(tellResult), '', bold(total)].join('\n');
}
