/**
 * Swarm: each run has a workload of its own (Groce et al., ISSTA 2012). Some processes stay away, and each of the others
 * repeats a few operations in a drawn order. What all do all the time hides what few do often.
 */

import type { Program } from '../../checker/system.js';
import { branchOfMove, type Draw, processOfMove, type Scheduler, type WalkInProgress } from '../../checker/walk.js';
import { drawFrom } from './candidates.js';
import type { Strategy } from './strategy.js';

/** The most operations in the list that a process repeats. */
const MOST_OPERATIONS = 4;

class WorkloadScheduler implements Scheduler {
  /** How many different operations each process can begin: the branches of the location where it is at rest. */
  readonly #choices: readonly number[];
  /** The operations that each process repeats, by branch, one after another; its length 0 for one that stays away. */
  readonly #operations: readonly Int32Array[];
  readonly #lengths: Int32Array;
  readonly #next: Int32Array;
  #seen = 0;
  readonly #mayTry = (move: number): boolean => this.#isOfWorkload(move);
  #pc: WalkInProgress['pc'];

  constructor(choices: readonly number[]) {
    this.#choices = choices;
    this.#operations = choices.map(() => new Int32Array(MOST_OPERATIONS));
    this.#lengths = new Int32Array(choices.length);
    this.#next = new Int32Array(choices.length);
    this.#pc = this.#next;
  }

  begin(draw: Draw): void {
    const always = draw(this.#choices.length);
    for (const [process, choices] of this.#choices.entries()) {
      const takesPart = process === always || draw(3) > 0;
      this.#lengths[process] = takesPart && choices > 0 ? 1 + draw(MOST_OPERATIONS) : 0;
      for (let i = 0; i < this.#lengths[process]; i++) this.#operations[process][i] = draw(choices);
    }
    this.#next.fill(0);
    this.#seen = 0;
  }

  choose(walk: WalkInProgress, draw: Draw): number {
    if (walk.length > this.#seen) this.#noteMove(processOfMove(walk.moves[this.#seen]));
    this.#pc = walk.pc;
    return drawFrom(walk, draw, this.#mayTry);
  }

  /** A process that is at rest after its move has ended an operation. */
  #noteMove(process: number): void {
    this.#seen++;
    if (this.#pc[process] === 0) this.#next[process] = (this.#next[process] + 1) % this.#lengths[process];
  }

  #isOfWorkload(move: number): boolean {
    const process = processOfMove(move);
    if (this.#lengths[process] === 0) return false;
    return this.#pc[process] !== 0 || this.#operations[process][this.#next[process]] === branchOfMove(move);
  }
}

/** Each run has a random part of the processes and of their operations. */
export const swarm: Strategy = {
  name: 'swarm',
  title: 'each run with some of the processes, each of which repeats a few operations',
  learns: false,
  scheduler: <S>({ automata }: Program<S>) =>
    new WorkloadScheduler(automata.map(({ locations: [rest] }) => rest.branches.length)),
};
