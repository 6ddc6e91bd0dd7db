import { defineChange, type Kernel } from 'pageoffline';
import {
  atomic,
  BalloonMutex,
  BLOCKED,
  type Context,
  firstPageOf,
  MemoryAction,
  type memoryNotify,
  type Process,
  waitUntil,
} from 'pageoffline/model';

/** Under balloon_mutex: a page that is free already may not be counted yet. */
const countOffline = atomic('current_pages', { on: ['block'], in: 'patch' }, (k: Kernel, block: number) => {
  if (k.balloonMutex[0] !== BalloonMutex.NOBODY) return BLOCKED;
  k.currentPages[0] -= firstPageOf(k, block + 1) - firstPageOf(k, block);
  return 0;
});

export default defineChange({
  title: "a fix: Xen's balloon takes note of memory that goes offline",
  about:
    'Its online callback puts all pages of a block into the balloon, also those that the host has given already; as the driver counts them as given still, it never asks for them. Taken off its count in MEM_OFFLINE, they come back.',
  functions: {
    memory_notify: (original) =>
      function* (context: Context, action: MemoryAction, block: number): Process<Kernel, boolean> {
        if (action === MemoryAction.OFFLINE) yield waitUntil(countOffline, block);
        return yield* (original as typeof memoryNotify)(context, action, block);
      },
  },
  on: { designs: ['D'], kernels: ['5.10', '6.1', '6.12', '7.3'], configurations: ['xen', 'xen-locks'] },
  mends: ['U3'],
});
