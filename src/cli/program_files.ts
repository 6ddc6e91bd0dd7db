/** Compiled programs that are kept in the user's cache: to get one takes a fiftieth of the time of compiling it. */

import type { KeptAutomaton } from '../checker/kept_automaton.js';
import { keepProgramsIn } from '../scenario/kept_programs.js';
import { BuildFiles } from './build_files.js';

/** Programs are looked for, and kept, from now on. */
export function keepPrograms(): void {
  keepProgramsIn(new BuildFiles<readonly KeptAutomaton[]>('programs'));
}
