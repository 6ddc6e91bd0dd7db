/** One study of one design, in slices: the same work here and in a worker thread. */

import { ALL_PROPERTIES } from '../properties/catalogue/all.js';
import { type TopicAnswer, tellApart } from '../properties/studies/apart.js';
import { type Cost, costOf, livenessCostOf, type OtherCost } from '../properties/studies/cost.js';
import { EXPLAINED, type Explanation, explain } from '../properties/studies/explain.js';
import { isExplainable } from '../properties/studies/fall.js';
import type { Slices, Subject } from '../properties/studies/questions.js';
import { bestRepair, possibleRepairs, type RepairStudy, repair } from '../properties/studies/repair.js';
import { patchesOf } from '../report/index.js';
import { turn } from './terminal.js';

export interface ExplainJob {
  readonly kind: 'explain';
  readonly subject: Subject;
  /** Ids of the properties to hold the design against. */
  readonly properties: readonly string[];
}

export interface RepairJob {
  readonly kind: 'repair';
  readonly subject: Subject;
}

/** Plain data, so that it can be sent to a worker thread. */
export type StudyJob = ExplainJob | RepairJob;

export interface ExplainStudy {
  readonly kind: 'explain';
  readonly explanation: Explanation;
  /** Absent: the study was ended before, or is of other configurations or fewer properties than the usual ones. */
  readonly apart?: readonly TopicAnswer[];
}

export interface RepairedStudy {
  readonly kind: 'repair';
  readonly repair: RepairStudy;
  /** Of the best repair. Absent: there is none, or the study was ended before. */
  readonly cost?: Cost;
  /** Of the other minimal sets that can be written. */
  readonly others: readonly OtherCost[];
}

export type Study = ExplainStudy | RepairedStudy;

export type ToStudyWorker = { readonly job: StudyJob } | 'stop';
export type FromStudyWorker = { readonly result: Study } | { readonly limitMet: string };

export const study = (job: StudyJob, stopRequested: () => boolean): Promise<Study> =>
  job.kind === 'explain' ? explanationOf(job, stopRequested) : repairOf(job, stopRequested);

async function explanationOf({ subject, properties: ids }: ExplainJob, stop: () => boolean): Promise<ExplainStudy> {
  const properties = ALL_PROPERTIES.filter(isExplainable).filter(({ id }) => ids.includes(id));
  const explanation = await inTurns(explain(subject, properties, stop));
  // That is asked in scenes of its own, of all that falls.
  const isOfAll = subject.configurations === undefined && EXPLAINED.every(({ id }) => ids.includes(id));
  if (stop() || !isOfAll) return { kind: 'explain', explanation };
  return { kind: 'explain', explanation, apart: await inTurns(tellApart(subject)) };
}

async function repairOf({ subject }: RepairJob, stop: () => boolean): Promise<RepairedStudy> {
  const found = await inTurns(repair(subject, stop));
  const best = bestRepair(found);
  if (stop() || best === undefined || best.parts.length === 0) return { kind: 'repair', repair: found, others: [] };
  const others: OtherCost[] = [];
  for (const patches of possibleRepairs(found)
    .filter((each) => each !== best)
    .map(patchesOf)) {
    others.push({ patches, liveness: await inTurns(livenessCostOf(subject, patches)) });
  }
  return { kind: 'repair', repair: found, cost: await inTurns(costOf(subject, patchesOf(best))), others };
}

/** Lets messages be handled between slices. */
async function inTurns<T>(slices: Slices<T>): Promise<T> {
  for (let next = slices.next(); ; next = slices.next()) {
    if (next.done === true) return next.value;
    await turn();
  }
}
