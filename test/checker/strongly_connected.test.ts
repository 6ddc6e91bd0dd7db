/** Strongly connected components: against mutual reachability on random graphs, and splitting parts of components anew. */

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Graph, Regions } from '../../src/checker/strongly_connected.js';

function graphOf(edges: readonly (readonly number[])[]): Graph {
  const firstEdge = Int32Array.from({ length: edges.length + 1 }, (_, n) => edges.slice(0, n).flat().length);
  return { nodes: edges.length, firstEdge, target: Int32Array.from(edges.flat()) };
}

function split(regions: Regions, nodes: readonly number[]): number[][] {
  const components = regions.split(Int32Array.from(nodes)).map((each) => [...each].sort((a, b) => a - b));
  return components.sort((a, b) => a[0] - b[0]);
}

/** Nodes on cycles within `nodes`, grouped by mutual reachability. */
function mutuallyReachable(edges: readonly (readonly number[])[], nodes: readonly number[]): number[][] {
  const reach = (from: number) => {
    const seen = new Set<number>();
    const queue = [from];
    for (const node of queue) {
      for (const to of edges[node]) {
        if (!nodes.includes(to) || seen.has(to)) continue;
        seen.add(to);
        queue.push(to);
      }
    }
    return seen;
  };
  const reached = new Map(nodes.map((node) => [node, reach(node)]));
  const groups = nodes
    .filter((node) => reached.get(node)?.has(node))
    .map((node) => nodes.filter((other) => reached.get(node)?.has(other) && reached.get(other)?.has(node)));
  return groups.filter((group, i) => groups.findIndex(([first]) => first === group[0]) === i);
}

it('leaves out nodes without a cycle, and keeps a node with an edge to itself', () => {
  const regions = new Regions(graphOf([[1], [2, -1], [1, 3], [3], []]));
  expect(split(regions, [0, 1, 2, 3, 4])).toEqual([[1, 2], [3]]);
  expect(regions.together(1, 2)).toBe(true);
  expect(regions.together(2, 3)).toBe(false);
  expect(regions.together(0, 0)).toBe(false);
  expect(regions.together(1, -1)).toBe(false);
});

it('splits a part of a component anew, with no way through what was left out', () => {
  // Two circles that share node 0, and a third between them through node 5.
  const regions = new Regions(graphOf([[1, 3], [2], [0, 5], [4], [3, 0], [4]]));
  expect(split(regions, [0, 1, 2, 3, 4, 5])).toEqual([[0, 1, 2, 3, 4, 5]]);
  expect(split(regions, [1, 2, 3, 4, 5])).toEqual([[3, 4]]);
  expect(regions.together(1, 2)).toBe(false);
});

it('does not run out of stack on a long way', () => {
  const nodes = 200_000;
  const firstEdge = Int32Array.from({ length: nodes + 1 }, (_, n) => n);
  const target = Int32Array.from({ length: nodes }, (_, n) => (n + 1) % nodes);
  const all = Int32Array.from({ length: nodes }, (_, n) => n);
  const [component, ...others] = new Regions({ nodes, firstEdge, target }).split(all);
  expect(component.length).toBe(nodes);
  expect(others).toEqual([]);
});

it('agrees with mutual reachability on random graphs and parts of them', () => {
  const edges = fc
    .integer({ min: 1, max: 9 })
    .chain((n) =>
      fc.array(fc.array(fc.integer({ min: -1, max: n - 1 }), { maxLength: 3 }), { minLength: n, maxLength: n }),
    );
  fc.assert(
    fc.property(edges, fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }), (edges, kept) => {
      const regions = new Regions(graphOf(edges));
      const all = edges.map((_, node) => node);
      expect(split(regions, all)).toEqual(mutuallyReachable(edges, all));
      const part = all.filter((node) => kept[node]);
      expect(split(regions, part)).toEqual(mutuallyReachable(edges, part));
    }),
    { numRuns: 500 },
  );
});
