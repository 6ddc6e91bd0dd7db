/**
 * Compiled programs that are kept in the user's cache, in a folder for each build of the checker: to get one takes a fiftieth
 * of the time of compiling it. Where nothing can be written, nothing is kept.
 */

import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { KeptAutomaton } from '../checker/kept_automaton.js';
import { cacheFolder } from '../lab/cache_folder.js';
import { type KeptPrograms, keepProgramsIn } from '../scenario/kept_programs.js';
import { digestOfProgram, KeptFiles } from './kept_files.js';

/** Builds whose programs are kept, the latest ones. */
const BUILDS = 8;

export const programsFolder = (): string => cacheFolder('programs');

/** Programs are looked for, and kept, from now on. */
export function keepPrograms(): void {
  keepProgramsIn(programFiles());
}

function programFiles(): KeptPrograms {
  let files: KeptFiles<readonly KeptAutomaton[]> | undefined;
  const opened = () => {
    files ??= open();
    return files;
  };
  return {
    get: (digest) => orNothing(() => opened().get(digest)),
    keep: (digest, automata) => orNothing(() => opened().keep(digest, automata)),
  };
}

function open(): KeptFiles<readonly KeptAutomaton[]> {
  const folder = join(programsFolder(), digestOfProgram());
  if (!existsSync(folder)) dropOldBuilds();
  return new KeptFiles(folder);
}

function dropOldBuilds(): void {
  if (!existsSync(programsFolder())) return;
  const builds = readdirSync(programsFolder()).map((name) => {
    const path = join(programsFolder(), name);
    return { path, changed: statSync(path).mtimeMs };
  });
  for (const { path } of builds.sort((a, b) => b.changed - a.changed).slice(BUILDS - 1)) {
    rmSync(path, { recursive: true, force: true });
  }
}

/** What cannot be read or written is compiled again. */
function orNothing<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
