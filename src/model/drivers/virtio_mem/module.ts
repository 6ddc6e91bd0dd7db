/** The driver virtio-mem, as it registers itself: virtio_mem_probe(). drivers/virtio/virtio_mem.c, 5.8 to 7.3. */

import type { Module } from '../../module.js';
import { virtioMemMemoryNotifierCb } from './notifier.js';
import { virtioMemOnlinePage } from './online_page.js';
import { virtioMemRemove } from './remove.js';
import { initVirtioMem, VIRTIO_MEM_FIELDS } from './state.js';
import { runWq } from './worker.js';

export const virtioMem: Module = {
  fields: VIRTIO_MEM_FIELDS,
  init: initVirtioMem,
  notifiers: [{ priority: 0, call: virtioMemMemoryNotifierCb }],
  onlinePage: virtioMemOnlinePage,
  actors: [
    {
      key: 'worker',
      name: 'worker',
      title: "The driver's worker plugs and unplugs sub-blocks, for ever.",
      run: runWq,
    },
    {
      key: 'unload',
      name: 'unload',
      title: 'The driver is unloaded, once, whatever its memory is doing.',
      run: virtioMemRemove,
    },
  ],
};
