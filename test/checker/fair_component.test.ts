/** Fair components and loops through them, on graphs that are given edge by edge. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Fairness, fairComponents, type MoveGraph, mayStopAt } from '../../src/checker/fair_component.js';
import { fairLoop } from '../../src/checker/fair_loop.js';
import { Regions } from '../../src/checker/strongly_connected.js';

const [P, Q] = [0, 1];
const AWAY = -1;

/** By node, its edges: process, target, and 1 where the process is at rest. */
function graphOf(edges: readonly (readonly (readonly [number, number, number?])[])[]): MoveGraph {
  return {
    nodes: edges.length,
    firstEdge: Int32Array.from({ length: edges.length + 1 }, (_, n) => edges.slice(0, n).flat().length),
    target: Int32Array.from(edges.flat().map(([, to]) => to)),
    process: edges.flat().map(([process]) => process),
    resting: edges.flat().map(([, , resting = 0]) => resting),
  };
}

/** The nodes of each fair component, and those that a fair loop from the first of them goes to. */
function fair(graph: MoveGraph, ...fairness: Fairness[]) {
  const regions = new Regions(graph);
  const components = [...fairComponents(graph, fairness, regions)].map((each) => each.sort());
  return components.map((component) => {
    const loop = fairLoop(graph, fairness, regions, component, component[0]);
    return { component: [...component], loop: loop.map((edge) => graph.target[edge]) };
  });
}

describe('a fair component', () => {
  // P goes round 0, 1, 2; Q can leave at 1.
  const leaveAtOne = graphOf([
    [[P, 1]],
    [
      [P, 2],
      [Q, AWAY],
    ],
    [[P, 0]],
  ]);

  it('may pass by a weakly fair process that cannot move all the time', () => {
    expect(fair(leaveAtOne, 'weak', 'weak')).toEqual([{ component: [0, 1, 2], loop: [1, 2, 0] }]);
  });

  it('may not pass by a strongly fair process, and nothing is left when it is kept away from', () => {
    expect(fair(leaveAtOne, 'weak', 'strong')).toEqual([]);
  });

  it('may not pass by a weakly fair process that can move all the time, even out of the component', () => {
    const leaveAnywhere = graphOf([
      [
        [P, 1],
        [Q, AWAY],
      ],
      [
        [P, 0],
        [Q, AWAY],
      ],
    ]);
    expect(fair(leaveAnywhere, 'weak', 'weak')).toEqual([]);
    expect(fair(leaveAnywhere, 'weak', 'none')).toEqual([{ component: [0, 1], loop: [1, 0] }]);
  });

  it('is what remains of a component where a strongly fair process cannot move', () => {
    // Two circles through 0; Q can leave at 3.
    const circles = graphOf([
      [
        [P, 1],
        [P, 2],
      ],
      [[P, 0]],
      [[P, 3]],
      [
        [P, 0],
        [Q, AWAY],
      ],
    ]);
    expect(fair(circles, 'weak', 'strong')).toEqual([{ component: [0, 1], loop: [1, 0] }]);
  });

  it('is gone round by a loop that lets everybody move who must', () => {
    // Q moves on the spot at 2 only.
    const spot = graphOf([
      [[P, 1]],
      [
        [P, 0],
        [P, 2],
      ],
      [
        [P, 1],
        [Q, 2],
      ],
    ]);
    expect(fair(spot, 'weak', 'strong')).toEqual([{ component: [0, 1, 2], loop: [1, 2, 2, 1, 0] }]);
    expect(fair(spot, 'weak', 'weak')).toEqual([{ component: [0, 1, 2], loop: [1, 0] }]);
  });

  it('is gone round by no longer a loop than need be when fairness is met at its start', () => {
    const graph = graphOf([
      [
        [P, 2],
        [P, 1],
      ],
      [
        [P, 0],
        [Q, 0],
      ],
      [[P, 3]],
      [
        [P, 0],
        [Q, 0],
      ],
    ]);
    expect(fair(graph, 'none', 'weak')).toEqual([{ component: [0, 1, 2, 3], loop: [1, 0] }]);
  });

  it('may pass by a process that is at rest wherever it can move', () => {
    const rests = graphOf([
      [
        [P, 1],
        [Q, AWAY, 1],
      ],
      [[P, 0]],
    ]);
    expect(fair(rests, 'weak', 'strong')).toEqual([{ component: [0, 1], loop: [1, 0] }]);
    expect(mayStopAt(graphOf([[[Q, AWAY, 1]]]), ['weak', 'strong'], 0)).toBe(true);
  });

  it('takes at least one move when nothing is assumed', () => {
    expect(fair(graphOf([[[P, 0]]]), 'none')).toEqual([{ component: [0], loop: [0] }]);
    expect(fair(graphOf([[[P, AWAY]]]), 'none')).toEqual([]);
  });
});

