/** The forms in which a run can be copied: as text for a mail, as a replay token, and as a test that keeps it. */

import type { TraceStep } from '../src/checker/trace.js';
import { FOUND_BY_HAND, FOUND_BY_SEARCH, tokenOf } from '../src/generators/token.js';
import { switchesOf } from '../src/model/designs.js';
import { violationsOfTrace } from '../src/properties/trace_violations.js';
import { emitTest, testTitle } from '../src/report/emitted_test.js';
import { drawRace } from '../src/report/race.js';
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
    { name: 'text', text: () => textOf(timeline, kept) },
    { name: 'replay token', text: token },
    { name: 'test', text: () => testOf(timeline, token(), kept) },
  ];
}

function textOf(timeline: Timeline, kept: Kept | undefined): string {
  const { design, kernel, configuration, changed } = timeline.scenario;
  const violated = timeline.violatedAfter(timeline.length).map(({ wrong }) => wrong);
  const wrong = kept?.wrong ?? (violated.join('; ') || 'no invariant is violated here');
  const options = kept?.loop === undefined ? {} : { loop: kept.loop };
  return `${describeStart(configuration, switchesOf(design, kernel, changed))}\n\n${drawRace(timeline.steps, wrong, options)}\n`;
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
