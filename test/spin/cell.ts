/** A cell that Spin is to agree on: a program with the main invariants, and what our own search counts in it. */

import { Search } from '../../src/checker/search.js';
import type { Program } from '../../src/checker/system.js';
import { type Counted, countedBy, differencesOf } from '../../src/export/counted.js';
import { promelaFiles } from '../../src/export/files.js';
import { type TranslatedProgram, translateProgram } from '../../src/export/program.js';
import { countWithSpin } from '../../src/export/spin.js';
import type { Kernel } from '../../src/model/state.js';
import { PROPERTIES } from '../../src/properties/catalogue/main.js';
import { invariantOf } from '../../src/properties/kinds/invariant.js';
import { invariantsAmong } from '../../src/properties/property.js';

export const INVARIANTS = invariantsAmong(PROPERTIES);

export interface Cell {
  readonly name: string;
  readonly program: Program<Kernel>;
  readonly ours: Counted;
}

/** Undefined for one that has more states. */
export function cellOf(name: string, program: Program<Kernel>, maxStates: number): Cell | undefined {
  const search = new Search(program, { invariants: INVARIANTS.map(invariantOf), maxStates });
  search.run();
  return search.incomplete === undefined ? { name, program, ours: countedBy(search) } : undefined;
}

export const translated = (program: Program<Kernel>): TranslatedProgram =>
  translateProgram(
    program,
    INVARIANTS.map(({ id, violator }) => ({ id, of: violator })),
  );

/** What Spin counts otherwise. @param change of what is exported */
export async function differences(
  { program, ours }: Cell,
  change = (same: TranslatedProgram) => same,
): Promise<readonly string[]> {
  const files = promelaFiles(change(translated(program)), { lines: [] });
  return differencesOf(ours, await countWithSpin(files, { states: ours.states }));
}
