/** The state that the other design is in when the schedule has come so far, marked where it differs. */

import type { Carried } from '../src/run/carry.js';
import type { Timeline } from '../src/run/timeline.js';
import { PageGrid } from './page_grid.js';
import { Violations } from './violations.js';

interface Props {
  readonly schedule: Timeline;
  readonly carried: Carried;
  readonly at: number;
}

export function OtherState({ schedule, carried, at }: Props) {
  const { timeline, progress } = carried;
  const made = progress[at];
  return (
    <>
      <PageGrid timeline={timeline} at={made} caption={captionOf(timeline, at)} unlike={{ timeline: schedule, at }} />
      <Violations timeline={timeline} at={made} />
    </>
  );
}

/** The design, and how far the schedule has come. */
export function captionOf({ scenario }: Timeline, at: number): string {
  return `Design ${scenario.design}, ${at === 0 ? 'at the start' : `after step ${at}`}`;
}
