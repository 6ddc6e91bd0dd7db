import { type ActionCode, defineChange } from 'pageoffline';

let getDevice: ActionCode | undefined;

export default defineChange({
  title: 'a fix: the device of a block is looked up and held in one hold of a lock',
  about:
    'memory_block_get(), to 6.17 find_memory_block_by_id(), says that it is called under device_hotplug_lock: between its look and its reference nobody removes the device. Since 6.2 memory_failure() calls it without (in 7.3 still). Here both are under the lock of the xarray, which has the device for as long as it is registered.',
  actions: {
    xa_load: (original) => (k, page) => {
      const outcome = original(k, page);
      if (outcome === 1) getDevice?.(k, page);
      return outcome;
    },
    get_device: (original) => {
      getDevice = original;
      return () => undefined;
    },
  },
  on: { designs: ['D'], kernels: ['7.3', '6.12'], configurations: ['block-devices'] },
  mends: ['BU'],
});
