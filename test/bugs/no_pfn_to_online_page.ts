import { defineChange } from 'pageoffline';

export default defineChange({
  title: 'a walker that does not ask pfn_to_online_page()',
  about: 'Walkers of PFNs looked at struct pages of sections that were not online; several were mended one by one.',
  edits: [{ kind: 'force', action: 'pfn_to_online_page', process: 'walker', outcome: 'page' }],
  on: { designs: ['D'], kernels: ['7.3'], configurations: ['soft-offline'] },
  expect: ['W1'],
});
