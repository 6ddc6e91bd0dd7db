import { defineChange, type Kernel } from 'pageoffline';
import { adjustManagedPageCount, XenPage } from 'pageoffline/model';

export default defineChange({
  title: "Xen's balloon counts pages as managed that it hands out",
  about:
    "Whenever a page left the list of the balloon it was counted as managed, also where another domain's page was to be mapped in its place: the count was too high for as long as a guest ran (709613ad2b3c, 4.5).",
  actions: {
    balloon_retrieve: (original) => (k: Kernel, page: number, becomes: number) => {
      original(k, page, becomes);
      if (becomes === XenPage.HANDED_OUT) adjustManagedPageCount(k, page, k.geometry.weight[page]);
    },
    balloon_append: (original) => (k: Kernel, page: number) => {
      if (k.xenPage[page] === XenPage.HANDED_OUT) adjustManagedPageCount(k, page, -k.geometry.weight[page]);
      original(k, page);
    },
  },
  on: { designs: ['D'], kernels: ['5.10', '7.3'], configurations: ['xen-mapper'] },
  expect: ['X6'],
});
