/** Who reads a switch, found by running the model, is what its source says. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DEFAULT_KERNEL } from '../../../src/model/designs.js';
import { SWITCH_NAMES } from '../../../src/model/switches.js';
import { switchReaders } from '../../../src/properties/studies/switch_readers.js';

const MODEL = 'src/model';

/** B is asked only of what has readers in it that A and D lack: its many paths make asking slow. */
const asked = [
  switchReaders(['A', 'D'], DEFAULT_KERNEL, SWITCH_NAMES),
  switchReaders(['B'], DEFAULT_KERNEL, ['clearsBeforePut', 'accounting']),
  // Onlining refuses damaged memory in later kernels alone.
  switchReaders(['D'], '7.3', ['poisonCountsFirst']),
];
const readers = new Map(
  SWITCH_NAMES.map((name) => [name, [...new Set(asked.flatMap((each) => each.get(name) ?? []))].sort()]),
);

const SOURCES = readdirSync(MODEL, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readFileSync(join(MODEL, path), 'utf8'))
  .join('\n');

test.each([
  ['putHook', ['freePage', 'putPageTestzero']],
  ['scanEBUSY', ['scan_movable_pages']],
  ['skipOfflineAnyCount', ['pageIsUnmovable']],
  ['callbackUsesBitmap', ['virtio_mem_online_page_cb']],
  ['contigUndoesAlways', ['allocContigRange']],
] as const)('%s is read by %j', (name, expected) => {
  expect(readers.get(name)).toEqual(expected);
});

test('every switch is read', () => {
  expect(SWITCH_NAMES.filter((name) => readers.get(name)?.length === 0)).toEqual([]);
});

describe('every reader is a function, one of a declaration, or an action of the model', () => {
  test.each([...new Set([...readers.values()].flat())])('%s', (reader) => {
    expect(SOURCES).toMatch(
      new RegExp(`function\\*? ${reader}\\b|const ${reader} =|${reader}: \\(|atomic\\(\\s*'${reader}'`),
    );
  });
});
