/** Holds a lasso against its property move by move, with `Replay` alone: nothing of the engine that found it is used. */

import { expect } from 'vitest';
import type { Lasso, LeadsTo } from '../../src/checker/liveness.js';
import type { Program } from '../../src/checker/system.js';
import { type Move, Replay } from '../../src/checker/trace.js';

/** The processes that are not at rest and can move now, but for avoided branches. */
function able<S>(replay: Replay<S>, { avoids }: LeadsTo<S>): Set<number> {
  const taken = replay.enabled().filter(({ process, branch }) => avoids?.(replay.branches(process)[branch]) !== true);
  const atRest = (process: number) => replay.branches(process).some(({ kind }) => kind === 'idle');
  return new Set(taken.map(({ process }) => process).filter((process) => !atRest(process)));
}

class Follower<S> {
  readonly replay: Replay<S>;
  readonly #property: LeadsTo<S>;

  constructor(program: Program<S>, property: LeadsTo<S>) {
    this.replay = new Replay(program);
    this.#property = property;
  }

  expectPending(where: string): void {
    expect(this.#property.to(this.replay.state), `${where}: is given`).toBe(false);
  }

  expectDuring(where: string): void {
    expect(this.#property.during?.(this.replay.state) ?? true, `${where}: during`).toBe(true);
  }

  move(move: Move, where: string, mayBeAvoided: boolean): void {
    const branch = this.replay.branches(move.process)[move.branch];
    if (!mayBeAvoided) expect(this.#property.avoids?.(branch) ?? false, `${where}: avoided`).toBe(false);
    expect(this.replay.move(move), `${where}: possible`).toBeDefined();
  }
}

/** Fails where the lasso is no fair run of the program that asks and is never given. */
export function expectLasso<S>(program: Program<S>, property: LeadsTo<S>, { prefix, asks, loop }: Lasso): void {
  const follower = new Follower(program, property);
  const { replay } = follower;
  prefix.forEach((move, i) => {
    if (i === asks) expect(property.from(replay.state), 'asks').toBe(true);
    if (i >= asks) {
      follower.expectPending(`prefix ${i}`);
      follower.expectDuring(`prefix ${i}`);
    }
    follower.move(move, `prefix ${i}`, i < asks);
  });
  if (asks === prefix.length) expect(property.from(replay.state), 'asks').toBe(true);
  follower.expectPending('the end of the prefix');
  if (loop.length === 0 && property.during?.(replay.state) === false) return;

  const start = replay.workspace.words.slice();
  const ableAt = [able(replay, property)];
  loop.forEach((move, i) => {
    follower.expectDuring(`loop ${i}`);
    follower.move(move, `loop ${i}`, false);
    follower.expectPending(`loop ${i}`);
    ableAt.push(able(replay, property));
  });
  expect(replay.workspace.words, 'the loop closes').toEqual(start);
  const moved = new Set(loop.map(({ process }) => process));
  program.automata.forEach(({ process: name }, process) => {
    const fairness = property.fairness(name);
    if (fairness === 'none' || moved.has(process)) return;
    const isAble = (at: Set<number>) => at.has(process);
    const starved = fairness === 'weak' ? ableAt.every(isAble) : ableAt.some(isAble);
    expect(starved, `${name}, assumed ${fairness}ly fair, is starved`).toBe(false);
  });
}
