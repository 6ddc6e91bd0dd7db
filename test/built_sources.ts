/**
 * Has tests load what is built in place of each source: one program for them and for the commands that they run, whose compiled
 * models and warm code serve both.
 */

import { existsSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { Plugin } from 'vitest/config';

const SOURCES = resolve('src');

export const builtSources: Plugin = {
  name: 'built-sources',
  enforce: 'pre',
  resolveId(source, importer) {
    if (importer === undefined || !source.startsWith('.')) return undefined;
    const inside = relative(SOURCES, resolve(dirname(importer), source));
    const built = resolve('dist', inside);
    return !inside.startsWith('..') && existsSync(built) ? built : undefined;
  },
};
