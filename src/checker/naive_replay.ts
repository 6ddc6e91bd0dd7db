/**
 * Replays a trace a second time, by nothing that the search uses: the generators themselves run, on a state of plain arrays,
 * without automata, packing or typed arrays. What it confirms does not hang on the engine.
 */

import type { Cells } from './layout.js';
import { BLOCKED, type Process, type Request } from './process.js';
import type { System } from './system.js';
import type { TraceStep } from './trace.js';

/** One process in the middle of its run: its generator, and what it asks for now. */
interface Running<S> {
  readonly generator: Process<S>;
  asks: Request<S> | undefined;
}

/** A system whose generators are advanced step by step. */
export class NaiveReplay<S> {
  readonly state: S;
  /** The fields of the state. */
  readonly cells: Readonly<Record<string, Cells>>;
  readonly #processes: ReadonlyMap<string, Running<S>>;

  constructor(system: System<S>) {
    const arrays = Object.entries(system.fields).map(([name, { length }]) => [name, new Array<number>(length).fill(0)]);
    this.cells = Object.fromEntries(arrays) as Record<string, number[]>;
    this.state = system.bind(this.cells);
    system.init(this.state);
    this.#processes = new Map(
      system.processes.map(({ name, run }) => {
        const generator = run();
        return [name, { generator, asks: generator.next().value ?? undefined }];
      }),
    );
  }

  /**
   * All that what happens next can depend on, as far as it can be seen: the fields, and what each process asks for. Two that
   * differ are of two states.
   */
  snapshot(): string {
    const asked = [...this.#processes].map(([name, running]) => `${name}: ${askedText(passRetryPoints(running))}`);
    const fields = Object.entries(this.cells).map(([name, cells]) => `${name}: ${Array.from(cells).join()}`);
    return [...fields, ...asked].join('\n');
  }

  /** @throws when the process cannot do this step now, or with another outcome */
  follow({ process, choices, action, args, outcome }: TraceStep): void {
    const running = this.#processes.get(process);
    if (running === undefined) throw new Error(`there is no process ${process}`);
    for (const { name, option } of choices) {
      const asks = passRetryPoints(running);
      const taken = asks !== undefined && 'options' in asks && asks.name === name ? asks.options.indexOf(option) : -1;
      if (taken < 0) throw new Error(`process ${process} does not choose ${name}: ${option} here`);
      answer(running, taken);
    }
    if (action === undefined) return;
    const asks = passRetryPoints(running);
    if (asks === undefined || !('action' in asks) || asks.action.name !== action || asks.args.join() !== args.join()) {
      throw new Error(`process ${process} does not do ${action}(${args.join(', ')}) here`);
    }
    const result = Number(asks.action.run(this.state, ...asks.args) ?? 0);
    const happened = result === BLOCKED ? 'blocked' : asks.action.outcomes[result];
    if (happened !== outcome) throw new Error(`${action}(${args.join(', ')}) gives "${happened}", not "${outcome}"`);
    answer(running, asks.outcomeIgnored === true ? 0 : result);
  }
}

function passRetryPoints<S>(running: Running<S>): Request<S> | undefined {
  while (running.asks?.kind === 'retry') answer(running, 0);
  return running.asks;
}

function askedText<S>(request: Request<S> | undefined): string {
  if (request === undefined) return 'nothing more';
  if ('action' in request) return `${request.kind} ${request.action.name}(${request.args.join()})`;
  return [request.kind, request.name, ...('options' in request ? request.options : request.locals)].join(' ');
}

function answer<S>(running: Running<S>, value: number): void {
  const result = running.generator.next(value);
  running.asks = result.done === true ? undefined : result.value;
}

/** @returns the state at the end of the trace @throws at the first step that is not possible, or has another outcome */
export function replayNaively<S>(system: System<S>, steps: readonly TraceStep[]): S {
  const replay = new NaiveReplay(system);
  for (const step of steps) replay.follow(step);
  return replay.state;
}
