/** Asks Spin of runs: whether what is asked for always comes, under weak fairness; and of single states whether it can come. */

import type { Expectation } from '../checker/expectation.js';
import type { Program } from '../checker/system.js';
import {
  claimFiles,
  FAIR_FLAGS,
  FAIR_RUN,
  GOAL_VARIABLE,
  START_FLAGS,
  START_VARIABLE,
  type Start,
  startFiles,
} from './expectation_files.js';
import { buildVerifier, firstLine, type SpinOptions, sizesFor } from './spin.js';

/**
 * Whether on every run that is weakly fair to each process what is asked for comes.
 * @throws when Spin, the C compiler or the verifier fails, or the signal comes
 */
export async function alwaysComes<S>(
  program: Program<S>,
  expectation: Expectation<S>,
  { states, ...build }: SpinOptions,
): Promise<boolean> {
  const verifier = await buildVerifier(claimFiles(program, expectation, { lines: [] }), FAIR_FLAGS, build);
  try {
    // Of each state one before it is asked for and one behind, and with fairness a copy for each process and two more.
    const product = 2 * states * (program.automata.length + 3);
    return errorsIn(await verifier.run([...FAIR_RUN, ...sizesFor(product), '-n', '-E'])) === 0;
  } finally {
    verifier.remove();
  }
}

/** What Spin finds of a state: that it is reached from the initial one, and that from it what is asked for can come. */
export interface FromState {
  readonly reached: boolean;
  readonly canCome: boolean;
}

/**
 * Of each of some states in which something is asked for.
 * @throws when Spin, the C compiler or the verifier fails, or the signal comes
 */
export async function canCome<S>(
  program: Program<S>,
  expectation: Expectation<S>,
  starts: readonly Start[],
  { states, ...build }: SpinOptions,
): Promise<readonly FromState[]> {
  const files = startFiles(program, expectation, starts, { lines: [] });
  const verifier = await buildVerifier(files, START_FLAGS, build);
  const finds = async (variable: string, i: number): Promise<boolean> =>
    errorsIn(await verifier.run([...sizesFor(2 * states), '-n', '-E'], { [variable]: String(i) })) > 0;
  try {
    const found: FromState[] = [];
    for (const i of starts.keys())
      found.push({ reached: await finds(GOAL_VARIABLE, i), canCome: await finds(START_VARIABLE, i) });
    return found;
  } finally {
    verifier.remove();
  }
}

/** @throws when the verifier found no error, and did not see everything either */
function errorsIn(output: string): number {
  const errors = Number(/errors: (\d+)/.exec(output)?.[1] ?? Number.NaN);
  const stopped = /^.*(?:out of memory|search depth too small|max search depth).*$/m.exec(output)?.[0];
  if (Number.isNaN(errors) || (errors === 0 && stopped !== undefined))
    throw new Error(`Spin's verifier did not see every state: ${firstLine(stopped ?? output)}`);
  return errors;
}
