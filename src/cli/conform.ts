/** `pageoffline conform PATH…`: recordings of real kernels held against the model of design D. */

import { errorMessage } from '../checker/error_message.js';
import {
  type ConformanceResult,
  conformRecording,
  RecordingError,
  readRecording,
  recordingFiles,
  tellResult,
} from '../conformance/index.js';
import { stylesOf } from './color.js';
import { ExitStatus } from './exit_status.js';
import { progressLine } from './progress.js';
import { type Terminal, turn } from './terminal.js';
import { asUsageError, UsageError } from './usage_error.js';

export interface ConformOptions {
  readonly json: boolean;
}

export async function conform(
  paths: readonly string[],
  { json }: ConformOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const files = paths.flatMap((path) => asUsageError(path, () => recordingFiles([path])));
  if (files.length === 0) throw new UsageError(`no recordings (*.jsonl) under ${paths.join(', ')}`);
  const looked = await conformAll(files, terminal);
  const { results, unread } = looked;
  if (results.length > 0) {
    const text = json ? JSON.stringify(results, undefined, 2) : textOf(looked, files.length, terminal);
    terminal.stdout.write(`${text}\n`);
  }
  for (const each of unread) terminal.stderr.write(`error: ${each}\n`);
  if (unread.length > 0) return ExitStatus.USAGE;
  if (results.some(({ unexplained }) => unexplained !== undefined)) return ExitStatus.VIOLATED;
  return results.length === files.length ? ExitStatus.HOLDS : ExitStatus.NOT_EXHAUSTED;
}

/** What came of the files that were looked at. */
interface Looked {
  readonly results: readonly ConformanceResult[];
  /** Why the others of them were set aside, each with its file. */
  readonly unread: readonly string[];
}

async function conformAll(files: readonly string[], terminal: Terminal): Promise<Looked> {
  const signal = terminal.interruption();
  const progress = progressLine(terminal);
  const results: ConformanceResult[] = [];
  const unread: string[] = [];
  try {
    for (const [i, file] of files.entries()) {
      if (signal.aborted) break;
      progress.show(`${i} of ${files.length} recordings: ${file}`);
      await turn();
      try {
        results.push(conformRecording(readRecording(file)));
      } catch (error) {
        unread.push(error instanceof RecordingError ? error.message : `${file}: ${errorMessage(error)}`);
      }
    }
  } finally {
    progress.end();
  }
  return { results, unread };
}

function textOf({ results, unread }: Looked, files: number, terminal: Terminal): string {
  const explained = results.filter(({ unexplained }) => unexplained === undefined).length;
  const left = files - results.length - unread.length;
  const told = [
    `${explained} of ${results.length} recordings explained`,
    ...(unread.length === 0 ? [] : [`${unread.length} could not be read`]),
    ...(left === 0 ? [] : [`interrupted, ${left} not looked at`]),
  ];
  return [...results.flatMap(tellResult), '', stylesOf(terminal).bold(told.join('; '))].join('\n');
}
