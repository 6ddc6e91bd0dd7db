import { defineChange } from 'pageoffline';

export default defineChange({
  title: 'a memmap is made before the memory that holds it can be accessed',
  about:
    'On s390 the memory of an offline block cannot be accessed, and a memmap may lie in it: MEM_PREPARE_ONLINE was added to make it accessible first.',
  edits: [{ kind: 'skip', action: 'MEM_PREPARE_ONLINE' }],
  on: { designs: ['D'], kernels: ['6.12'], configurations: ['memmap-on-memory'] },
  expect: ['MM'],
});
