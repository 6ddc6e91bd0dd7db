/** The forms in which a run can be copied: for a commit message, for a mail, as a replay token, as a test that keeps it. */

import type { TraceStep } from '../src/checker/trace.js';
import { FOUND_BY_HAND, FOUND_BY_SEARCH, tokenOf } from '../src/generators/token.js';
import { switchesOf } from '../src/model/designs.js';
import { ALL_PROPERTIES } from '../src/properties/all.js';
import { violationsOfTrace } from '../src/properties/trace_violations.js';
import { ASSUMPTION } from '../src/report/assumption.js';
import { emitTest, testTitle } from '../src/report/emitted_test.js';
import { drawRace } from '../src/report/race.js';
import { RACE_FORMATS } from '../src/report/race_formats.js';
import type { ReplayedRace } from '../src/report/replayed_race.js';
import { describeStart } from '../src/report/start.js';
import type { Copyable } from './copy.js';
import type { Timeline } from './timeline.js';

/** What the run is kept for: a property that a search found it to violate. Absent: a reader made the run. */
export interface Kept {
  readonly property: string;
  readonly wrong: string;
  /** The index of the first of the steps that are repeated for ever. */
  readonly loop?: number;
}

export function copyForms(timeline: Timeline, kept?: Kept): Copyable[] {
  const token = () => tokenOfRun(timeline, kept);
  return [
    { name: 'changelog', text: () => `${RACE_FORMATS.changelog(raceOf(timeline, kept))}\n` },
    { name: 'text', text: () => textOf(timeline, kept) },
    { name: 'replay token', text: token },
    { name: 'test', text: () => testOf(timeline, token(), kept) },
  ];
}

function textOf(timeline: Timeline, kept: Kept | undefined): string {
  const { configuration, switches, steps, wrong, ...options } = raceOf(timeline, kept);
  return `${describeStart(configuration, switches)}\n\n${drawRace(steps, wrong, options)}\n`;
}

function raceOf(timeline: Timeline, kept: Kept | undefined): ReplayedRace {
  const { program, steps } = timeline;
  const { design, kernel, configuration, changed } = timeline.scenario;
  const violated = timeline.violatedAfter(timeline.length).map(({ wrong }) => wrong);
  const property = ALL_PROPERTIES.find(({ id }) => id === kept?.property);
  return {
    configuration,
    switches: switchesOf(design, kernel, changed),
    program,
    steps,
    wrong: kept?.wrong ?? (violated.join('; ') || 'no invariant is violated here'),
    ...(kept?.loop === undefined ? {} : { loop: kept.loop }),
    ...(property?.kind === 'liveness' ? { assumed: ASSUMPTION } : {}),
  };
}

const stepNames = ({ changes: _, ...step }: Timeline['steps'][number]): TraceStep => step;

function tokenOfRun({ scenario, steps }: Timeline, kept: Kept | undefined): string {
  const { property, loop } = kept ?? {};
  return tokenOf({
    scenario,
    foundBy: kept === undefined ? FOUND_BY_HAND : FOUND_BY_SEARCH,
    ...(property === undefined ? {} : { property }),
    ...(loop === undefined ? {} : { loop }),
    steps: steps.map(stepNames),
  });
}

function testOf({ scenario, steps }: Timeline, token: string, kept: Kept | undefined): string {
  const { design, kernel, configuration, changed: switches } = scenario;
  const { property, loop } = kept ?? {};
  const trace = {
    ...{ design, kernel, configuration, switches },
    ...(property === undefined ? {} : { property }),
    ...(loop === undefined ? {} : { loop }),
    steps: steps.map(stepNames),
  };
  const violations = violationsOfTrace(trace);
  return `${emitTest(token, testTitle(scenario, violations), violations)}\n`;
}
