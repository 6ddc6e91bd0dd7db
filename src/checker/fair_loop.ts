/** A loop through a component in which everything happens that fairness asks for; as short as going to the nearest makes it. */

import type { Fairness, MoveGraph } from './fair_component.js';
import type { Regions } from './strongly_connected.js';

/** What a node was reached by that is no edge. */
const UNREACHED = -1;
const START = -2;

/** The edges of a loop from `start` back to it, which takes at least one step. The component must be a fair one. */
export function fairLoop(
  graph: MoveGraph,
  fairness: readonly Fairness[],
  regions: Regions,
  component: Int32Array,
  start: number,
): number[] {
  const owed = new Owed(graph, fairness, component);
  const loop: number[] = [];
  let at = start;
  owed.visit(at);
  do {
    const isGoal = (edge: number) => (owed.nothing ? graph.target[edge] === start : owed.pays(edge));
    for (const edge of shortestWay(graph, regions, at, isGoal)) {
      loop.push(edge);
      owed.take(edge);
      at = graph.target[edge];
    }
  } while (!owed.nothing || at !== start);
  return loop;
}

/** The processes to which a loop is not fair yet. */
class Owed {
  readonly #graph: MoveGraph;
  /** Owed a move, or a node where they cannot move or are at rest. */
  readonly #weak = new Set<number>();
  /** Owed a move. */
  readonly #strong = new Set<number>();

  constructor(graph: MoveGraph, fairness: readonly Fairness[], component: Int32Array) {
    this.#graph = graph;
    fairness.forEach((kind, process) => {
      if (kind === 'weak') this.#weak.add(process);
    });
    for (const node of component) {
      for (const process of this.#possibleAt(node)) if (fairness[process] === 'strong') this.#strong.add(process);
    }
  }

  get nothing(): boolean {
    return this.#weak.size === 0 && this.#strong.size === 0;
  }

  /** Whether less is owed after this edge. */
  pays(edge: number): boolean {
    const { process, target } = this.#graph;
    if (this.#strong.has(process[edge]) || this.#weak.has(process[edge])) return true;
    if (this.#weak.size === 0) return false;
    const possible = this.#possibleAt(target[edge]);
    return [...this.#weak].some((waiting) => !possible.has(waiting));
  }

  take(edge: number): void {
    const { process, target } = this.#graph;
    this.#strong.delete(process[edge]);
    this.#weak.delete(process[edge]);
    this.visit(target[edge]);
  }

  visit(node: number): void {
    const possible = this.#possibleAt(node);
    for (const process of this.#weak) if (!possible.has(process)) this.#weak.delete(process);
  }

  /** The processes that can move and are not at rest. */
  #possibleAt(node: number): Set<number> {
    const { firstEdge, process, resting } = this.#graph;
    const possible = new Set<number>();
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      if (resting[edge] === 0) possible.add(process[edge]);
    }
    return possible;
  }
}

/** The edges of a shortest way inside the component whose last edge is a goal: breadth first, in 12 bytes a node. */
function shortestWay(
  { nodes, firstEdge, target }: MoveGraph,
  regions: Regions,
  from: number,
  isGoal: (edge: number) => boolean,
): number[] {
  const queue = new Int32Array(nodes);
  /** By node: the edge it was reached by, or UNREACHED, and the node that edge comes from. */
  const reachedBy = new Int32Array(nodes).fill(UNREACHED);
  const before = new Int32Array(nodes);
  const wayTo = (node: number): number[] => {
    const way: number[] = [];
    for (let at = node; at !== from; at = before[at]) way.push(reachedBy[at]);
    return way.reverse();
  };
  queue[0] = from;
  reachedBy[from] = START;
  for (let next = 0, end = 1; next < end; next++) {
    const node = queue[next];
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      const to = target[edge];
      if (!regions.together(node, to)) continue;
      if (isGoal(edge)) return [...wayTo(node), edge];
      if (reachedBy[to] !== UNREACHED) continue;
      reachedBy[to] = edge;
      before[to] = node;
      queue[end++] = to;
    }
  }
  throw new Error('no way to go on fairly: the component is not a fair one');
}
