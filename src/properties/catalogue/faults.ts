/** The faults at which the model halts, each as a property of its own: a comparison must tell a new one from those that there are. */

import { CORE_FIELDS, Oops } from '../../model/state.js';
import type { InvariantProperty } from '../kinds/invariant.js';

const { labels } = CORE_FIELDS.oops;

/** `O3`: the kernel comes to no fault of this number. */
export const FAULT_PROPERTIES: readonly InvariantProperty[] = Object.values(Oops)
  .filter((oops) => oops !== Oops.NONE)
  .map((oops) => ({
    id: `O${oops}`,
    title: labels[oops],
    statement: `Nothing comes to this fault: ${labels[oops]}.`,
    kind: 'invariant',
    applies: () => true,
    violator: (k) => (k.oops[0] === oops ? 0 : -1),
    wrong: () => labels[oops],
  }));
