/** The kinds of properties. A property of a new kind takes a module here and a line in the table. */

import { comparison } from './comparison.js';
import { deadlock } from './deadlock.js';
import { dependence } from './dependence.js';
import { invariant } from './invariant.js';
import type { Judge } from './judge.js';
import type { Kind } from './kind.js';
import { liveness } from './liveness.js';
import { lockOrder } from './lock_order.js';
import { reachability } from './reachability.js';
import { step } from './step.js';

export type { Limits, NamedRun, Recheck } from './kind.js';

const KINDS = {
  invariant,
  deadlock,
  reachability,
  liveness,
  step,
  dependence,
  'lock order': lockOrder,
  comparison,
};

type PropertyOf<K> = K extends Kind<infer P> ? P : never;

/** A property of any kind. */
export type Property = PropertyOf<(typeof KINDS)[keyof typeof KINDS]>;

type KindName = Property['kind'];
type OfKind<K extends KindName> = Extract<Property, { readonly kind: K }>;

/** What the property's kind is to the checker. */
export function kindOf<K extends KindName>({ kind }: OfKind<K>): Kind<OfKind<K>> {
  const kinds: { readonly [N in KindName]: Kind<OfKind<N>> } = KINDS;
  return kinds[kind];
}

/** New judges of those properties that are said of steps, by their ids. */
export function judgesOf(properties: readonly Property[]): ReadonlyMap<string, Judge> {
  return new Map(
    properties.flatMap((property): (readonly [string, Judge])[] => {
      const judge = kindOf(property).judge?.(property);
      return judge === undefined ? [] : [[property.id, judge]];
    }),
  );
}
