/**
 * A recording held against the model of design D under its kernel's switches: each action is done in the model too, and what
 * was observed must be what the model then shows. The result tells how the model did it, or the first action it cannot do.
 */

import { type Abstraction, abstractionOf } from './abstraction.js';
import { type Done, perform } from './actions.js';
import { DIFFERENCES, type DifferenceId } from './differences.js';
import { followEnvironment } from './environment.js';
import { errnoName } from './errno_names.js';
import { Machine, type Mismatch } from './machine.js';
import { compareObservation } from './observation.js';
import type { Action, RecordedAction, Recording, Series, UnknownField } from './recording.js';
import { StepRecorder } from './step_recorder.js';
import { compareSteps } from './trace_steps.js';

/** An action that the model can do, with the choices of the model and its environment that make it the recorded one. */
export interface ExplainedAction {
  readonly line: number;
  /** The action in words, as `offline block 33`. */
  readonly action: string;
  readonly explanation: readonly string[];
  /** How many calls of kernel functions were found as steps of the model; 0 for an action that was not traced. */
  readonly kernelSteps: number;
}

/** The first action that no execution of the model explains. */
export interface UnexplainedAction {
  readonly line: number;
  readonly action: string;
  readonly mismatches: readonly Mismatch[];
}

/** What of a recording the model explains. */
export interface ConformanceResult {
  readonly file: string;
  readonly series: Series;
  readonly kernel: string;
  readonly kind: 'walk' | 'trace';
  /** Title of a trace, or seed of a walk. */
  readonly title: string;
  readonly actions: number;
  readonly explained: readonly ExplainedAction[];
  /** Absent: every action is explained. */
  readonly unexplained?: UnexplainedAction;
  /** Differences between kernel and model that were met, by their ids. */
  readonly differences: readonly DifferenceId[];
  /** Fields of the file that were not read. */
  readonly unknownFields: readonly UnknownField[];
}

/** @throws {RecordingError} when the recorded machine's sizes have no mapping to the model's */
export function conformRecording(recording: Recording): ConformanceResult {
  const { file, header, actions, unknownFields } = recording;
  const replay = new Replay(recording);
  const explained: ExplainedAction[] = [];
  const result = () => ({
    file,
    series: header.series,
    kernel: header.kernel,
    kind: header.kind,
    title: header.title ?? `seed ${header.seed}${header.variant ?? ''}`,
    actions: actions.length,
    explained,
    differences: [...replay.differences].sort(),
    unknownFields,
  });
  for (const recorded of actions) {
    const { explanation, mismatches, kernelSteps } = replay.next(recorded);
    const line = recorded.lineNumber;
    const action = describeAction(recorded.action);
    if (mismatches.length > 0) return { ...result(), unexplained: { line, action, mismatches } };
    explained.push({ line, action, explanation, kernelSteps });
  }
  return result();
}

class Replay {
  readonly differences = new Set<DifferenceId>();
  readonly #recording: Recording;
  readonly #abstraction: Abstraction;
  readonly #machine: Machine;
  #pinned = false;
  #requestedBytes = 0;

  constructor(recording: Recording) {
    this.#recording = recording;
    this.#abstraction = abstractionOf(recording);
    this.#machine = new Machine(this.#abstraction);
  }

  /** Does one action, and compares everything that was observed of it. */
  next(recorded: RecordedAction): { explanation: string[]; mismatches: Mismatch[]; kernelSteps: number } {
    const { action, observed } = recorded;
    if (action.type === 'pin') this.#pinned = true;
    if (action.type === 'resize') this.#requestedBytes = action.requestedBytes;

    const steps = new StepRecorder(this.#machine.kernel, this.#abstraction, recorded);
    const done = perform(this.#machine, this.#abstraction, recorded, steps.observe);
    const fault = done.mismatch ?? this.#machine.fault();
    if (fault !== undefined) return { explanation: [], mismatches: [fault], kernelSteps: 0 };

    const traced = compareSteps({
      header: this.#recording.header,
      switches: this.#machine.context.switches,
      steps,
      done,
      recorded,
    });
    const environment = followEnvironment(this.#machine, this.#abstraction, observed);
    if (environment.explanation.length > 0) this.differences.add(DIFFERENCES.kernelPages.id);
    for (const id of traced.differences) this.differences.add(id);
    const mismatches = [
      ...compareErrno(done, recorded),
      ...traced.mismatches,
      ...environment.mismatches,
      ...compareObservation(
        {
          machine: this.#machine,
          abstraction: this.#abstraction,
          pinned: this.#pinned,
          requestedBytes: this.#requestedBytes,
        },
        observed,
      ),
    ];
    return {
      explanation: [...done.explanation, ...environment.explanation],
      mismatches,
      kernelSteps: traced.compared,
    };
  }
}

function compareErrno({ errno }: Done, recorded: RecordedAction): Mismatch[] {
  if (errno === recorded.errno) return [];
  return [{ what: 'errno', model: errnoName(errno), kernel: errnoName(recorded.errno) }];
}

/** The action's type and its fields, as `offline block 33, veto beforeDriver ENOMEM`. */
export function describeAction(action: Action): string {
  const { type, ...fields } = action;
  const told = Object.entries(fields).flatMap(([field, value]) => {
    if (value === undefined) return [];
    if (typeof value === 'object') return [`${field} ${value.when} ${value.errnoName}`];
    return [`${field} ${value}`];
  });
  return [type, told.join(', ')].join(' ').trim();
}
