/**
 * Decides one scenario in slices, telling its progress and stopping when asked: the same work for a command, a worker thread and
 * the page.
 */

import type { NeverTaken } from '../checker/search.js';
import type { Scenario } from '../scenario/scenario.js';
import { ALL_PROPERTIES } from './catalogue/all.js';
import { Decision, type Limits, type Progress } from './decide.js';
import type { VerdictCell } from './verdict.js';

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
  /** See `Decision.newWays`. */
  readonly ways: Decision['newWays'];
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

/** @param between is told how far it is between two slices; true asks it to end where it is */
export async function decide(job: DecideJob, between: (progress: Progress) => Promise<boolean>): Promise<Decided> {
  const properties = ALL_PROPERTIES.filter(({ id }) => job.properties.includes(id));
  const decision = new Decision(job.scenario, properties, job.limits);
  while (!decision.run(STATES_PER_SLICE)) {
    if (await between(decision.progress)) decision.interrupt();
  }
  return {
    cells: under(job, decision.cells()),
    neverTaken: decision.neverTaken(),
    ways: (isKnown) => decision.newWays(isKnown),
  };
}
