import { defineChange } from 'pageoffline';

export default defineChange({
  title: 'a failed attempt does not undo the isolation',
  about: 'unset_migratetype_isolate() is lost on the way out of offline_pages().',
  edits: [{ kind: 'skip', action: 'unset_migratetype_isolate', args: ['any', 0] }],
  on: { designs: ['D'], kernels: ['7.3'], configurations: ['tiny', 'quiet'] },
  expect: ['X3'],
});
