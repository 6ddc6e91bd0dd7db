/**
 * Compiles a process to the smallest automaton with equal behaviour: unrolls it from retry point to retry point, checks that
 * each retry point names every local that is live at it, joins choices with the action they lead to, and minimises.
 */

import type { Automaton, Branch, ChoiceTaken, Location } from './automaton.js';
import { minimise } from './minimise.js';
import type { Process, Request } from './process.js';
import { answers, describe, type Node, unroll } from './unroll.js';

/**
 * Runs with pseudo-random answers compare each compiled process with its generator: long ones for loops, many for processes
 * that end soon, until so many answers were given in all.
 */
const CONFORMANCE_RUNS = 200;
const CONFORMANCE_LENGTH = 1_500;
const CONFORMANCE_ANSWERS = 18_000;

/**
 * @param run makes a fresh generator; it must be a pure function of nothing
 * @throws when a loop has no retry point, or a retry point hides a live local
 */
export function compile<S>(process: string, run: () => Process<S>): Automaton<S> {
  const automaton = unrolled(process, run);
  compareWithGenerator(automaton, run);
  return automaton;
}

/**
 * The same without the last comparison, for who asks what happens while a process is compiled, of one that is compiled whole elsewhere.
 * @throws as {@link compile}, but for what the comparison finds
 */
export function unrolled<S>(process: string, run: () => Process<S>): Automaton<S> {
  return { process, locations: minimise(buildLocations(process, unrollAll(process, run))) };
}

/** The name of the tree at the start of the process. */
const START = '';

interface Tree<S> {
  readonly root: Node<S>;
  readonly path: readonly number[];
}

/** One tree for the start and for each retry point; every other way to reach a retry point must give the same tree. */
function unrollAll<S>(process: string, run: () => Process<S>): Map<string, Tree<S>> {
  const trees = new Map<string, Tree<S>>([[START, { root: unroll(process, run, []), path: [] }]]);
  for (const { root } of trees.values()) {
    for (const leaf of retryLeaves(root)) {
      const known = trees.get(leaf.key);
      const tree = unroll(process, run, leaf.path);
      if (known === undefined) trees.set(leaf.key, { root: tree, path: leaf.path });
      else requireEqual(process, leaf.key, known.root, tree, known.path, leaf.path);
    }
  }
  return trees;
}

function* retryLeaves<S>(node: Node<S>): Generator<Extract<Node<S>, { kind: 'retry' }>> {
  if (node.kind === 'retry') yield node;
  else if (node.kind === 'ask') for (const next of node.next) yield* retryLeaves(next);
}

/** @param below the answers that lead from the roots of the trees to the nodes, the same in both */
function requireEqual<S>(
  process: string,
  key: string,
  a: Node<S>,
  b: Node<S>,
  pathA: readonly number[],
  pathB: readonly number[],
  below: number[] = [],
): void {
  if (!goesOnAlike(a, b)) {
    const [nameA, nameB] = [nodeName(a), nodeName(b)];
    const other = nameA === nameB ? `another request named ${nameB}` : nameB;
    throw hiddenLocal(process, key, [nameA, [...pathA, ...below]], [other, [...pathB, ...below]]);
  }
  if (a.kind !== 'ask' || b.kind !== 'ask') return;
  for (const [i, next] of a.next.entries()) {
    below.push(i);
    requireEqual(process, key, next, b.next[i], pathA, pathB, below);
    below.pop();
  }
}

/** Whether two nodes are both the end, the same retry point, or the same request; what follows is not looked at. */
function goesOnAlike<S>(a: Node<S>, b: Node<S>): boolean {
  if (a.kind === 'retry') return b.kind === 'retry' && a.key === b.key;
  if (a.kind === 'end' || b.kind !== 'ask') return a.kind === b.kind;
  const [x, y] = [a.request, b.request];
  if (x.kind !== y.kind || answers(x) !== answers(y)) return false;
  if ('options' in x) return 'options' in y && x.name === y.name && sameElements(x.options, y.options);
  return 'action' in y && x.action === y.action && sameElements(x.args, y.args);
}

