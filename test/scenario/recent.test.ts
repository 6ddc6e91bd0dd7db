/** The cache of recently used values. */

import { describe, expect, it } from 'vitest';
import { Recent } from '../../src/scenario/recent.js';

describe('Recent', () => {
  it('makes a value once, and again only when it was not among the last used', () => {
    const made: string[] = [];
    const recent = new Recent<string>(2);
    const get = (key: string) =>
      recent.get(key, () => {
        made.push(key);
        return key.toUpperCase();
      });
    expect(['a', 'b', 'a', 'c', 'a', 'b'].map(get)).toEqual(['A', 'B', 'A', 'C', 'A', 'B']);
    expect(made).toEqual(['a', 'b', 'c', 'b']);
  });
});
