/**
 * docs/answer.json against brute force: every set of assumptions there is, each by a search of its own over the graph of every
 * scene, for one design on one kernel that is drawn by the seed in the name of the test. What is shared with the product is the
 * model, the restriction of each assumption and the properties: no search, no closure, no enumeration, no leaving out of scenes.
 */

import { readFileSync } from 'node:fs';
import seedrandom from 'seedrandom';
import { describe, expect, test } from 'vitest';
import { BLOCKED } from '../../../src/checker/process.js';
import { createWorkspace } from '../../../src/checker/system.js';
import { ASSUMPTIONS } from '../../../src/properties/studies/assumptions.js';
import { EXPLAINED } from '../../../src/properties/studies/explain.js';
import { SCENES, type Scene } from '../../../src/properties/studies/scenes.js';
import { type KeptAnswer, type KeptDesign, runOf } from '../../../src/report/kept_answer.js';
import { programOf } from '../../../src/scenario/program.js';

const { designs }: KeptAnswer = JSON.parse(readFileSync('docs/answer.json', 'utf8'));
const SEED = process.env.PAGEOFFLINE_SEED ?? String(Date.now());
const drawn = designs[Math.floor(seedrandom(SEED)() * designs.length)];

const SETS = 2 ** ASSUMPTIONS.length;
const ids = ASSUMPTIONS.map(({ id }) => id);
const NONE = -1;

/** The graph of a scene with nothing assumed: behind a state that violates anything nobody looks. */
interface Graph {
  readonly isBad: readonly boolean[];
  /** By state, its edges: where to, the assumptions that forbid it as bits, and whether a walker takes a reference. */
  readonly edges: readonly (readonly { readonly to: number; readonly forbidden: number; readonly takes: boolean }[])[];
}

const outcomeOf = (returned: unknown): number => Number(returned ?? 0);

function graphOf({ design, kernel }: KeptDesign, { configuration }: Scene): Graph {
  const program = programOf({ design, kernel, configuration, overrides: {} });
  const { words, pc, state } = createWorkspace(program);
  const guardsOf = ASSUMPTIONS.map(({ restriction }) => restriction(program));
  const numbers = new Map<string, number>();
  const states: Int32Array[] = [];
  const isBad: boolean[] = [];
  const numberOf = (): number => {
    const key = words.join();
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, states.length);
    isBad.push(EXPLAINED.some(({ violator }) => violator(state) >= 0));
    return states.push(Int32Array.from(words)) - 1;
  };
  numberOf();
  const edges: Graph['edges'][number][] = [];
  for (let at = 0; at < states.length; at++) {
    words.set(states[at]);
    const ends = isBad[at] || program.system.halted?.(state) === true;
    const moves = program.automata.flatMap(({ process, locations }, p) =>
      locations[pc[p]].branches.map((branch) => ({ process, p, branch })),
    );
    const out = (ends ? [] : moves).flatMap(({ process, p, branch }) => {
      words.set(states[at]);
      const guards = guardsOf.map((guardOf) => guardOf(p, branch));
      const forbidden = guards.reduce((bits, guard, i) => (guard?.(state, pc) === false ? bits | (1 << i) : bits), 0);
      const returned = branch.action === undefined ? 0 : branch.action.run(state, ...branch.args);
      if (returned === BLOCKED) return [];
      const outcome = outcomeOf(returned);
      pc[p] = branch.targets[outcome];
      const got = branch.action?.name === 'get_page_unless_zero' && branch.action.outcomes[outcome] === 'got';
      return [{ to: numberOf(), forbidden, takes: got && process.startsWith('walker') }];
    });
    edges.push(out);
  }
  return { isBad, edges };
}

/** How many steps it takes to a violation, and whether a walker takes a reference in what is seen. */
function searched({ isBad, edges }: Graph, set: number): { readonly steps: number; readonly takes: boolean } {
  const steps = new Int32Array(isBad.length).fill(NONE);
  const queue = [0];
  let takes = false;
  steps[0] = 0;
  for (const at of queue) {
    if (isBad[at]) return { steps: steps[at], takes };
    for (const edge of edges[at]) {
      if ((edge.forbidden & set) !== 0) continue;
      takes ||= edge.takes;
      if (steps[edge.to] !== NONE) continue;
      steps[edge.to] = steps[at] + 1;
      queue.push(edge.to);
    }
  }
  return { steps: NONE, takes };
}

