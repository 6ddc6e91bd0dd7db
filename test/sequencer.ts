/** The order in which files are tested: the longest first, so that no worker ends long after the others. */

import { existsSync } from 'node:fs';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Each takes more than ten seconds of CPU time, by which they are in order; all others are shorter. */
const LONGEST_FIRST = [
  'test/properties/studies/mutants.test.ts',
  'test/docs/bugs.test.ts',
  'test/proofs/answer.test.ts',
  'test/docs/as_run.test.ts',
  'test/docs/any_number.test.ts',
  'test/export/native_search.test.ts',
  'test/proofs/every_step.test.ts',
  'test/proofs/verdicts_7.3.test.ts',
  'test/generators/interleaving.test.ts',
  'test/model/compiles.test.ts',
  'test/cli/ablate_and_diff.test.ts',
  'test/properties/studies/repair.test.ts',
  'test/properties/catalogue/liveness.test.ts',
  'test/cli/init.test.ts',
  'test/generators/shrink.test.ts',
];

export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const gone = LONGEST_FIRST.filter((path) => !existsSync(path));
    if (gone.length > 0) throw new Error(`test/sequencer.ts names files that are not there: ${gone.join(', ')}`);
    const place = ({ moduleId }: TestSpecification) => {
      const found = LONGEST_FIRST.findIndex((path) => moduleId.endsWith(`/${path}`));
      return found < 0 ? LONGEST_FIRST.length : found;
    };
    // As without this class: those that failed the last time first, then by what they took or how large they are.
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other));
  }
}
