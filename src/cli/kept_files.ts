/**
 * What was found before, in files: each under a digest of what it is of and of the program that found it, so that what another
 * model gave is never taken for what this one gives. Each begins with a digest of what it holds.
 */

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { threadId } from 'node:worker_threads';

/** What programs, the modules of their searches, and verdicts hang on. */
const ROOMS = ['checker', 'export', 'model', 'scenario', 'properties'];

export class KeptFiles<T> {
  readonly #folder: string;

  /** @throws when the folder cannot be made */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
  }

  /** @param since only what was kept from then on, in milliseconds as of `Date.now` */
  get(key: string, since = 0): T | undefined {
    const path = this.#pathOf(key);
    if (!existsSync(path) || statSync(path).mtimeMs < since) return undefined;
    const text = readFileSync(path, 'utf8');
    const value = text.slice(DIGEST_LENGTH);
    // What was damaged may still be a value, but another.
    return text.slice(0, DIGEST_LENGTH) === digest([value]) ? JSON.parse(value) : undefined;
  }

  keep(key: string, value: T): void {
    const path = this.#pathOf(key);
    const text = JSON.stringify(value);
    // Whole or not at all, whoever else writes the same.
    const unfinished = `${path}.${process.pid}.${threadId}`;
    writeFileSync(unfinished, `${digest([text])}${text}`);
    renameSync(unfinished, path);
  }

  #pathOf(key: string): string {
    return join(this.#folder, `${digest([digestOfProgram(), key])}.kept`);
  }
}

const DIGEST_LENGTH = 32;

function digest(parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length} ${part}`);
  return hash.digest('hex').slice(0, DIGEST_LENGTH);
}

let known: string | undefined;

/** Of the code that runs: built, or as it is written where a test runner loads that. */
export function digestOfProgram(): string {
  known ??= digestOfCode(fileURLToPath(new URL('..', import.meta.url)));
  return known;
}

/** Of the code in a folder of this form. */
export function digestOfCode(root: string): string {
  const files = ROOMS.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).map((path) => join(room, path)),
  );
  const sources = files.filter((path) => /\.[jt]s$/.test(path) && !path.endsWith('.d.ts')).sort();
  return digest(sources.flatMap((path) => [path, readFileSync(join(root, path), 'utf8')]));
}
