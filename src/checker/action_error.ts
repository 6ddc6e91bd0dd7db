/** What is wrong with an action of the system that is checked, with the run that leads to it. */

import type { TraceStep } from './trace_step.js';

/** A longer run is told by its last steps. */
const MOST_STEPS = 20;

/** Names the process, the action with its arguments, what is wrong, and the steps before it. */
export class ActionError extends Error {
  override readonly name = 'ActionError';
  readonly process: string;
  /** The action as it was called, as `take(1)`. */
  readonly action: string;
  /** What is wrong, as `returned NaN, which is no outcome of it`. */
  readonly what: string;
  /** The steps from the initial state to where the action was taken; absent where they are not known. */
  readonly path?: readonly TraceStep[];

  /** @param more `cause`: the error that the action threw */
  constructor(process: string, action: string, what: string, path?: readonly TraceStep[], more?: ErrorOptions) {
    super(`process ${process}: ${action} ${what}${path === undefined ? '' : pathText(path)}`, more);
    this.process = process;
    this.action = action;
    this.what = what;
    if (path !== undefined) this.path = path;
  }

  /** The same, found at the end of this run. */
  after(path: readonly TraceStep[] | undefined): ActionError {
    return new ActionError(this.process, this.action, this.what, path, { cause: this.cause });
  }
}

/** `after 2 moves:` and the moves, a line each. */
export function pathText(path: readonly TraceStep[]): string {
  if (path.length === 0) return ', in the initial state';
  const first = Math.max(0, path.length - MOST_STEPS);
  const told = path.slice(first).map((step, i) => `  ${first + i + 1}. ${stepText(step)}`);
  const left = first === 0 ? [] : [`  (${first} more before)`];
  return [`, after ${path.length} ${path.length === 1 ? 'move' : 'moves'}:`, ...left, ...told].join('\n');
}

function stepText({ process, choices, action, args, outcome }: TraceStep): string {
  const chosen = choices.map(({ name, option }) => `[${name}: ${option}]`);
  const did = action === undefined ? [] : [`${action}(${args.join(', ')}): ${outcome}`];
  return [`${process}:`, ...chosen, ...did].join(' ');
}

export const callText = (action: string, args: readonly number[]): string => `${action}(${args.join(', ')})`;
