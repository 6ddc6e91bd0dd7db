/** That attempts to offline a partly unplugged block succeed: S1. */

import { Attempt, type Kernel } from '../../model/state.js';
import { EF } from '../catalogue/attempts.js';
import { hasSucceeded, holdsForeignPage, liveness } from '../catalogue/liveness.js';
import { someBlock } from '../catalogue/state_terms.js';
import type { LivenessProperty } from '../kinds/liveness.js';

/** An attempt runs on a block that may be offlined: no page of it is unmovable for ever. */
const runsOnMovableBlock = (k: Kernel, block: number): boolean =>
  k.attempt[block] === Attempt.RUNNING && k.sectionOnline[block] === 1 && !holdsForeignPage(k, block);

export const S1: LivenessProperty = liveness({
  id: 'S1',
  title: 'attempts succeed',
  quote: 'allow to offline memory blocks of which some parts were unplugged',
  statement:
    'Every attempt that no one cancels, on a block without pages that are unmovable for ever, ends with the section offline.',
  from: (k) => someBlock(k, runsOnMovableBlock),
  to: hasSucceeded,
  during: EF.during,
  avoids: EF.avoids,
  wrong: 'no one cancels the attempt, and yet the section does not go offline in it',
});
