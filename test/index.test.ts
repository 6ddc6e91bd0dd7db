/** What the package exports: a name that goes, or comes, is to be seen in a change. */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as checker from '../src/checker/index.js';
import * as library from '../src/index.js';
import * as model from '../src/model/index.js';

test.each(Object.entries({ pageoffline: library, 'pageoffline/checker': checker, 'pageoffline/model': model }))(
  'the names of %s',
  (_, exported) => {
    expect(Object.keys(exported).sort()).toMatchSnapshot();
  },
);

test.each(['src/index.ts', 'src/checker/index.ts'])('%s exports by name, types too', (path) => {
  const source = readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  expect(source).not.toContain('export *');
  const lists = [...source.matchAll(/export (type )?\{([^}]*)\}/g)];
  const types = lists.flatMap(([, all, names]) =>
    names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && (all !== undefined || name.startsWith('type ')))
      .map((name) => name.replace(/^type /, '')),
  );
  expect(types.sort()).toMatchSnapshot();
});
