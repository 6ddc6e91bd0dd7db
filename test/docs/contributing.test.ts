/** The table "to add X, edit Y" of CONTRIBUTING.md: what it names is there, and what is said to have one home has one. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CONFIGURATIONS } from '../../src/model/configurations.js';
import { DESIGN_IDS, KERNEL_VERSIONS } from '../../src/model/designs.js';
import { ACTORS, ENTRIES, KERNEL_FIELDS } from '../../src/model/modules.js';
import { SWITCH_NAMES } from '../../src/model/switches.js';
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

test('a module is named in its own file and in the list of modules alone', () => {
  const modules = SOURCES.flatMap(({ path, source }) =>
    [...source.matchAll(/^export const (\w+): Module\b/gm)].map(([, name]) => ({ path, name })),
  );
  expect(modules.length).toBeGreaterThan(10);
  for (const { path, name } of modules) {
    const importing = placesOf(
      new RegExp(
        `import \\{[^}]*\\b${name}\\b[^}]*\\} from '[^']*/${path.split('/').at(-1)?.replace('.ts', '')}\\.js'`,
      ),
    );
    expect([name, importing]).toEqual([name, ['src/model/modules.ts']]);
  }
});
