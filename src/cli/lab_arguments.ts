/** Reads kernels of the lab from the command line. */

import { fetchedKernel, type LabKernel, ownKernel } from '../lab/kernel.js';
import { SERIES, type Series } from '../lab/series.js';
import { noneCalled } from '../model/named.js';
import { UsageError } from './usage_error.js';

export function readSeries(given: string): Series {
  const found = SERIES.find((series) => series === given);
  if (found === undefined) throw new UsageError(noneCalled('kernel series', given, SERIES));
  return found;
}

/** @param tree a kernel tree to boot instead of Debian's kernel @throws {Missing} */
export function labKernelOf(series: Series, tree: string | undefined): LabKernel {
  return tree === undefined ? fetchedKernel(series) : ownKernel(tree, series);
}
