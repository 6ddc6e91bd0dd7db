/** `pageoffline conform --live` and `pageoffline lab record`: walks of actions on a booted kernel, held against the model or kept. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tellResult } from '../conformance/index.js';
import type { Say } from '../lab/kernel.js';
import { RecordingBench, recordingText } from '../lab/recorder.js';
import type { Series } from '../lab/series.js';
import { shrinkWalk, type Walk, walk } from '../lab/walk.js';
import { required } from './command.js';
import { ExitStatus, type StatusOf } from './exit_status.js';
import { inLab } from './lab.js';
import { labKernelOf } from './lab_arguments.js';
import type { Terminal } from './terminal.js';
import { asUsageError } from './usage_error.js';

export interface WalkOptions {
  readonly kernel?: Series;
  readonly kernelTree?: string;
  readonly seed: number;
  readonly actions: number;
  readonly walks: number;
}

export interface LiveOptions extends WalkOptions {
  readonly json: boolean;
}

type Status = StatusOf<'HOLDS' | 'VIOLATED' | 'NOT_EXHAUSTED'>;

/** Walk after walk; the first that is not explained is shrunk, and ends the command. */
export async function conformLive(options: LiveOptions, terminal: Terminal): Promise<Status> {
  const series = required(options.kernel, '--kernel <series>');
  return inLab(terminal, async (say, signal) => {
    const bench = await RecordingBench.open(labKernelOf(series, options.kernelTree), say, signal);
    const walks: Walk[] = [];
    for (const [i, seed] of seedsOf(options).entries()) {
      if (signal.aborted) break;
      say(`${i} of ${options.walks} walks`);
      const walked = await walk(bench, seed, options.actions);
      const isExplained = walked.result.unexplained === undefined;
      walks.push(isExplained ? walked : await shrinkWalk(bench, walked, (actions) => say(`trying ${actions} actions`)));
      if (!isExplained) break;
    }
    terminal.stdout.write(`${options.json ? JSON.stringify(walks.map(({ result }) => result)) : textOf(walks)}\n`);
    if (walks.some(({ result }) => result.unexplained !== undefined)) return ExitStatus.VIOLATED;
    return walks.length < options.walks ? ExitStatus.NOT_EXHAUSTED : ExitStatus.HOLDS;
  });
}

const seedsOf = ({ seed, walks }: WalkOptions): number[] => Array.from({ length: walks }, (_, i) => seed + i);

function textOf(walks: readonly Walk[]): string {
  const explained = walks.filter(({ result }) => result.unexplained === undefined);
  const actions = explained.reduce((sum, { result }) => sum + result.actions, 0);
  const [kernel] = walks.map(({ result }) => result.kernel);
  const rest = walks.filter(({ result }) => result.unexplained !== undefined);
  return [
    ...rest.flatMap(({ recording, result }) => [
      ...tellResult(result),
      'The shortest sequence of actions that is not explained:',
      ...recording.actions.map(({ action }) => `  ${JSON.stringify(action)}`),
    ]),
    `${explained.length} of ${walks.length} walks on Linux ${kernel} explained, ${actions} actions`,
  ].join('\n');
}

export interface RecordOptions extends WalkOptions {
  readonly save?: string;
}

/** Keeps walks as recordings, explained or not. */
export async function labRecord(
  options: RecordOptions,
  terminal: Terminal,
): Promise<StatusOf<'HOLDS' | 'NOT_EXHAUSTED'>> {
  const series = required(options.kernel, '--kernel <series>');
  const folder = required(options.save, '--save <folder>');
  asUsageError(folder, () => mkdirSync(folder, { recursive: true }));
  return inLab(terminal, async (say: Say, signal) => {
    const bench = await RecordingBench.open(labKernelOf(series, options.kernelTree), say, signal);
    for (const seed of seedsOf(options)) {
      if (signal.aborted) return ExitStatus.NOT_EXHAUSTED;
      const { recording } = await walk(bench, seed, options.actions);
      const path = join(folder, `walk-${seed}.jsonl`);
      asUsageError(path, () => writeFileSync(path, recordingText(recording)));
      terminal.stdout.write(`${path}\n`);
    }
    return ExitStatus.HOLDS;
  });
}
