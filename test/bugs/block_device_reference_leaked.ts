import { defineChange } from 'pageoffline';

export default defineChange({
  title: 'memory_failure() leaks a reference to the device of the block',
  about:
    'memblk_nr_poison_inc() looked the device up, which takes a reference, and never put it. A block that is removed later leaves its device behind.',
  edits: [{ kind: 'skip', action: 'put_device', process: 'memory error' }],
  on: { designs: ['D'], kernels: ['6.12', '7.3'], configurations: ['block-devices'] },
  expect: ['BL'],
});
