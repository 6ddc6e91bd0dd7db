/** Where a command is to write a file: looked at before long work, not after. */

import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { asUsageError, UsageError } from './usage_error.js';

/** @throws UsageError when no file can be written there */
export function checkWritable(path: string): void {
  const folder = dirname(path);
  const there = statSync(path, { throwIfNoEntry: false });
  if (there?.isDirectory() === true) throw new UsageError(`${path}: is a folder; the name of a file is needed`);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new UsageError(`${path}: there is no folder ${folder}`);
  }
  asUsageError(path, () => accessSync(there === undefined ? folder : path, constants.W_OK));
}
