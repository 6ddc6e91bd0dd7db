/** Taking a branch: its action is done in place, and the process goes to the location of the outcome. */

import { ActionError, callText } from './action_error.js';
import type { Branch } from './automaton.js';
import { errorMessage } from './error_message.js';
import { BLOCKED, outcomeOf } from './process.js';
import type { Workspace } from './system.js';

/**
 * Makes a move in place and gives its outcome, or {@link BLOCKED}: then the workspace must be as it was.
 * @throws {ActionError} when the action throws, returns what is no outcome of it, or blocks in a step
 */
export function take<S>(workspace: Workspace<S>, name: string, process: number, branch: Branch<S>): number {
  const outcome = perform(workspace.state, name, branch);
  if (outcome !== BLOCKED) workspace.pc[process] = branch.targets[outcome];
  return outcome;
}

/** Does the action of a branch on a state; a branch without action has the outcome 0. */
export function perform<S>(state: S, name: string, branch: Branch<S>): number {
  const { action, args } = branch;
  if (action === undefined) return 0;
  let returned: unknown;
  try {
    returned = action.run(state, ...args);
  } catch (error) {
    throw new ActionError(name, callText(action.name, args), failure(error), undefined, { cause: error });
  }
  return requireOutcome(name, branch, returned);
}

function failure(error: unknown): string {
  return `failed: ${errorMessage(error)}`;
}

/** The outcome that the action of a branch has returned, or {@link BLOCKED} where it may block. */
export function requireOutcome<S>(name: string, { action, args, kind }: Branch<S>, returned: unknown): number {
  const { name: called, outcomes } = action ?? { name: '', outcomes: [] };
  const outcome = outcomeOf({ outcomes }, returned);
  if (outcome !== undefined && (outcome !== BLOCKED || kind !== 'step')) return outcome;
  const call = callText(called, args);
  if (outcome === BLOCKED)
    throw new ActionError(name, call, 'blocked, but was asked for with step: use waitUntil or idleUntil');
  const declared = outcomes.map((each, i) => `${i} ${each}`).join(', ');
  const told = typeof returned === 'string' ? JSON.stringify(returned) : String(returned);
  throw new ActionError(name, call, `returned ${told}, which is no outcome of it: ${declared}`);
}
