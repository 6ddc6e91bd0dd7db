/**
 * What was found before, in files: each under a digest of what it is of and of the program that found it, so that what another
 * model gave is never taken for what this one gives.
 */

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What programs and verdicts hang on. */
const ROOMS = ['checker', 'model', 'scenario', 'properties'];

export class KeptFiles<T> {
  readonly #folder: string;

  /** @throws when the folder cannot be made */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
  }

  get(key: string): T | undefined {
    const path = this.#pathOf(key);
    return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
  }

  keep(key: string, value: T): void {
    const path = this.#pathOf(key);
    // Whole or not at all, whoever else writes the same.
    const unfinished = `${path}.${process.pid}`;
    writeFileSync(unfinished, JSON.stringify(value));
    renameSync(unfinished, path);
  }

  #pathOf(key: string): string {
    return join(this.#folder, `${digest([digestOfProgram(), key])}.json`);
  }
}

function digest(parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length} ${part}`);
  return hash.digest('hex').slice(0, 32);
}

let known: string | undefined;

/** Of the code that runs: built, or as it is written where a test runner loads that. */
export function digestOfProgram(): string {
  known ??= digestOfCode();
  return known;
}

function digestOfCode(): string {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const files = ROOMS.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).map((path) => join(room, path)),
  );
  const sources = files.filter((path) => /\.[jt]s$/.test(path) && !path.endsWith('.d.ts')).sort();
  return digest(sources.flatMap((path) => [path, readFileSync(join(root, path), 'utf8')]));
}
