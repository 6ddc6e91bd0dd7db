/** That a range which is allocated, or is not, leaves pageblocks as they were: CM. */

import { Isolated, type Kernel } from '../../model/state.js';
import type { InvariantProperty } from '../kinds/invariant.js';

/** Whether a sub-block of the CMA area is not isolated, and not of its type any more. */
function someStrayPageblock({ configuration, isolated, migrateCma }: Kernel): boolean {
  return configuration.cmaArea.some((subBlock) => isolated[subBlock] === Isolated.NO && migrateCma[subBlock] === 0);
}

/** A pageblock of a CMA area keeps its type. */
export const CM: InvariantProperty = {
  id: 'CM',
  title: 'CMA keeps type',
  statement: 'A pageblock of a CMA area that is not isolated is MIGRATE_CMA.',
  kind: 'invariant',
  applies: ({ configuration }) => configuration.cmaArea.length > 0,
  violator: (k) => (someStrayPageblock(k) ? 0 : -1),
  wrong: () =>
    'a pageblock of the CMA area is of another type from here on: pages that cannot be moved may come into the area',
};
