/**
 * Unrolls a process into trees of requests, from one retry point to the next, by running its generator again and again with
 * other outcomes. A generator cannot be copied, so each path of a tree is one fresh run.
 */

import { errorMessage } from './error_message.js';
import type { Process, Request } from './process.js';

/** A request with what follows each answer, the end of the process, or the retry point where the tree stops. */
export type Node<S> =
  | {
      readonly kind: 'ask';
      readonly request: Exclude<Request<S>, { kind: 'retry' }>;
      readonly next: readonly Node<S>[];
    }
  | { readonly kind: 'end' }
  | { readonly kind: 'retry'; readonly key: string; readonly path: readonly number[] };

/** A path of more steps than this without a retry point is taken for an unbounded loop. */
const LONGEST_PATH = 2_000;

/** How many answers a request can get. */
export function answers<S>(request: Request<S>): number {
  if (request.kind === 'retry' || ('outcomeIgnored' in request && request.outcomeIgnored)) return 1;
  return 'options' in request ? request.options.length : request.action.outcomes.length;
}

export function describe<S>(request: Request<S>): string {
  if (request.kind === 'retry') return retryKey(request.name, request.locals);
  if ('options' in request) return `${request.kind} ${request.name}`;
  return `${request.action.name}(${request.args.join(', ')})`;
}

export function retryKey(name: string, locals: readonly number[]): string {
  return `${name}(${locals.join(', ')})`;
}

/** One level of the path being unrolled. */
interface Level<S> {
  readonly request: Exclude<Request<S>, { kind: 'retry' }>;
  readonly next: Node<S>[];
}

/**
 * The tree of everything the process may do after the answers `prefix`, up to the next retry points.
 * @throws when a path neither ends nor meets a retry point.
 */
export function unroll<S>(name: string, run: () => Process<S>, prefix: readonly number[]): Node<S> {
  const levels: Level<S>[] = [];
  for (;;) {
    const path = [...prefix, ...levels.map((level) => level.next.length)];
    let leaf = runToLeaf(name, run, path, prefix.length, levels);
    for (;;) {
      const level = levels.at(-1);
      if (level === undefined) return leaf;
      level.next.push(leaf);
      if (level.next.length < answers(level.request)) break;
      levels.pop();
      leaf = { kind: 'ask', request: level.request, next: level.next };
    }
  }
}

/** Feeds `path` to a fresh run and goes on with answer 0 to a leaf, pushing a level for each request met after the path. */
function runToLeaf<S>(
  name: string,
  run: () => Process<S>,
  path: readonly number[],
  prefixLength: number,
  levels: Level<S>[],
): Node<S> {
  const generator = run();
  const given: number[] = [];
  const next = (...told: [] | [number]) => {
    try {
      return generator.next(...told);
    } catch (error) {
      const said = errorMessage(error);
      throw new Error(`process ${name}: failed after outcomes ${given.join(' ') || 'none'}: ${said}`, { cause: error });
    }
  };
  let result = next();
  const answer = (value: number) => {
    given.push(value);
    result = next(value);
  };
  for (const value of path) answer(value);
  while (!result.done) {
    const request = result.value;
    requireSound(name, request);
    if (request.kind === 'retry')
      return { kind: 'retry', key: retryKey(request.name, request.locals), path: [...given, 0] };
    levels.push({ request, next: [] });
    answer(0);
    if (given.length - prefixLength > LONGEST_PATH) throw unboundedLoop(name, levels);
  }
  return { kind: 'end' };
}

/** Arguments and locals are written into names and generated code. */
function requireSound<S>(name: string, request: Request<S>): void {
  const [numbers, of] =
    'action' in request
      ? [request.args, request.action.name]
      : 'locals' in request
        ? [request.locals, request.name]
        : [];
  const odd = numbers?.find((number) => !Number.isInteger(number));
  if (odd !== undefined) throw new Error(`process ${name}: ${of} is given ${String(odd)}, which is no integer`);
  if ('options' in request && request.options.length === 0)
    throw new Error(`process ${name}: ${request.kind} ${request.name} has no options`);
}

function unboundedLoop<S>(name: string, levels: readonly Level<S>[]): Error {
  const last = [...new Set(levels.slice(-50).map((level) => describe(level.request)))].slice(0, 4);
  return new Error(
    `process ${name}: unbounded loop without a retry point, ${LONGEST_PATH} requests on one path; ` +
      `it repeats ${last.join(', ')}: add a retryPoint to the loop`,
  );
}
