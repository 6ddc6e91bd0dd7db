/**
 * A property of one's own: true or false of each state. Other kinds are said of steps (`step`), or say that something can be
 * reached or always comes (`reachability`, `liveness`).
 */

import { defineChange, type Kernel } from 'pageoffline';

/** The first page that violates it, or -1. */
const twiceReferenced = (k: Kernel): number => Array.from(k.refcount).findIndex((count) => count > 2);

export default defineChange({
  title: 'example: how many references a page ever has',
  properties: [
    {
      kind: 'invariant',
      id: 'EXAMPLE',
      title: 'few references',
      statement: 'No page ever has more than two references.',
      applies: () => true,
      violator: twiceReferenced,
      wrong: (k, page) => `page ${page} has ${k.refcount[page]} references`,
    },
  ],
  on: { designs: ['D'], kernels: ['7.3'], configurations: ['tiny', 'readers'] },
});
