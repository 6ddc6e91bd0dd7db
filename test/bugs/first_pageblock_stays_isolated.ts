import { defineChange } from 'pageoffline';
import {
  type Context,
  type Kernel,
  type PageblockRange,
  type Process,
  UndoFor,
  type undoIsolatePageRange,
} from 'pageoffline/model';

export default defineChange({
  title: 'a start of isolation that fails leaves its first pageblock isolated',
  about: 'start_isolate_page_range() undid what it had isolated, all but the first pageblock.',
  functions: {
    undo_isolate_page_range: (original) =>
      function* (context: Context, range: PageblockRange, undoFor: number): Process<Kernel> {
        // Of two pageblocks a start that fails has isolated one.
        if (undoFor === UndoFor.OFFLINE && range.end === 1) return;
        yield* (original as typeof undoIsolatePageRange)(context, range, undoFor);
      },
  },
  on: { designs: ['D'], kernels: ['5.8'], configurations: ['contig'] },
  expect: ['EF'],
});
