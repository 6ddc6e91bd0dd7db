/**
 * What is kept in the user's cache from one run of the checker to the next: of each kind in a folder for each build, so that no
 * build finds what another has made. Where nothing can be read or written, nothing is kept.
 */

import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';
import { cacheFolder } from '../lab/cache_folder.js';
import { digestOfProgram, KeptFiles } from './kept_files.js';

/** Builds of which something is kept, the latest ones. */
const BUILDS = 8;

/** What is kept, with what it is called in the plural. */
export const KEPT_KINDS = {
  programs: 'compiled programs',
  searches: 'native searches',
  verdicts: 'verdicts',
} as const;

type KeptKind = keyof typeof KEPT_KINDS;

/** What worker threads that start later find too: the time from which on what is kept is taken. */
const SINCE = 'pageoffline: kept since';

const keptSince = (): number => Number(getEnvironmentData(SINCE) ?? 0);

/** Only what is kept from now on is taken. */
export function takeNothingFromBefore(): void {
  setEnvironmentData(SINCE, Date.now());
}

/** Whatever was kept is taken again. */
export function takeWhatIsKept(): void {
  setEnvironmentData(SINCE, 0);
}

export class BuildFiles<T> {
  readonly #kind: KeptKind;
  #files: KeptFiles<T> | undefined;

  constructor(kind: KeptKind) {
    this.#kind = kind;
  }

  get(key: string): T | undefined {
    return orNothing(() => this.#opened().get(key, keptSince()));
  }

  keep(key: string, value: T): void {
    orNothing(() => this.#opened().keep(key, value));
  }

  #opened(): KeptFiles<T> {
    this.#files ??= open(cacheFolder(this.#kind));
    return this.#files;
  }
}

function open<T>(parent: string): KeptFiles<T> {
  const folder = join(parent, digestOfProgram());
  if (!existsSync(folder)) dropOldBuilds(parent);
  return new KeptFiles(folder);
}

function dropOldBuilds(parent: string): void {
  if (!existsSync(parent)) return;
  const builds = readdirSync(parent).map((name) => {
    const path = join(parent, name);
    return { path, changed: statSync(path).mtimeMs };
  });
  for (const { path } of builds.sort((a, b) => b.changed - a.changed).slice(BUILDS - 1)) {
    rmSync(path, { recursive: true, force: true });
  }
}

function orNothing<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
