/** A driver that adds memory, and holds its mutex meanwhile. Its memory notifier takes the same mutex while memory is onlined. */

import { defineChange } from 'pageoffline';
import {
  addMemory,
  atomic,
  BLOCKED,
  BlockState,
  type Context,
  chooseOf,
  freeOnePage,
  freePagesCore,
  hotplugTask,
  idleUntil,
  type Kernel,
  MemoryAction,
  Oops,
  type Process,
  raise,
  retryPoint,
  step,
  waitUntil,
} from 'pageoffline/model';

/** Who has the mutex. */
const Holder = { NOBODY: 0, HOT_ADD: 1, NOTIFIER: 2 };

/** The field lies in the kernel's state, under its name. */
const mutex = (k: Kernel): Uint8Array => Reflect.get(k, 'exampleMutex');

function lock(k: Kernel, holder: number): number {
  if (mutex(k)[0] !== Holder.NOBODY) return BLOCKED;
  mutex(k)[0] = holder;
  return 0;
}

function unlock(k: Kernel, holder: number): void {
  if (mutex(k)[0] !== holder) raise(k, Oops.BAD_UNLOCK);
  mutex(k)[0] = Holder.NOBODY;
}

const hotAddLock = atomic('mutex_lock(example)', { on: [], shown: { bare: true } }, (k: Kernel) =>
  lock(k, Holder.HOT_ADD),
);
const hotAddUnlock = atomic('mutex_unlock(example)', { on: [], shown: { bare: true } }, (k: Kernel) =>
  unlock(k, Holder.HOT_ADD),
);
const notifierLock = atomic('mutex_lock(example)', { on: [], shown: { bare: true } }, (k: Kernel) =>
  lock(k, Holder.NOTIFIER),
);
const notifierUnlock = atomic('mutex_unlock(example)', { on: [], shown: { bare: true } }, (k: Kernel) =>
  unlock(k, Holder.NOTIFIER),
);

/** The device has memory for a block that is not there. */
const hotAddRequest = atomic('example_hot_add_request', { on: ['block'] }, (k: Kernel, block: number) =>
  k.blockState[block] === BlockState.ABSENT ? 0 : BLOCKED,
);

/** Gets every page that is onlined, and gives it to the buddy allocator. */
const onlinePage = atomic('example_online_page', { on: ['page'] }, (k: Kernel, page: number) => {
  freePagesCore(k, page);
  freeOnePage(k, page);
});

/** Adds one block after another, for as long as the device has memory to give. */
function* hotAdd(context: Context): Process<Kernel> {
  for (;;) {
    yield retryPoint('example_hot_add');
    const block = yield* chooseOf('block', context.geometry.blocks, 'block');
    yield idleUntil(hotAddRequest, block);
    yield waitUntil(hotAddLock);
    yield* addMemory(context, block, hotplugTask(context, 'example hot add'));
    yield step(hotAddUnlock);
  }
}

/** Called with each notification; whether it accepts. */
function* memoryCallback(_: Context, action: string): Process<Kernel, boolean> {
  if (action === MemoryAction.GOING_ONLINE) yield waitUntil(notifierLock);
  if (action === MemoryAction.ONLINE || action === MemoryAction.CANCEL_ONLINE) yield step(notifierUnlock);
  return true;
}

export default defineChange({
  title: 'a driver that holds its mutex while it adds memory',
  modules: [
    {
      driver: 'example',
      fields: {
        exampleMutex: { of: 'one', max: 2, labels: ['free', 'hot add', 'notifier'], shownIn: 'races', lock: true },
      },
      onlinePage,
      notifiers: [{ priority: 0, call: memoryCallback }],
      locks: [
        {
          name: 'example mutex',
          isHeld: (k, task, process) =>
            mutex(k)[0] === Holder.HOT_ADD
              ? process === 'example hot add'
              : mutex(k)[0] === Holder.NOTIFIER && k.deviceHotplugLock[0] === task,
        },
      ],
      demands: ({ actors }) => ({ hotplugTasks: Reflect.get(actors, 'exampleHotAdd') ? ['example hot add'] : [] }),
      actors: [
        {
          key: 'exampleHotAdd',
          entry: { form: 'flag', usual: false, meaning: 'The driver of this file adds the blocks that are not there.' },
          name: 'example hot add',
          shows: 'in which order the driver and onlining take their locks',
          cannotShow: 'pages that the driver keeps back: it has none',
          run: hotAdd,
        },
      ],
    },
  ],
  configurations: [
    {
      name: 'example',
      title: 'two blocks, the second of which the driver of this file adds',
      from: 'hot-add',
      driver: 'example',
      actors: { adders: 0, walkers: [], exampleHotAdd: true },
    },
  ],
  on: { designs: ['D'], kernels: ['7.3'] },
  expect: ['DL', 'LO'],
});
