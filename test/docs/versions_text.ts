/** Kernel versions as text: runs of versions that follow each other are told by their ends. */

import { KERNEL_VERSIONS, type KernelVersion } from '../../src/model/designs.js';

/** `5.4 to 5.10, 7.3`. @param kernels oldest first */
export function versionsText(kernels: readonly KernelVersion[]): string {
  const runs: KernelVersion[][] = [];
  for (const kernel of kernels) {
    const last = runs.at(-1);
    const before = last?.at(-1);
    if (before !== undefined && KERNEL_VERSIONS.indexOf(kernel) === KERNEL_VERSIONS.indexOf(before) + 1)
      last?.push(kernel);
    else runs.push([kernel]);
  }
  return runs.map((run) => (run.length === 1 ? run[0] : `${run[0]} to ${run.at(-1)}`)).join(', ');
}
