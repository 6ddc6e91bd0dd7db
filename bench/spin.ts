/** Spin's verifier of two-phase commit: built with `spin` and `cc` in a temporary directory, and run as a process. */

import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

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

export interface Verifier {
  readonly states: number;
  readonly transitions: number;
  /** Runs the verifier to its end. */
  readonly run: () => void;
  readonly remove: () => void;
}

export function isSpinInstalled(): boolean {
  return spawnSync('spin', ['-V']).status === 0 && spawnSync('cc', ['--version']).status === 0;
}

export function buildVerifier(managers: number): Verifier {
  const directory = mkdtempSync(join(tmpdir(), 'two-phase-'));
  const call = (command: string, args: readonly string[]): string => {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: directory, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`);
    return stdout;
  };
  const verify = () => call(join(directory, 'pan'), PAN_FLAGS);
  copyFileSync(MODEL, join(directory, 'two_phase.pml'));
  call('spin', ['-a', `-DN=${managers}`, 'two_phase.pml']);
  call('cc', [...CC_FLAGS, '-o', 'pan', 'pan.c']);
  const output = verify();
  return {
    states: countIn(output, /(\d+) states, stored/),
    transitions: countIn(output, /(\d+) transitions/),
    run: verify,
    remove: () => rmSync(directory, { recursive: true }),
  };
}

function countIn(output: string, pattern: RegExp): number {
  const count = pattern.exec(output)?.[1];
  if (count === undefined) throw new Error(`the verifier's output has no ${pattern}:\n${output}`);
  return Number(count);
}
