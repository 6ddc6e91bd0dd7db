/** The stops of the tour with their races, as the page replays them. */

import { type Quote, quotesOf, raceOf, STOPS, type Stop } from '../src/report/tour.js';
import { Timeline } from '../src/run/timeline.js';
import type { Kept } from './copy_forms.js';
import { TOUR_RACES } from './documents.js';

export interface TourStop {
  readonly stop: Stop;
  readonly quotes: readonly Quote[];
  readonly timeline: Timeline;
  readonly kept: Kept;
}

const made = new Map<string, TourStop>();

/**
 * Replayed once.
 * @throws when there is no such stop, or its race does not happen any more
 */
export function tourStop(id: string): TourStop {
  const known = made.get(id);
  if (known !== undefined) return known;
  const stop = STOPS.find((each) => each.id === id);
  if (stop === undefined)
    throw new Error(`the tour has no stop '${id}': one of ${STOPS.map((each) => each.id).join(', ')}`);
  const { trace, wrong } = raceOf(stop, TOUR_RACES);
  const { property, loop } = trace;
  const kept = { property, wrong, ...(loop === undefined ? {} : { loop }) };
  const toured = { stop, quotes: quotesOf(stop), timeline: Timeline.ofTrace(trace), kept };
  made.set(id, toured);
  return toured;
}
