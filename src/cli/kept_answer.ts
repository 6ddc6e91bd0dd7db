/** The answer as it is kept in docs/answer.md: found once, shown where there is no time to find it again. */

import { readFileSync } from 'node:fs';
import { DEFAULT_KERNEL, KERNEL_VERSIONS, type KernelVersion } from '../model/designs.js';
import { sentencesIn } from '../report/index.js';

/** The versions that it speaks of: that on which designs are compared, and the newest. */
export const DOCUMENTED: readonly KernelVersion[] = [...new Set([DEFAULT_KERNEL, ...KERNEL_VERSIONS.slice(-1)])];

export const isDocumented = (kernel: KernelVersion): boolean => DOCUMENTED.includes(kernel);

/** Its sentences, for a terminal. */
export function keptSentences(): string {
  return sentencesIn(readFileSync(new URL('../../docs/answer.md', import.meta.url), 'utf8'));
}