/** By set: the steps of the shortest race of all scenes. */
interface Lattice {
  readonly steps: readonly number[];
  readonly takes: readonly boolean[];
}

function latticeOf(design: KeptDesign): Lattice {
  const graphs = SCENES.map((scene) => graphOf(design, scene));
  const found = Array.from({ length: SETS }, (_, set) => graphs.map((graph) => searched(graph, set)));
  return {
    steps: found.map((all) => all.reduce((least, { steps }) => nearer(least, steps), NONE)),
    takes: found.map((all) => all.some(({ takes }) => takes)),
  };
}

function nearer(one: number, other: number): number {
  if (one === NONE || other === NONE) return Math.max(one, other);
  return Math.min(one, other);
}

const bitsOf = (names: readonly string[]): number => names.reduce((set, id) => set | (1 << ids.indexOf(id)), 0);
const namesOf = (set: number): string[] => ids.filter((_, i) => (set & (1 << i)) !== 0);
const impliedBy = (id: string): readonly string[] => ASSUMPTIONS[ids.indexOf(id)].implies ?? [];
const withImplied = (set: number): number => set | bitsOf(namesOf(set).flatMap(impliedBy));
const strongestOf = (set: number): string[] => {
  const implied = namesOf(set).flatMap(impliedBy);
  return namesOf(set).filter((id) => !implied.includes(id));
};

/** The assumptions that a kept race does not keep to. */
function brokenBy(design: KeptDesign, place: number): string {
  const { scenario, moves } = runOf(design, design.races[place]);
  const program = programOf(scenario);
  const { pc, state } = createWorkspace(program);
  const guardsOf = ASSUMPTIONS.map(({ restriction }) => restriction(program));
  const broken = new Set<string>();
  for (const { process, branch: index } of moves) {
    const branch = program.automata[process].locations[pc[process]].branches[index];
    guardsOf.forEach((guardOf, i) => {
      if (guardOf(process, branch)?.(state, pc) === false) broken.add(ids[i]);
    });
    pc[process] = branch.targets[outcomeOf(branch.action?.run(state, ...branch.args))];
  }
  return [...broken].sort().join();
}

describe(`design ${drawn.design} on Linux ${drawn.kernel}, by brute force (PAGEOFFLINE_SEED=${SEED})`, () => {
  const { steps, takes } = latticeOf(drawn);
  const all = Array.from({ length: SETS }, (_, set) => set);
  const neighbours = (set: number): number[] => ids.map((_, i) => set | (1 << i)).filter((other) => other !== set);

  test('never falls, nor falls sooner, where more is assumed', () => {
    const worse = all.filter((set) => neighbours(set).some((more) => nearer(steps[more], steps[set]) !== steps[set]));
    expect(worse.map(namesOf)).toEqual([]);
  });

  test('is as safe with what an assumption implies as without', () => {
    expect(all.filter((set) => steps[set] !== steps[withImplied(set)]).map(namesOf)).toEqual([]);
  });

  test('is safe under the minimal sets that the answer has, and the shortest races return', () => {
    const holding = all.filter((set) => steps[set] === NONE && withImplied(set) === set);
    const minimal = holding.filter((set) => !holding.some((other) => other !== set && (other & ~set) === 0));
    const speaksOfNobody = (set: number) =>
      !takes[set] && strongestOf(set).some((id) => ASSUMPTIONS[ids.indexOf(id)].ofReferences);
    const offered = minimal.filter((set) => !speaksOfNobody(set));
    const found = offered.map((set) =>
      strongestOf(set)
        .map((id) => `without ${id} ${steps[set & ~bitsOf([id])]} steps`)
        .sort(),
    );
    const said = drawn.sets.map(({ parts }) =>
      parts.map(({ id, race }) => `without ${id} ${drawn.races[race].steps} steps`).sort(),
    );
    expect(found.map(String).sort()).toEqual(said.map(String).sort());
  });

  test('falls under the maximal sets that the answer has races for', () => {
    const maximal = all.filter((set) => steps[set] !== NONE && neighbours(set).every((more) => steps[more] === NONE));
    const lacking = maximal.map((set) => namesOf(~set).sort().join());
    expect(drawn.failing.map((place) => brokenBy(drawn, place)).sort()).toEqual(lacking.sort());
  });
});
