/**
 * Where a run can stay for ever while it is fair to every process: a node where it may stop, or a strongly connected component
 * that it may go round.
 */

import type { Graph, Regions } from './strongly_connected.js';

/**
 * What is assumed of a process where it is not at rest. `none`: it may stop for ever wherever it is. `weak`: it does not stay
 * possible for ever without moving. `strong`: if it becomes possible again and again, it moves again and again.
 */
export type Fairness = 'none' | 'weak' | 'strong';

/** A graph whose edges are moves of processes. */
export interface MoveGraph extends Graph {
  /** By edge. */
  readonly process: ArrayLike<number>;
  /** By edge: 1 where the process is at rest, so that it may leave the move undone for ever, whatever is assumed of it. */
  readonly resting: ArrayLike<number>;
}

/** Whether a run that stops at this node is fair: no process that must not stop for ever could move there. */
export function mayStopAt(graph: MoveGraph, fairness: readonly Fairness[], node: number): boolean {
  const { firstEdge, process, resting } = graph;
  for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
    if (fairness[process[edge]] !== 'none' && resting[edge] === 0) return false;
  }
  return true;
}

/**
 * The largest components in which a run can go round for ever and be fair. A component that is unfair to a weakly fair process
 * has no fair part. From one that is unfair to a strongly fair process the nodes are taken where that process can move, and
 * what remains is split again (Emerson and Lei).
 */
export function* fairComponents(
  graph: MoveGraph,
  fairness: readonly Fairness[],
  regions: Regions,
): Generator<Int32Array> {
  const parts: Int32Array[] = [Int32Array.from({ length: graph.nodes }, (_, node) => node)];
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    for (const component of regions.split(part)) {
      const census = takeCensus(graph, fairness.length, regions, component);
      const unfairTo = (kind: Fairness) => census.filter((each, process) => fairness[process] === kind && !each.moves);
      if (unfairTo('weak').some(({ possible }) => possible === component.length)) continue;
      const starved = unfairTo('strong').filter(({ possible }) => possible > 0);
      if (starved.length === 0) yield component;
      else parts.push(withoutStarved(graph, census, starved, component));
    }
  }
}

/** What a process does in a component. */
interface Part {
  /** The number of nodes where it can move and is not at rest, be it out of the component. */
  possible: number;
  /** Whether it can move from one node to another, or the same, of the component. */
  moves: boolean;
  /** The last node that was counted. */
  counted: number;
}

function takeCensus(graph: MoveGraph, processes: number, regions: Regions, component: Int32Array): Part[] {
  const { firstEdge, target, process, resting } = graph;
  const census = Array.from({ length: processes }, (): Part => ({ possible: 0, moves: false, counted: -1 }));
  for (const node of component) {
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      const part = census[process[edge]];
      if (resting[edge] === 0 && part.counted !== node) {
        part.possible++;
        part.counted = node;
      }
      if (!part.moves) part.moves = regions.together(node, target[edge]);
    }
  }
  return census;
}

function withoutStarved(
  { firstEdge, process, resting }: MoveGraph,
  census: readonly Part[],
  starved: readonly Part[],
  component: Int32Array,
): Int32Array {
  const isStarved = census.map((part) => starved.includes(part));
  return component.filter((node) => {
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      if (isStarved[process[edge]] && resting[edge] === 0) return false;
    }
    return true;
  });
}
