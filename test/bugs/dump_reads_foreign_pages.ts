import { defineChange } from 'pageoffline';

export default defineChange({
  title: 'a dump that does not know the page types of 6.12',
  about: 'makedumpfile took the pages of balloons for pages in use, since the value of their type had changed.',
  edits: [{ kind: 'misread', action: 'read_vmcore', field: 'pageType', as: 0 }],
  configurations: [
    {
      from: 'foreign-readers',
      name: 'dumped-balloon',
      title: "another driver's pages, read by dumps",
      actors: { readers: 0 },
    },
  ],
  on: { designs: ['D'], kernels: ['7.3', '5.8'], configurations: ['dumped-balloon'] },
  expect: ['S4'],
});
