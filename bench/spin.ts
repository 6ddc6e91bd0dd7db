/** Spin's verifier of two-phase commit. */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildVerifier } from '../src/export/spin.js';

// This file runs from dist-bench/bench; the model is not copied there.
const MODEL = fileURLToPath(new URL('../../bench/models/two_phase.pml', import.meta.url));

/** No partial order reduction: the count of states is of the whole state space, as it is for us. */
const CC_FLAGS = ['-O2', '-DSAFETY', '-DNOREDUCE'];

/**
 * Ending in a blocked statement is no error (-E), statements never reached are not listed (-n), and the hash table suits a
 * few million states (-w22 was the fastest of 20, 22 and 24 for 8 managers).
 */
const PAN_FLAGS = ['-E', '-n', '-w22'];

export const SPIN_SETTINGS = `cc ${CC_FLAGS.join(' ')}, pan ${PAN_FLAGS.join(' ')}`;

export interface TwoPhaseVerifier {
  readonly states: number;
  readonly transitions: number;
  /** Runs the verifier to its end. */
  readonly run: () => void;
  readonly remove: () => void;
}

export async function twoPhaseVerifier(managers: number): Promise<TwoPhaseVerifier> {
  const files = [{ name: 'two_phase.pml', text: readFileSync(MODEL, 'utf8') }];
  const verifier = await buildVerifier(files, CC_FLAGS, { defines: [`-DN=${managers}`] });
  const output = await verifier.run(PAN_FLAGS);
  return {
    states: countIn(output, /(\d+) states, stored/),
    transitions: countIn(output, /(\d+) transitions/),
    run: () => {
      const { status, stderr } = spawnSync(verifier.program, PAN_FLAGS, { encoding: 'utf8' });
      if (status !== 0) throw new Error(`the verifier failed: ${stderr}`);
    },
    remove: verifier.remove,
  };
}

function countIn(output: string, pattern: RegExp): number {
  const count = pattern.exec(output)?.[1];
  if (count === undefined) throw new Error(`the verifier's output has no ${pattern}:\n${output}`);
  return Number(count);
}
