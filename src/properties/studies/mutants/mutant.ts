/**
 * Mutants of the model: kernels that get one thing wrong. Each is a few edits of steps, what it breaks in kernel terms, and
 * where it is tried. They test the properties: a fault that no property sees is one that the checker would let pass.
 */

import type { Edit } from '../../../checker/mutate.js';
import type { Scenario } from '../../../scenario/scenario.js';

export interface Mutant {
  readonly id: string;
  /** What is wrong with this kernel. */
  readonly breaks: string;
  readonly edits: readonly Edit[];
  readonly tried: readonly Scenario[];
  /** Why no property is violated: the kernel behaves no worse than it did. Absent when some property is violated. */
  readonly survives?: `equivalent: ${string}`;
}
