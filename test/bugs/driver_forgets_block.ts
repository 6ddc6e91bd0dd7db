import { defineChange } from 'pageoffline';
import {
  type BlockRange,
  type Context,
  Errno,
  type Kernel,
  type offlineAndRemoveMemory,
  type Process,
} from 'pageoffline/model';

export default defineChange({
  title: 'virtio-mem forgets a block that it could not remove',
  about: 'Whatever offline_and_remove_memory() said, the driver took the block for unused (a31648fd4f96).',
  functions: {
    offline_and_remove_memory: (original) =>
      function* (context: Context, range: BlockRange, holder: number): Process<Kernel, number> {
        yield* (original as typeof offlineAndRemoveMemory)(context, range, holder);
        return Errno.OK;
      },
  },
  on: { designs: ['D'], kernels: ['5.8'], configurations: ['removal'] },
  expect: ['S2'],
});
