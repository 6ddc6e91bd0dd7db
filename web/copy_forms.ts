/** The forms in which a run can be copied: for a commit message, for a mail, as a replay token, as a test that keeps it. */

import { namesOf } from '../src/checker/trace.js';
import { emitTest, testTitle } from '../src/report/emitted_test.js';
import { drawRace } from '../src/report/race.js';
import { RACE_FORMATS } from '../src/report/race_formats.js';
import { type ReplayedRace, replayRace } from '../src/report/replayed_race.js';
import { describeStart } from '../src/report/start.js';
import { FOUND_BY_HAND, FOUND_BY_SEARCH } from '../src/run/found_by.js';
import { recheck, violationsOfTrace } from '../src/run/recheck.js';
import type { Timeline } from '../src/run/timeline.js';
import { tokenOf } from '../src/run/token.js';
import type { Trace } from '../src/run/trace_file.js';
import type { Found } from './route.js';

export interface Copyable {
  /** What it is copied as. */
  readonly name: string;
  readonly text: () => string;
}

/** What the run is kept for: a property that a search found it to violate. Absent: a reader made the run. */
export interface Kept {
  readonly property: string;
  readonly wrong: string;
  /** The index of the first of the steps that are repeated for ever. */
  readonly loop?: number;
}

/** What is said of a run that a check found, or that a link says was found; undefined where it does not violate the property. */
export function keptOf({ scenario, steps }: Timeline, found: Found | undefined): Kept | undefined {
  if (found === undefined) return undefined;
  const { kept } = recheck({ scenario, foundBy: FOUND_BY_SEARCH, ...found, steps: namesOf(steps) });
  return kept?.is === 'violated' ? { ...found, wrong: kept.wrong } : undefined;
}

export function copyForms(timeline: Timeline, kept?: Kept): Copyable[] {
  const trace = () => traceOf(timeline, kept);
  return [
    { name: 'changelog', text: () => `${RACE_FORMATS.changelog(raceOf(timeline, kept))}\n` },
    { name: 'text', text: () => textOf(timeline, kept) },
    { name: 'replay token', text: () => tokenOf(trace()) },
    { name: 'test', text: () => testOf(trace()) },
  ];
}

function textOf(timeline: Timeline, kept: Kept | undefined): string {
  const { scenario, steps, wrong, ...options } = raceOf(timeline, kept);
  return `${describeStart(scenario)}\n\n${drawRace(steps, wrong, options)}\n`;
}

function raceOf(timeline: Timeline, kept: Kept | undefined): ReplayedRace {
  const violated = timeline.violatedAfter(timeline.length).map(({ wrong }) => wrong);
  const wrong = kept?.wrong ?? (violated.join('; ') || 'no invariant is violated here');
  return replayRace(traceOf(timeline, kept), wrong);
}

function traceOf({ scenario, steps }: Timeline, kept: Kept | undefined): Trace {
  const { property, loop } = kept ?? {};
  return {
    scenario,
    foundBy: kept === undefined ? FOUND_BY_HAND : FOUND_BY_SEARCH,
    ...(property === undefined ? {} : { property }),
    ...(loop === undefined ? {} : { loop }),
    steps: namesOf(steps),
  };
}

function testOf(trace: Trace): string {
  const violations = violationsOfTrace(trace);
  return `${emitTest(tokenOf(trace), testTitle(trace, violations), violations)}\n`;
}
