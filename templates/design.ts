/**
 * A design of one's own: another with some switches set otherwise, and compared with it. `pageoffline list` has the switches.
 * Where no switch says what it does, `functions` replaces those functions of the model in which it differs.
 */

import { defineChange } from 'pageoffline';

export default defineChange({
  title: 'example: D, and MEM_GOING_OFFLINE refuses while somebody has a reference',
  designs: {
    example: { title: 'D, but page_ref_freeze() or -EBUSY', from: 'D', set: { goingFreezes: 'refuse' } },
  },
  on: { kernels: ['7.3'], configurations: ['tiny', 'small'] },
});
