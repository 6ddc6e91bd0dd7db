/**
 * Where what is kept from one run to the next lies, what the lab fetches and builds too: under $XDG_CACHE_HOME/pageoffline, or
 * ~/.cache/pageoffline.
 */

import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export function cacheFolder(...below: readonly string[]): string {
  const { XDG_CACHE_HOME: base = '' } = process.env;
  return join(base === '' ? join(homedir(), '.cache') : base, 'pageoffline', ...below);
}

/** The same, and it exists. */
export function madeCacheFolder(...below: readonly string[]): string {
  const folder = cacheFolder(...below);
  mkdirSync(folder, { recursive: true });
  return folder;
}
