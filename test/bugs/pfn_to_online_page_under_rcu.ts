import { defineChange, type Kernel } from 'pageoffline';
import {
  type Context,
  idleUntil,
  type Process,
  type pfnToOnlinePageByUsage,
  rcuReadLockSched,
  rcuReadUnlockSched,
  step,
} from 'pageoffline/model';

export default defineChange({
  title: 'a fix: pfn_to_online_page() looks at the usage bitmap under RCU',
  about:
    'pfn_valid() does since 6.8, pfn_to_online_page() does not: between its look at the section and its look at the bitmap the block may be offlined and removed, and the bitmap freed.',
  functions: {
    pfnToOnlinePageByUsage: (original) =>
      function* (context: Context, page: number, task: number): Process<Kernel> {
        yield idleUntil(rcuReadLockSched, task);
        yield* (original as typeof pfnToOnlinePageByUsage)(context, page, task);
        yield step(rcuReadUnlockSched, task);
      },
  },
  on: { designs: ['D'], kernels: ['6.1', '6.12', '7.3'], configurations: ['section-online'] },
  mends: ['PU'],
});
