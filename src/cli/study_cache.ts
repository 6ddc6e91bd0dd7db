/** Studies that were made before, in a folder. */

import { errorMessage } from '../checker/error_message.js';
import { KeptFiles } from './kept_files.js';
import type { Study, StudyJob } from './study_job.js';
import { UsageError } from './usage_error.js';

export interface StudyCache {
  get(job: StudyJob): Study | undefined;
  /** Of a study that was made to its end. */
  keep(job: StudyJob, study: Study): void;
}

export const NO_CACHE: StudyCache = { get: () => undefined, keep: () => {} };

/** @throws UsageError when the folder cannot be made */
export function studyCache(folder: string): StudyCache {
  const files = filesIn(folder);
  return {
    get: (job) => files.get(JSON.stringify(job)),
    keep: (job, study) => files.keep(JSON.stringify(job), study),
  };
}

function filesIn(folder: string): KeptFiles<Study> {
  try {
    return new KeptFiles(folder);
  } catch (error) {
    throw new UsageError(`--cache: ${errorMessage(error)}`);
  }
}
