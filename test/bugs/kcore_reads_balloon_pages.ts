import { defineChange } from 'pageoffline';
import {
  type balloonUp,
  type Kernel,
  type Process,
  pageOfflineBegin,
  pageOfflineEnd,
  step,
  waitUntil,
} from 'pageoffline/model';

export default defineChange({
  title: 'a balloon that keeps readers of /proc/kcore off while its host takes a page',
  about:
    'Of all drivers only virtio-mem calls page_offline_begin(): the pages of others are read while they go (mm/util.c, 5.14 to 7.3).',
  functions: {
    balloon_up: (original) =>
      function* (page: number): Process<Kernel, boolean> {
        yield waitUntil(pageOfflineBegin);
        const isTaken = yield* (original as typeof balloonUp)(page);
        yield step(pageOfflineEnd);
        return isTaken;
      },
  },
  configurations: [
    {
      from: 'foreign-readers',
      name: 'kcore-balloon',
      title: "another driver's pages, read through /proc/kcore",
      actors: { kdump: false },
    },
  ],
  on: { designs: ['D'], kernels: ['7.3'], configurations: ['kcore-balloon'] },
  mends: ['S4'],
});
