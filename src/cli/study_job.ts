/** One study of one design, in slices: the same work here and in a worker thread. */

import { type TopicAnswer, tellApart } from '../properties/studies/apart.js';
import { EXPLAINED, type Explanation, explain } from '../properties/studies/explain.js';
import type { Slices, Subject } from '../properties/studies/questions.js';
import { turn } from './terminal.js';

/** Plain data, so that it can be sent to a worker thread. */
export interface StudyJob {
  readonly subject: Subject;
  /** Ids of the properties to hold the design against. */
  readonly properties: readonly string[];
}

export interface Study {
  readonly explanation: Explanation;
  /** Absent: the study was ended before. */
  readonly apart?: readonly TopicAnswer[];
}

export type ToStudyWorker = { readonly job: StudyJob } | 'stop';
export interface FromStudyWorker {
  readonly result: Study;
}

export async function study({ subject, properties: ids }: StudyJob, stopRequested: () => boolean): Promise<Study> {
  const properties = EXPLAINED.filter(({ id }) => ids.includes(id));
  const explanation = await inTurns(explain(subject, properties, stopRequested));
  if (stopRequested()) return { explanation };
  return { explanation, apart: await inTurns(tellApart(subject)) };
}

/** Lets messages be handled between slices. */
async function inTurns<T>(slices: Slices<T>): Promise<T> {
  for (let next = slices.next(); ; next = slices.next()) {
    if (next.done === true) return next.value;
    await turn();
  }
}
