/** How files may import each other, in src, web and bench: in no circle, and from room to room one way. Imports of types count. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';

/** From the lowest: a room imports those below it alone, beside those of its own line that stand before it. */
const ROOMS = [
  ['src/checker'],
  ['src/export'],
  ['src/model'],
  ['src/scenario'],
  ['src/properties'],
  ['src/run'],
  ['src/generators', 'src/change', 'src/conformance', 'src/lab'],
  ['src/report'],
  ['src/cli', 'web', 'bench'],
] as const;

/** Rooms of one line of which one imports another. */
const BESIDE: ReadonlySet<string> = new Set(['src/lab imports src/conformance', 'bench imports src/cli']);

/** A file is known by its path without ending, as it is imported. */
type Imports = ReadonlyMap<string, readonly string[]>;

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => join(folder, path));
}

const withoutEnding = (path: string): string => path.replace(/\.(?:js|tsx?)$/, '');

/** What a source imports or exports from other files of the tree. `import()` does not count: it is for when it is asked for. */
function importedBy(path: string, source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '');
  return [...code.matchAll(/(?:\bfrom|^\s*import)\s*'(\.[^']*)'/gm)].map(([, name]) =>
    withoutEnding(normalize(join(dirname(path), name))),
  );
}

const TREE: Imports = new Map(
  ['src', 'web', 'bench']
    .flatMap(filesBelow)
    .map((path) => [
      withoutEnding(path),
      importedBy(path, readFileSync(path, 'utf8')).filter(
        (name) => existsSync(`${name}.ts`) || existsSync(`${name}.tsx`),
      ),
    ]),
);

/** The first circle that is found, from a file to itself; empty when there is none. */
function circleIn(imports: Imports): string[] {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): string[] => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const next of imports.get(file) ?? []) {
      const circle = visit(next, [...path, file]);
      if (circle.length > 0) return circle;
    }
    done.add(file);
    return [];
  };
  for (const file of imports.keys()) {
    const circle = visit(file, []);
    if (circle.length > 0) return circle;
  }
  return [];
}

const roomOf = (file: string): string =>
  file.startsWith('src/') ? file.split('/').slice(0, 2).join('/') : file.split('/')[0];

const height = (room: string): number => ROOMS.findIndex((rooms) => rooms.some((each) => each === room));

function againstTheOrder(imports: Imports): string[] {
  return [...imports].flatMap(([file, imported]) =>
    imported.flatMap((other) => {
      const [from, to] = [roomOf(file), roomOf(other)];
      // The package's entry stands above all.
      const goesDown = file === 'src/index' || from === to || height(to) < height(from);
      const known = other !== 'src/index' && (goesDown || BESIDE.has(`${from} imports ${to}`));
      return known ? [] : [`${file} imports ${other}`];
    }),
  );
}

describe('files import each other', () => {
  test('in no circle', () => {
    expect(circleIn(TREE)).toEqual([]);
  });

  test('from room to room one way', () => {
    expect(againstTheOrder(TREE)).toEqual([]);
    expect([...new Set([...TREE.keys()].map(roomOf))].filter((room) => height(room) < 0)).toEqual(['src/index']);
  });

  test('as is read from their sources, types included', () => {
    const source =
      "import type { A } from './a.js';\nexport {\n  B,\n} from '../b.js';\nimport './c.js';\nawait import('./d.js');";
    expect(importedBy('src/model/mm/x.ts', source)).toEqual(['src/model/mm/a', 'src/model/b', 'src/model/mm/c']);
    expect([...TREE.values()].flat().length).toBeGreaterThan(TREE.size);
  });

  test('and what does not keep to it is found', () => {
    expect(
      circleIn(
        new Map([
          ['a', ['b']],
          ['b', ['c']],
          ['c', ['b']],
        ]),
      ),
    ).toEqual(['b', 'c', 'b']);
    expect(
      againstTheOrder(
        new Map([
          ['src/model/a', ['src/report/b']],
          ['web/a', ['src/cli/b']],
        ]),
      ),
    ).toHaveLength(2);
  });
});
