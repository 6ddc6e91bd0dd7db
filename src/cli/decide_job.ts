/** Decides one scenario in slices, telling its progress and stopping when asked: the same work here and in a worker thread. */

import type { NeverTaken } from '../checker/search.js';
import { ALL_PROPERTIES } from '../properties/catalogue/all.js';
import { Decision, type Limits, type Progress } from '../properties/decide.js';
import type { VerdictCell } from '../properties/verdict.js';
import type { Scenario } from '../scenario/scenario.js';
import { turn } from './terminal.js';

/** Plain data, so that it can be sent to a worker thread. */
export interface DecideJob {
  readonly scenario: Scenario;
  /** In what it differs from the other scenarios of a table, for a heading. */
  readonly variation?: string;
  /** Ids of the properties. */
  readonly properties: readonly string[];
  readonly limits: Limits;
}

/** What there is to say at the end. */
export interface Decided {
  readonly cells: readonly VerdictCell[];
  /** Steps and outcomes that no interleaving takes. */
  readonly neverTaken: readonly NeverTaken[];
}

/** Of a job that was not begun: nothing is decided. */
export function notBegun(job: DecideJob): VerdictCell[] {
  const nothing = { applied: 0, states: 0, transitions: 0, depth: 0, seconds: 0 };
  const { scenario } = job;
  return under(
    job,
    job.properties.map((property) => ({ scenario, property, verdict: 'not-exhausted', ...nothing })),
  );
}

/** The cells under the heading that the job has. */
function under({ variation }: DecideJob, cells: readonly VerdictCell[]): VerdictCell[] {
  return cells.map((cell) => (variation === undefined ? cell : { ...cell, variation }));
}

const STATES_PER_SLICE = 20_000;

export async function decide(
  job: DecideJob,
  onProgress: (progress: Progress) => void,
  stopRequested: () => boolean,
): Promise<Decided> {
  const properties = ALL_PROPERTIES.filter(({ id }) => job.properties.includes(id));
  const decision = new Decision(job.scenario, properties, job.limits);
  while (!decision.run(STATES_PER_SLICE)) {
    onProgress(decision.progress);
    await turn();
    if (stopRequested()) decision.interrupt();
  }
  return { cells: under(job, decision.cells()), neverTaken: decision.neverTaken() };
}
