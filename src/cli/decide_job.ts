/** Decides one case in slices, telling its progress and stopping when asked: the same work here and in a worker thread. */

import type { NeverTaken } from '../checker/search.js';
import { switchesOf } from '../model/designs.js';
import { ALL_PROPERTIES } from '../properties/all.js';
import { type Case, Decision, type Limits, type Progress } from '../properties/decide.js';
import type { VerdictCell } from '../properties/verdict.js';
import { turn } from './terminal.js';

/** Plain data, so that it can be sent to a worker thread. */
export interface DecideJob {
  readonly decided: Case;
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
export function notBegun({ decided, properties }: DecideJob): VerdictCell[] {
  const { design, kernel, configuration, variation, changed } = decided;
  const switches = { ...switchesOf(design, kernel, changed) };
  const place = { design, kernel, configuration: configuration.name, variation, switches };
  const nothing = { applied: 0, states: 0, transitions: 0, depth: 0, seconds: 0 };
  return properties.map((property) => ({ ...place, property, verdict: 'not-exhausted', ...nothing }));
}

const STATES_PER_SLICE = 20_000;

export async function decide(
  job: DecideJob,
  onProgress: (progress: Progress) => void,
  stopRequested: () => boolean,
): Promise<Decided> {
  const properties = ALL_PROPERTIES.filter(({ id }) => job.properties.includes(id));
  const decision = new Decision(job.decided, properties, job.limits);
  while (!decision.run(STATES_PER_SLICE)) {
    onProgress(decision.progress);
    await turn();
    if (stopRequested()) decision.interrupt();
  }
  return { cells: decision.cells(), neverTaken: decision.neverTaken() };
}
