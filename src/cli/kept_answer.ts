/** The answer as it is kept in docs/answer.md: found once, shown where there is no time to find it again. */

import { readFileSync } from 'node:fs';
import { DEFAULT_KERNEL, KERNEL_VERSIONS, type KernelVersion } from '../model/designs.js';
import { sentencesIn } from '../report/index.js';

/** The versions that it speaks of: that on which designs are compared, and the newest. */
export const DOCUMENTED: readonly KernelVersion[] = [...new Set([DEFAULT_KERNEL, ...KERNEL_VERSIONS.slice(-1)])];

export const isDocumented = (kernel: KernelVersion): boolean => DOCUMENTED.includes(kernel);

/** The answer to be read, in docs. */
export const ANSWER_DOCUMENT = 'answer.md';
/** The same as data, of which the page is made. */
export const ANSWER_DATA = 'answer.json';

/** Its sentences, for a terminal. */
export function keptSentences(): string {
  return sentencesIn(readFileSync(new URL(`../../docs/${ANSWER_DOCUMENT}`, import.meta.url), 'utf8'));
}
