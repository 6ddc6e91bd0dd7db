/** What `check --reduce locks` can decide. */

import { PROPERTIES } from '../properties/catalogue/main.js';
import { kindOf } from '../properties/kinds/index.js';
import type { Property } from '../properties/property.js';
import { UsageError } from './usage_error.js';

interface Asked {
  readonly property?: readonly Property[];
}

const isReducible = (property: Property): boolean => kindOf(property).isReducible === true;

/**
 * What is asked of a reduced search; unless it is said, all main properties that it can decide.
 * @throws UsageError for what it cannot
 */
export function reducibleOf({ property }: Asked): Asked {
  if (property === undefined) return { property: PROPERTIES.filter(isReducible) };
  const refused = property.filter((each) => !isReducible(each)).map(({ id }) => id);
  if (refused.length === 0) return { property };
  throw new UsageError(`--reduce locks decides invariants and deadlocks alone, not ${refused.join(', ')}`);
}
