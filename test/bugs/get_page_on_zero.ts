import { defineChange, type Kernel } from 'pageoffline';
import { pageRefInc } from 'pageoffline/model';

export default defineChange({
  title: 'get_page() on a count of 0',
  about:
    'KVM took references to pages that are not refcounted. A walker that does not look at the count takes one too: a page that is frozen is freed by its put. In design D, where the count is 0 only while an attempt runs, nothing new falls but on pages that soft_offline_page() looks at.',
  actions: {
    get_page_unless_zero: () => (k: Kernel, page: number) => {
      pageRefInc(k, page);
      if (k.speculative[page] < k.maxSpeculative) k.speculative[page]++;
      return true;
    },
  },
  configurations: [
    {
      from: 'tiny',
      name: 'frozen-page-walker',
      title: 'attempts to offline, and a PFN walker',
      noReonline: true,
      actors: { walkers: ['late'] },
    },
  ],
  on: { designs: ['F', 'D'], kernels: ['7.3'], configurations: ['frozen-page-walker', 'soft-offline'] },
  expect: ['S5', 'X7'],
});
