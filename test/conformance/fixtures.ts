/** The recordings that the tests use: a few of each kind, of every kernel series. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  conformRecording,
  parseRecording,
  type Recording,
  readRecording,
  recordingFiles,
} from '../../src/conformance/index.js';

export const FIXTURES = fileURLToPath(new URL('../fixtures/recordings', import.meta.url));

export const fixtureFiles = (): string[] => recordingFiles([FIXTURES]);

export function fixture(name: string): Recording {
  return readRecording(`${FIXTURES}/${name}`);
}

export function fixtureLines(name: string): string[] {
  return readFileSync(`${FIXTURES}/${name}`, 'utf8').trim().split('\n');
}

/** The verdict on a recording of which one line of the file was changed by replacing text in it. */
export function verdictOnChanged(name: string, line: number, from: string | RegExp, to: string) {
  const lines = fixtureLines(name);
  const changed = lines[line - 1].replace(from, to);
  if (changed === lines[line - 1]) throw new Error(`${name}, line ${line}: nothing to replace for ${from}`);
  lines[line - 1] = changed;
  return conformRecording(parseRecording(name, lines.join('\n')));
}
