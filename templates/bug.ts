/**
 * A bug put in: pageoffline must find it. `pageoffline try example.ts --expect` exits 0 when what is expected falls.
 * docs/edits.md lists the edits; `actions` and `functions` take other code where an edit does not say it.
 */

import { defineChange } from 'pageoffline';

export default defineChange({
  title: 'example: a failed attempt leaves its pageblocks isolated',
  // The steps as they stand in races; the second argument 0 says that they are undone for offlining.
  edits: [{ kind: 'skip', action: 'unset_migratetype_isolate', args: ['any', 0] }],
  on: { designs: ['D'], kernels: ['7.3'], configurations: ['tiny'] },
  expect: ['X3'],
});
