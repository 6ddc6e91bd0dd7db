/** The graph of what runs pass through between a state that asks and one where it is given. */

import { describe, expect, it } from 'vitest';
import type { Expectation } from '../../src/checker/expectation.js';
import type { Cells } from '../../src/checker/layout.js';
import { findLasso } from '../../src/checker/liveness.js';
import { Pending } from '../../src/checker/pending.js';
import { atomic, type Process, retryPoint, select, step } from '../../src/checker/process.js';
import { restrict } from '../../src/checker/restrict.js';
import { search } from '../../src/checker/search.js';
import { compileSystem } from '../../src/checker/system.js';

interface Grid {
  readonly at: Cells;
}

const SIDE = 30;

const go = atomic('go', (s: Grid, axis: number, by: number) => {
  s.at[axis] = Math.min(SIDE - 1, Math.max(0, s.at[axis] + by));
});

/** Moves along an axis for ever, on or back. */
function* along(axis: number): Process<Grid> {
  for (;;) {
    yield retryPoint('along');
    const back = yield select('way', ['on', 'back']);
    yield step(go, axis, back === 1 ? -1 : 1);
  }
}

const grid = compileSystem<Grid>({
  fields: { at: { length: 2, max: SIDE - 1, index: 'axis' } },
  bind: ({ at }) => ({ at }),
  init: () => {},
  processes: [0, 1].map((axis) => ({ name: `axis ${axis}`, run: () => along(axis) })),
});
const run = search(grid);

function pending(expectation: Partial<Expectation<Grid>>): Pending<Grid> {
  return new Pending(run, { from: () => true, to: () => false, ...expectation });
}

const sum = (s: Grid) => s.at[0] + s.at[1];

describe('pending states', () => {
  it('are all states, with all transitions, when all ask and nothing is given', () => {
    const { nodes, asked, firstEdge, target } = pending({});
    expect([nodes, asked]).toEqual([SIDE * SIDE, SIDE * SIDE]);
    expect(firstEdge[nodes]).toBe(run.transitions);
    expect(target.subarray(0, firstEdge[nodes]).every((to) => to >= 0)).toBe(true);
  });

  it('are none where it is given at once, and asked counts those too', () => {
    const { nodes, asked } = pending({ to: () => true });
    expect([nodes, asked]).toEqual([0, SIDE * SIDE]);
  });

  it('end where it is given, by an edge that leads nowhere', () => {
    const { nodes, firstEdge, target } = pending({ from: (s) => sum(s) === 0, to: (s) => sum(s) === 2 });
    expect(nodes).toBe(3);
    expect([...target.subarray(0, firstEdge[nodes])].filter((to) => to < 0)).toHaveLength(4);
  });

  it('end where what must stay true does not, in a node without edges', () => {
    const { nodes, firstEdge } = pending({ from: (s) => sum(s) === 0, during: (s) => sum(s) < 1 });
    expect(nodes).toBe(3);
    expect(firstEdge[3]).toBe(firstEdge[1]);
  });

  it('leave out transitions that are avoided', () => {
    const { nodes } = pending({
      from: (s) => sum(s) === 0,
      avoids: ({ args }) => args[0] === 1,
    });
    expect(nodes).toBe(SIDE);
  });

  it('are numbered from the nearest on, each with a shortest run to it', () => {
    // Two that ask, at distances 3 and 12; what lies between is nearer to the first.
    const graph = pending({ from: (s) => (s.at[0] === 3 && s.at[1] === 0) || (s.at[0] === 12 && s.at[1] === 0) });
    const lengths = Array.from({ length: graph.nodes }, (_, node) => graph.pathTo(node).moves.length);
    expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
    expect(lengths.slice(0, 2)).toEqual([3, 4]);
    const { moves, asks } = graph.pathTo(graph.nodes - 1);
    expect(moves.length).toBe(2 * (SIDE - 1));
    expect([3, 12]).toContain(asks);
  });
});

describe('under a restriction', () => {
  /** Nothing moves along axis 1 where it is no farther than so. */
  const stopped = (from: number) =>
    search(restrict(grid, [() => (process) => (process === 1 ? (s) => s.at[1] > from : undefined)]));
  const leaves = { from: () => true, to: (s: Grid) => s.at[1] > 0, fairness: () => 'strong' as const };

  it('nobody waits fairly only since what comes next is forbidden', () => {
    const restricted = stopped(0);
    expect(findLasso(restricted, leaves).lasso).toBeDefined();
    expect(findLasso(restricted, leaves, grid).lasso).toBeUndefined();
  });

  it('who waits fairly in the program too still does', () => {
    expect(findLasso(stopped(-1), leaves, grid).lasso?.loop).toEqual(findLasso(run, leaves).lasso?.loop);
  });
});
