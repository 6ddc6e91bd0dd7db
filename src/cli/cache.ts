/** `pageoffline cache`: what is kept where, and how much; or drops it. */

import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../lab/cache_folder.js';
import { KEPT_KINDS } from './build_files.js';
import { ExitStatus, type StatusOf } from './exit_status.js';
import type { Terminal } from './terminal.js';

export function cache({ clear }: { readonly clear: boolean }, { stdout }: Terminal): StatusOf<'HOLDS'> {
  for (const [kind, plural] of Object.entries(KEPT_KINDS)) {
    const folder = cacheFolder(kind);
    if (clear) rmSync(folder, { recursive: true, force: true });
    const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
    const sizes = files.filter((path) => path.endsWith('.kept')).map((path) => statSync(join(folder, path)).size);
    const kilobytes = Math.ceil(sizes.reduce((sum, size) => sum + size, 0) / 1_024);
    stdout.write(`${folder}: ${sizes.length} ${plural}, ${kilobytes} kB\n`);
  }
  return ExitStatus.HOLDS;
}
