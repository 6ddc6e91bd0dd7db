/** The table "to add X, edit Y" of CONTRIBUTING.md: what it names is there, and what is said to have one home has one. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CONFIGURATIONS } from '../../src/model/configurations.js';
import { DESIGN_IDS, KERNEL_VERSIONS } from '../../src/model/designs.js';
import { ACTORS, ENTRIES, KERNEL_FIELDS } from '../../src/model/modules.js';
import { SWITCH_NAMES } from '../../src/model/switches.js';
import { ALL_PROPERTIES } from '../../src/properties/catalogue/all.js';
import { PATCHES } from '../../src/properties/studies/patches.js';

const TABLE = readFileSync('CONTRIBUTING.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| '));

const SOURCES = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path: join('src', path), source: readFileSync(join('src', path), 'utf8') }));

/** Where code is that looks like this, in how many places. */
function placesOf(code: RegExp, within: (path: string) => boolean = () => true): string[] {
  return SOURCES.filter(({ path }) => within(path)).flatMap(({ path, source }) =>
    [...source.matchAll(new RegExp(code, 'gm'))].map(() => path),
  );
}

const inModel = (path: string): boolean => path.startsWith('src/model/');

test('every file and folder that the table names is there', () => {
  const named = TABLE.flatMap((line) => [...line.matchAll(/`((?:src|test)\/[^`]+)`/g)].map(([, path]) => path));
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
});

describe('one declaration', () => {
  test.each(SWITCH_NAMES)('of switch %s', (name) => {
    expect(placesOf(new RegExp(`^  ${name}: \\{`), (path) => path === 'src/model/switches.ts')).toEqual([
      'src/model/switches.ts',
    ]);
  });

  test.each(Object.keys(KERNEL_FIELDS))('of state field %s', (name) => {
    expect(
      placesOf(new RegExp(`^  ${name}: \\{`), (path) => inModel(path) && !path.endsWith('switches.ts')),
    ).toHaveLength(1);
  });

  test.each(Object.keys(ENTRIES))('of configuration entry %s', (name) => {
    const entry = new RegExp(`(?:^ +|\\{ )${name}: (?:flag|count|oneOf|someOf|numbersOf|trouble)\\(`);
    // Memory breaks as an actor does it, and as a recording tells it.
    expect(placesOf(entry, inModel)).toHaveLength(name === 'poison' ? 2 : 1);
  });

  test.each(ACTORS.map(({ key }) => key))('of actor %s', (key) => {
    expect(placesOf(new RegExp(`^ +key: '${key}',|\\{ key: '${key}',`), inModel)).toHaveLength(1);
  });

  test.each(CONFIGURATIONS.map(({ name }) => name))('of named configuration %s', (name) => {
    const entry = new RegExp(`^ +'${name}',|[(]'${name}',|name: '${name}'`);
    expect(placesOf(entry, (path) => path === 'src/model/configurations.ts')).toHaveLength(1);
  });

  test.each([...DESIGN_IDS, ...KERNEL_VERSIONS])('of design or kernel version %s', (name) => {
    expect(placesOf(new RegExp(`^  '?${name.replace('.', '\\.')}'?: `), inModel)).toEqual(['src/model/designs.ts']);
  });

  test.each(PATCHES.map(({ id }) => id))('of patch %s', (id) => {
    const entry = new RegExp(`^ +id: '${id}',|[{] id: '${id}',`);
    expect(placesOf(entry, (path) => path === 'src/properties/studies/patches.ts')).toHaveLength(1);
  });
});

/** Constants of a type, each with the file that declares it and the files that import it from there. */
function registered(type: RegExp): { name: string; path: string; declaration: string; importing: string[] }[] {
  return SOURCES.flatMap(({ path, source }) =>
    [...source.matchAll(new RegExp(`^export const (\\w+): ${type.source}`, 'gm'))].map(([declaration, name]) => {
      const imported = new RegExp(`import \\{[^}]*\\b${name}\\b[^}]*\\} from '([^']*)\\.js'`, 'g');
      const importing = SOURCES.filter((other) =>
        [...other.source.matchAll(imported)].some(([, from]) => `${join(dirname(other.path), from)}.ts` === path),
      ).map((other) => other.path);
      return { name, path, declaration, importing };
    }),
  );
}

test('a module is named in its own file and in the list of modules alone', () => {
  const modules = registered(/Module\b/);
  expect(modules.length).toBeGreaterThan(10);
  for (const { name, importing } of modules) expect([name, importing]).toEqual([name, ['src/model/modules.ts']]);
});

test('a kind of properties is declared with its interface in one file, and named in the table of kinds alone', () => {
  const kinds = registered(/Kind<\w+>/);
  expect(kinds.map(({ name }) => name)).toHaveLength(new Set(ALL_PROPERTIES.map(({ kind }) => kind)).size);
  for (const { name, path, declaration, importing } of kinds) {
    expect([name, importing]).toEqual([name, ['src/properties/kinds/index.ts']]);
    const [property] = declaration.match(/(?<=<)\w+/) ?? [];
    expect([name, placesOf(new RegExp(`^export interface ${property} extends`))]).toEqual([name, [path]]);
  }
});
