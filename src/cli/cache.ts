/** `pageoffline cache`: where compiled programs are kept, and how many; or drops them. */

import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ExitStatus, type StatusOf } from './exit_status.js';
import { programsFolder } from './program_files.js';
import type { Terminal } from './terminal.js';

export function cache({ clear }: { readonly clear: boolean }, { stdout }: Terminal): StatusOf<'HOLDS'> {
  const folder = programsFolder();
  if (clear) rmSync(folder, { recursive: true, force: true });
  const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  const programs = files.filter((path) => path.endsWith('.json')).map((path) => statSync(join(folder, path)).size);
  const kilobytes = Math.ceil(programs.reduce((sum, size) => sum + size, 0) / 1_024);
  stdout.write(`${folder}: ${programs.length} compiled programs, ${kilobytes} kB\n`);
  return ExitStatus.HOLDS;
}
