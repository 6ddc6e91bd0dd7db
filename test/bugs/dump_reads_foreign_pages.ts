import { defineChange } from 'pageoffline';

export default defineChange({
  title: 'a dump that does not know the page types of 6.12',
  about: 'makedumpfile took the pages of balloons for pages in use, since the value of their type had changed.',
  edits: [{ kind: 'misread', action: 'read_vmcore', field: 'pageType', as: 0 }],
  on: { designs: ['D'], kernels: ['7.3'], configurations: ['foreign-readers'] },
  expect: ['S4'],
});
