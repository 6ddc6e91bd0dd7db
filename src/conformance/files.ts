/** Recordings as files: found under the paths that a user names, and read. */

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseRecording, type Recording } from './recording.js';

const EXTENSION = '.jsonl';

/**
 * The recording files that paths stand for: a file for itself, a folder for every recording below it, in order of name.
 * @throws when a path does not exist
 */
export function recordingFiles(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    if (!statSync(path).isDirectory()) return [path];
    const below = readdirSync(path, { recursive: true, encoding: 'utf8' });
    return below
      .filter((name) => name.endsWith(EXTENSION))
      .sort()
      .map((name) => join(path, name));
  });
}

/** @throws {RecordingError} when the file is not a recording */
export function readRecording(file: string): Recording {
  return parseRecording(file, readFileSync(file, 'utf8'));
}
