/** Names of what a move did, for each outcome of each branch of a program, at the index `coverageIndex`. */

import { branchLabel } from '../checker/automaton.js';
import { hashText } from '../checker/hash.js';
import { kindOf } from '../checker/process_kind.js';
import { coverageIndex } from '../checker/successors.js';
import type { Program } from '../checker/system.js';
import { stepName } from './coverage.js';
import { stepShape } from './shape.js';

export interface OutcomeNames {
  /** `walker: put_page_testzero -> reached 0`. */
  readonly shapes: readonly string[];
  /** Of the step with process, choices, action, arguments and outcome; equal in all programs where these are. */
  readonly hashes: Int32Array;
}

export function outcomeNames<S>(program: Program<S>): OutcomeNames {
  const { at, length } = coverageIndex(program);
  const shapes = new Array<string>(length).fill('');
  const hashes = new Int32Array(length);
  for (const [p, { process, locations }] of program.automata.entries()) {
    for (const [l, { branches }] of locations.entries()) {
      for (const [b, branch] of branches.entries()) {
        const { action, choices, args } = branch;
        const name = stepName(process, branchLabel(branch));
        for (const o of branch.targets.keys()) {
          const taken = action === undefined ? {} : { action: action.name, outcome: action.outcomes[o] };
          shapes[at[p][l][b] + o] = `${kindOf(process)}: ${stepShape({ process, choices, args, ...taken })}`;
          hashes[at[p][l][b] + o] = hashText(`${name} ${o}`);
        }
      }
    }
  }
  return { shapes, hashes };
}
