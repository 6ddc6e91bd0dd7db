/**
 * An automaton in a form that can be written down: its tables, and for each action a way through them on which the process
 * asks for it. Actions are functions, so they are got again by running the process along these ways, which takes a tenth of
 * the time of compiling it.
 */

import type { Automaton, Branch, ChoiceTaken, Location } from './automaton.js';
import type { ActionKind, Atomic, Process, Request } from './process.js';

interface KeptBranch {
  readonly choices: readonly ChoiceTaken[];
  readonly kind: Branch<never>['kind'];
  /** Its index among the actions; absent for a branch that only takes choices. */
  readonly action?: number;
  readonly args: readonly number[];
  readonly targets: readonly number[];
}

/** A branch of the location that a way has come to, and the outcome with which it goes on. */
type Turn = readonly [branch: number, outcome: number];

interface KeptAction {
  readonly name: string;
  /** From the start; at the last branch it is asked for. */
  readonly way: readonly Turn[];
}

/** Plain data. */
export interface KeptAutomaton {
  readonly process: string;
  readonly locations: readonly (readonly KeptBranch[])[];
  readonly actions: readonly KeptAction[];
}

export function keepAutomaton<S>({ process, locations }: Automaton<S>): KeptAutomaton {
  const ways = waysTo(locations);
  const numbers = new Map<Atomic<S>, number>();
  const actions: KeptAction[] = [];
  const numberOf = (action: Atomic<S>, location: number, branch: number): number => {
    const known = numbers.get(action);
    if (known !== undefined) return known;
    numbers.set(action, actions.length);
    return actions.push({ name: action.name, way: [...ways[location], [branch, 0]] }) - 1;
  };
  const kept = locations.map(({ branches }, location) =>
    branches.map(({ action, choices, kind, args, targets }, branch) => ({
      ...{ choices, kind, args, targets },
      ...(action === undefined ? {} : { action: numberOf(action, location, branch) }),
    })),
  );
  return { process, locations: kept, actions };
}

/** A shortest way to each location. */
function waysTo<S>(locations: readonly Location<S>[]): readonly (readonly Turn[])[] {
  const ways: Turn[][] = [[]];
  const queue = [0];
  for (const location of queue) {
    for (const [branch, { targets }] of locations[location].branches.entries()) {
      for (const [outcome, target] of targets.entries()) {
        if (ways[target] !== undefined) continue;
        ways[target] = [...ways[location], [branch, outcome]];
        queue.push(target);
      }
    }
  }
  return ways;
}

/**
 * @param run makes a fresh run of the process that the automaton was compiled from
 * @throws when the process goes another way: then it is not the one that was kept
 */
export function restoreAutomaton<S>(kept: KeptAutomaton, run: () => Process<S>): Automaton<S> {
  const found: (Atomic<S> | undefined)[] = kept.actions.map(() => undefined);
  for (const [i, { way }] of kept.actions.entries()) if (found[i] === undefined) follow(kept, way, run, found);
  const actionOf = (i: number | undefined) => {
    const action = i === undefined ? undefined : found[i];
    return action === undefined ? {} : { action };
  };
  const locations = kept.locations.map((branches) => ({
    branches: branches.map(({ action, ...branch }) => ({ ...branch, ...actionOf(action) })),
  }));
  return { process: kept.process, locations };
}

/** Runs the process along a way, and notes each action that it asks for. */
function follow<S>(
  kept: KeptAutomaton,
  way: readonly Turn[],
  run: () => Process<S>,
  found: (Atomic<S> | undefined)[],
): void {
  const generator = run();
  let result = generator.next();
  const asked = (): Request<S> => {
    while (!result.done && result.value.kind === 'retry') result = generator.next(0);
    if (result.done) throw new Error(`process ${kept.process} ends where it went on when it was kept`);
    return result.value;
  };
  let location = 0;
  for (const [turn, [at, outcome]] of way.entries()) {
    const { choices, kind, action, args, targets } = kept.locations[location][at];
    for (const { name, option } of choices) {
      const request = asked();
      const index = 'options' in request && request.name === name ? request.options.indexOf(option) : -1;
      if (index < 0) throw new Error(`process ${kept.process} does not choose ${name} where it did when it was kept`);
      result = generator.next(index);
    }
    if (action !== undefined) {
      const request = asked();
      note(kept, { kind, action, args }, request, found);
      if (turn < way.length - 1) result = generator.next('outcomeIgnored' in request ? 0 : outcome);
    }
    location = targets[outcome];
  }
}

interface Expected {
  readonly kind: ActionKind | 'local';
  readonly action: number;
  readonly args: readonly number[];
}

function note<S>(
  { process, actions }: KeptAutomaton,
  { kind, action, args }: Expected,
  request: Request<S>,
  found: (Atomic<S> | undefined)[],
): void {
  const { name } = actions[action];
  const isIt =
    'action' in request &&
    request.kind === kind &&
    request.action.name === name &&
    request.args.join() === args.join() &&
    (found[action] ?? request.action) === request.action;
  if (!isIt) throw new Error(`process ${process} does not ask for ${name} where it did when it was kept`);
  found[action] = request.action;
}
