/** A step of the model as properties see it. */

import type { Transition } from '../../checker/transitions.js';
import type { Kernel } from '../../model/state.js';

export type KernelStep = Transition<Kernel>;
