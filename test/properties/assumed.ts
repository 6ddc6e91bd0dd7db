/** What designs assume of references, where for any number of walkers they are proved safe. */

import type { DesignId } from '../../src/model/designs.js';
import { ASSUMPTIONS } from '../../src/properties/studies/assumptions.js';

/**
 * By design, the ids of assumptions. That sections stay online while walkers look is assumed by walkers that take theirs as soon as they
 * look; designs that are safe under no assumption are not here.
 */
export const ASSUMED: Readonly<Partial<Record<DesignId, readonly string[]>>> = {
  A: ['drop', 'count'],
  'A-nohook': ['drop', 'count'],
  D: ['drop', 'count'],
  'D-hook': ['drop', 'count'],
  'D-rcu': ['drop', 'count'],
  E: ['offline', 'count'],
  F: [],
};

export const assumptionsOf = (ids: readonly string[]) => ASSUMPTIONS.filter(({ id }) => ids.includes(id));
