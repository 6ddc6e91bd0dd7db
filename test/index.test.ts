/** What the package exports: a name that goes, or comes, is to be seen in a change. */

import { expect, test } from 'vitest';
import * as checker from '../src/checker/index.js';
import * as library from '../src/index.js';

test.each(Object.entries({ pageoffline: library, 'pageoffline/checker': checker }))(
  'the names of %s',
  (_, exported) => {
    expect(Object.keys(exported).sort()).toMatchSnapshot();
  },
);
