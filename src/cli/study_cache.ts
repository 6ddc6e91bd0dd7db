/**
 * Studies that were made before, in a folder: each under a digest of what it is of and of the program that makes it, so that a
 * study of another model is never taken for one of this.
 */

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Study, StudyJob } from './study_job.js';
import { UsageError } from './usage_error.js';

export interface StudyCache {
  get(job: StudyJob): Study | undefined;
  /** Of a study that was made to its end. */
  keep(job: StudyJob, study: Study): void;
}

export const NO_CACHE: StudyCache = { get: () => undefined, keep: () => {} };

/** What verdicts hang on. */
const ROOMS = ['checker', 'model', 'scenario', 'properties'];

/** @throws UsageError when the folder cannot be made */
export function studyCache(folder: string): StudyCache {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UsageError(`--cache: ${error instanceof Error ? error.message : String(error)}`);
  }
  const program = digestOfProgram();
  const pathOf = (job: StudyJob) => join(folder, `${digest([program, JSON.stringify(job)])}.json`);
  return {
    get: (job) => {
      const path = pathOf(job);
      return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
    },
    keep: (job, study) => {
      const path = pathOf(job);
      // Whole or not at all, whoever else writes the same.
      const unfinished = `${path}.${process.pid}`;
      writeFileSync(unfinished, JSON.stringify(study));
      renameSync(unfinished, path);
    },
  };
}

function digest(parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length} ${part}`);
  return hash.digest('hex').slice(0, 32);
}

function digestOfProgram(): string {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const files = ROOMS.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).map((path) => join(room, path)),
  );
  const sources = files.filter((path) => path.endsWith('.js')).sort();
  return digest(sources.flatMap((path) => [path, readFileSync(join(root, path), 'utf8')]));
}
