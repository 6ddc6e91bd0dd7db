/**
 * Leads-to by another way than the engine's: the fixpoint of Emerson and Lei (1987) over an explicit graph, with no components
 * and no loops. Slow and plain, to compare with.
 */

import type { Fairness, LeadsTo } from '../../src/checker/liveness.js';
import type { Program } from '../../src/checker/system.js';
import { type Move, Replay } from '../../src/checker/trace.js';

/** A state in which something is pending, together with the process that moved last; STOP for none. */
interface Node {
  readonly state: string;
  readonly moved: number;
  /** Processes that can move here and are not at rest. */
  readonly able: ReadonlySet<number>;
  readonly successors: Node[];
  /** Moves to it from the initial state. */
  distance: number;
}

/** "p for ever from some time on, or q again and again". */
interface Constraint {
  readonly p: (node: Node) => boolean;
  readonly q: (node: Node) => boolean;
}

const STOP = -1;

/** The moves of a shortest run to where a fair run can stay for ever, undefined if there is none; slow even for a fixpoint. */
export function shortestPrefix<S>(program: Program<S>, property: LeadsTo<S>): number | undefined {
  const nodes = pendingNodes(program, property);
  const constraints = constraintsOf(program, property);
  const byDistance = [...nodes].sort((a, b) => a.distance - b.distance);
  const staysAt = ({ state }: Node) =>
    hasFairRun(nodes, [...constraints, { p: () => false, q: (node) => node.state === state }]);
  return byDistance.find(staysAt)?.distance;
}

/** Whether some reachable state asks and is, on some fair run, never given. */
export function violatesLeadsTo<S>(program: Program<S>, property: LeadsTo<S>): boolean {
  return hasFairRun(pendingNodes(program, property), constraintsOf(program, property));
}

function constraintsOf<S>(program: Program<S>, { fairness }: LeadsTo<S>): Constraint[] {
  const constraint = (kind: Fairness, process: number): Constraint[] => {
    const moved = (node: Node) => node.moved === process;
    const unable = (node: Node) => !node.able.has(process);
    if (kind === 'none') return [];
    return kind === 'strong'
      ? [{ p: unable, q: moved }]
      : [{ p: () => false, q: (node) => moved(node) || unable(node) }];
  };
  return program.automata.flatMap(({ process: name }, process) => constraint(fairness(name), process));
}

/**
 * A fair run exists if the greatest set is not empty whose nodes have a successor in it and, for each constraint, are p or reach
 * q in it.
 */
function hasFairRun(all: readonly Node[], constraints: readonly Constraint[]): boolean {
  let y = new Set(all);
  for (let before = -1; y.size !== before; ) {
    before = y.size;
    const reaching = constraints.map(({ q }) => reachIn(y, q));
    const stays = (node: Node) => node.successors.some((next) => y.has(next));
    const keeps = (node: Node) =>
      constraints.every(({ p }, i) => p(node) || node.successors.some((next) => reaching[i].has(next)));
    y = new Set([...y].filter((node) => stays(node) && keeps(node)));
  }
  return y.size > 0;
}

/** The nodes of `y` that reach a node where `q` holds through nodes of `y`. */
function reachIn(y: ReadonlySet<Node>, q: (node: Node) => boolean): Set<Node> {
  const reaching = new Set([...y].filter(q));
  for (let before = -1; reaching.size !== before; ) {
    before = reaching.size;
    for (const node of y) if (node.successors.some((next) => reaching.has(next))) reaching.add(node);
  }
  return reaching;
}

interface Successor {
  readonly process: number;
  readonly next: string;
  readonly atRest: boolean;
}

/** Follows moves one by one from a state that is given as text. */
class Stepper<S> {
  readonly #replay: Replay<S>;

  constructor(program: Program<S>) {
    this.#replay = new Replay(program);
  }

  get here(): string {
    return this.#replay.workspace.words.join();
  }

  load(state: string): S {
    this.#replay.workspace.words.set(state.split(',').map(Number));
    return this.#replay.state;
  }

  /** Each possible move from a state, with the state it leads to, and whether its process is at rest there. */
  successors(state: string, allowed: (move: Move, replay: Replay<S>) => boolean): Successor[] {
    this.load(state);
    const moves = this.#replay.enabled().filter((move) => allowed(move, this.#replay));
    return moves.map((move) => {
      this.load(state);
      const atRest = this.#replay.branches(move.process).some(({ kind }) => kind === 'idle');
      this.#replay.move(move);
      return { process: move.process, next: this.here, atRest };
    });
  }
}

function pendingNodes<S>(program: Program<S>, property: LeadsTo<S>): Node[] {
  const stepper = new Stepper(program);
  const depth = new Map([[stepper.here, 0]]);
  for (const [state, distance] of depth) {
    for (const { next } of stepper.successors(state, () => true)) if (!depth.has(next)) depth.set(next, distance + 1);
  }

  const allowed = ({ process, branch }: Move, replay: Replay<S>) =>
    property.avoids?.(replay.branches(process)[branch]) !== true;
  const nodes = new Map<string, Node>();
  const visit = (state: string, moved: number, distance: number): Node => {
    const known = nodes.get(`${state} ${moved}`);
    if (known !== undefined && known.distance <= distance) return known;
    const ends = property.during?.(stepper.load(state)) === false;
    const moves = ends ? [] : stepper.successors(state, allowed);
    const node = known ?? {
      state,
      moved,
      able: new Set(moves.filter(({ atRest }) => !atRest).map(({ process }) => process)),
      successors: [],
      distance,
    };
    node.distance = distance;
    node.successors.length = 0;
    nodes.set(`${state} ${moved}`, node);
    // A run that does nothing more is one that stops again and again.
    node.successors.push(moved === STOP ? node : visit(state, STOP, distance));
    for (const { process, next } of moves) {
      if (!property.to(stepper.load(next))) node.successors.push(visit(next, process, distance + 1));
    }
    return node;
  };
  for (const [state, distance] of depth) {
    const asks = property.from(stepper.load(state)) && !property.to(stepper.load(state));
    if (asks) visit(state, STOP, distance);
  }
  return [...nodes.values()];
}
