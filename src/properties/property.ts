/** A property of any kind, as the kinds declare theirs. */

import type { Property } from './kinds/index.js';
import type { InvariantProperty } from './kinds/invariant.js';

export type { Property } from './kinds/index.js';

/** Those that are true or false of a single state. */
export function invariantsAmong(properties: readonly Property[]): InvariantProperty[] {
  return properties.filter((property) => property.kind === 'invariant');
}
