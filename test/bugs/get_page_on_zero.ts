import { defineChange, type Kernel } from 'pageoffline';
import { pageRefInc } from 'pageoffline/model';

export default defineChange({
  title: 'get_page() on a count of 0',
  about:
    'KVM took references to pages that are not refcounted. A walker that does not look at the count takes one too.',
  actions: {
    get_page_unless_zero: () => (k: Kernel, page: number) => {
      pageRefInc(k, page);
      if (k.speculative[page] < k.maxSpeculative) k.speculative[page]++;
      return true;
    },
  },
  on: { designs: ['F', 'D'], kernels: ['7.3'], configurations: ['soft-offline'] },
  expect: ['X7'],
});