function sameElements<T>(a: readonly T[], b: readonly T[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function nodeName<S>(node: Node<S>): string {
  if (node.kind === 'end') return 'the end of the process';
  return node.kind === 'retry' ? node.key : describe(node.request);
}

function hiddenLocal(
  process: string,
  key: string,
  ...ways: readonly (readonly [does: string, path: readonly number[]])[]
): Error {
  const told = ways.map(([does, path]) => `${does} after outcomes ${path.join(' ')}`);
  return new Error(
    `process ${process}: retry point ${key} hides a live local: the process goes on with ${told.join(', but with ')}; ` +
      'name the local in the retry point',
  );
}

/** A location while it is being built; `minimise` numbers them anew. */
function buildLocations<S>(process: string, trees: ReadonlyMap<string, Tree<S>>): Location<S>[] {
  const locations: { branches: Branch<S>[] }[] = [];
  const built = new Map<Node<S>, number>();

  const resolve = (node: Node<S>, passed: readonly string[] = []): Node<S> => {
    if (node.kind !== 'retry') return node;
    if (passed.includes(node.key)) throw new Error(`process ${process}: retry point ${node.key} loops without a step`);
    const tree = trees.get(node.key);
    if (tree === undefined) throw new Error(`process ${process}: retry point ${node.key} was never unrolled`);
    return resolve(tree.root, [...passed, node.key]);
  };

  const locate = (unresolved: Node<S>): number => {
    const node = resolve(unresolved);
    const known = built.get(node);
    if (known !== undefined) return known;
    const index = locations.push({ branches: [] }) - 1;
    built.set(node, index);
    locations[index].branches.push(...branchesOf(node, [], []));
    return index;
  };

  /** Whether a process that comes here may have to wait before anything happens. */
  const mayWait = (unresolved: Node<S>, passed: readonly Node<S>[] = []): boolean => {
    const node = resolve(unresolved);
    if (node.kind !== 'ask' || node.request.kind === 'choose' || passed.includes(node)) return false;
    if (node.request.kind === 'select') return node.next.some((next) => mayWait(next, [...passed, node]));
    return node.request.kind !== 'step';
  };

  /** `choices` were taken on the way from the location; `committed` tells that one of them was no `select`. */
  const branchesOf = (
    node: Node<S>,
    choices: readonly ChoiceTaken[],
    passed: readonly Node<S>[],
    committed = false,
  ): Branch<S>[] => {
    if (node.kind !== 'ask') return [];
    const { request, next } = node;
    if (!('options' in request)) {
      const { kind, action, args } = request;
      const after = next.map((node) => locate(node));
      // The one answer of an ignored outcome stands for all of them.
      return [{ choices, kind, action, args, targets: action.outcomes.map((_, i) => after[i] ?? after[0]) }];
    }
    if (passed.includes(node)) throw new Error(`process ${process}: choice ${request.name} loops without a step`);
    return request.options.flatMap((option, i) => {
      const taken = [...choices, { name: request.name, option }];
      const after = resolve(next[i]);
      const commits = committed || request.kind === 'choose';
      // A choice commutes with what others do, so it happens with the action it leads to. Before a wait or the end it
      // stays apart: a process that chose to wait must be seen waiting.
      const joins = after.kind === 'ask' && !(commits && mayWait(after));
      if (joins) return branchesOf(after, taken, [...passed, node], commits);
      return [{ choices: taken, kind: 'local' as const, args: [], targets: [locate(after)] }];
    });
  };

  const start = trees.get(START);
  if (start === undefined) throw new Error(`process ${process}: no start`);
  locate(start.root);
  return locations;
}

/** Runs generator and automaton side by side on pseudo-random answers; loops pass often, so a hidden counter shows. */
function compareWithGenerator<S>(automaton: Automaton<S>, run: () => Process<S>): void {
  let given = 0;
  for (let seed = 1; seed <= CONFORMANCE_RUNS && given < CONFORMANCE_ANSWERS; seed++) {
    let random = Math.imul(seed, 0x9e3779b1);
    const draw = (n: number) => {
      random = Math.imul(random ^ (random >>> 15), 0x2c1b3c6d) + seed;
      return (random >>> 8) % n;
    };
    given += compareOneRun(automaton, run(), draw);
  }
}

/** The number of answers given. */
function compareOneRun<S>(automaton: Automaton<S>, generator: Process<S>, draw: (n: number) => number): number {
  const path: number[] = [];
  let location = automaton.locations[0];
  let candidates = location.branches;
  let result = generator.next();
  let depth = 0;
  const answer = (value: number) => {
    path.push(value);
    result = generator.next(value);
  };
  const enter = (target: number) => {
    location = automaton.locations[target];
    candidates = location.branches;
    depth = 0;
  };
  let lastRetry: Request<S> | undefined;
  const diverges = (does: string) =>
    divergence(automaton.process, lastRetry === undefined ? START : describe(lastRetry), does, path);
  while (path.length < CONFORMANCE_LENGTH) {
    if (result.done) {
      if (candidates.length > 0) throw diverges('the end of the process');
      break;
    }
    const request = result.value;
    if (request.kind === 'retry') {
      lastRetry = request;
      answer(0);
      continue;
    }
    const taken = draw(answers(request));
    if ('options' in request) {
      const at = depth++;
      candidates = candidates.filter((branch) => {
        const choice = branch.choices[at];
        return choice?.name === request.name && choice.option === request.options[taken];
      });
      if (candidates.length === 0) throw diverges(describe(request));
      const only = candidates.length === 1 ? candidates[0] : undefined;
      if (only?.kind === 'local' && only.choices.length === depth) enter(only.targets[0]);
    } else {
      const branch = candidates.find(
        ({ action, args, choices }) =>
          action === request.action && choices.length === depth && sameElements(args, request.args),
      );
      if (branch === undefined || branch.kind !== request.kind) throw diverges(describe(request));
      enter(branch.targets[taken]);
    }
    answer(taken);
  }
  return path.length;
}

function divergence(process: string, retry: string, does: string, path: readonly number[]): Error {
  if (retry === START) {
    const outcomes = path.slice(-20).join(' ') || 'none';
    return new Error(
      `process ${process}: goes on with ${does} after outcomes ${outcomes}, but did not in another run: ` +
        'declare each action once, outside the process, and let nothing but outcomes decide what comes next',
    );
  }
  return new Error(
    `process ${process}: retry point ${retry} hides a live local: after ${path.length} outcomes the process goes on with ` +
      `${does}, which it did not on a shorter path (last outcomes: ${path.slice(-20).join(' ')}); name the local in the retry point`,
  );
}