it('a run may stop where only processes could move of which nothing is assumed', () => {
  const graph = graphOf([[[P, 1]], [[Q, AWAY]], []]);
  const stops = (...fairness: Fairness[]) => [0, 1, 2].filter((node) => mayStopAt(graph, fairness, node));
  expect(stops('weak', 'none')).toEqual([1, 2]);
  expect(stops('none', 'strong')).toEqual([0, 2]);
  expect(stops('none', 'none')).toEqual([0, 1, 2]);
});

it('refuses to make a loop through a component that is not fair', () => {
  const graph = graphOf([
    [
      [P, 0],
      [Q, AWAY],
    ],
  ]);
  const regions = new Regions(graph);
  const [component] = regions.split(Int32Array.of(0));
  expect(() => fairLoop(graph, ['weak', 'weak'], regions, component, 0)).toThrow('not a fair one');
});

/** Whether a run that goes to exactly these nodes again and again, by every edge among them, is possible and fair. */
function canGoRound(graph: MoveGraph, fairness: readonly Fairness[], nodes: readonly number[]): boolean {
  const edgesOf = (node: number) => edgesFrom(graph, node);
  const inside = (edge: number) => nodes.includes(graph.target[edge]);
  const reached = (from: number) => {
    const seen = new Set<number>();
    const queue = [from];
    for (const node of queue) {
      for (const edge of edgesOf(node)) {
        if (!inside(edge) || seen.has(graph.target[edge])) continue;
        seen.add(graph.target[edge]);
        queue.push(graph.target[edge]);
      }
    }
    return seen;
  };
  if (!nodes.every((node) => nodes.every((other) => reached(node).has(other)))) return false;
  return fairness.every((kind, process) => {
    const isOf = (edge: number) => graph.process[edge] === process;
    const moves = nodes.some((node) => edgesOf(node).some((edge) => isOf(edge) && inside(edge)));
    const able = nodes.filter((node) => edgesOf(node).some((edge) => isOf(edge) && graph.resting[edge] === 0)).length;
    if (kind === 'none' || moves) return true;
    return kind === 'weak' ? able < nodes.length : able === 0;
  });
}

function edgesFrom({ firstEdge }: MoveGraph, node: number): number[] {
  return Array.from({ length: firstEdge[node + 1] - firstEdge[node] }, (_, i) => firstEdge[node] + i);
}

describe('on random graphs', () => {
  const nodes = 6;
  const resting = fc.constantFrom(0, 0, 1);
  const edge = fc.tuple(fc.nat({ max: 2 }), fc.integer({ min: AWAY, max: nodes - 1 }), resting);
  const graphs = fc
    .array(fc.array(edge, { maxLength: 4 }), { minLength: nodes, maxLength: nodes })
    .map((edges) => graphOf(edges));
  const kinds = fc.array(fc.constantFrom<Fairness>('none', 'weak', 'strong', 'strong'), { minLength: 3, maxLength: 3 });
  const subsets = Array.from({ length: 2 ** nodes - 1 }, (_, bits) =>
    Array.from({ length: nodes }, (_, node) => node).filter((node) => ((bits + 1) >> node) & 1),
  );

  it('fair components are all nodes that a fair run can go round', () => {
    fc.assert(
      fc.property(graphs, kinds, (graph, fairness) => {
        const found = fair(graph, ...fairness).flatMap(({ component }) => component);
        const expected = subsets.filter((subset) => canGoRound(graph, fairness, subset)).flat();
        expect(found.sort()).toEqual([...new Set(expected)].sort());
      }),
      { numRuns: 500 },
    );
  });

  it('a fair loop goes round from any node of its component', () => {
    fc.assert(
      fc.property(graphs, kinds, (graph, fairness) => {
        const regions = new Regions(graph);
        for (const component of fairComponents(graph, fairness, regions)) {
          for (const start of component)
            expectFairLoop(graph, fairness, start, fairLoop(graph, fairness, regions, component, start));
        }
      }),
      { numRuns: 500 },
    );
  });
});

function expectFairLoop(graph: MoveGraph, fairness: readonly Fairness[], start: number, loop: readonly number[]): void {
  const visited = [start, ...loop.map((edge) => graph.target[edge])];
  expect(visited.at(-1)).toBe(start);
  loop.forEach((edge, i) => {
    expect(edgesFrom(graph, visited[i])).toContain(edge);
  });
  fairness.forEach((kind, process) => {
    const isOf = (edge: number) => graph.process[edge] === process;
    if (kind === 'none' || loop.some(isOf)) return;
    const isAble = (node: number) => edgesFrom(graph, node).some((edge) => isOf(edge) && graph.resting[edge] === 0);
    expect(kind === 'weak' ? visited.every(isAble) : visited.some(isAble)).toBe(false);
  });
}
