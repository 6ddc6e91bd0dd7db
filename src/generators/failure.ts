/** What a failed check of interleavings tells people: what is wrong, the race that shows it, and how to run it again. */

import fc from 'fast-check';
import type { ReplayedStep } from '../checker/trace.js';
import { FOUND_BY_HAND } from '../run/found_by.js';
import { replayCommand } from '../run/replay_command.js';
import { describeViolation, INVARIANT_PROPERTIES, type Run, stepLines, type Violation } from '../run/run.js';
import { describeScenario } from '../scenario/wording.js';
import { certificateText, certify } from './certificate.js';

/** Draws a race: its steps, and what is wrong at the end of them. */
export type DrawRace = (steps: readonly ReplayedStep[], wrong: string) => string;

const drawPlainly: DrawRace = (steps) => stepLines(steps).join('\n');

/** States that a proof may take: a second or so. */
const MOST_STATES = 500_000;

/**
 * Empty for a check that did not fail. A violation of a known property is shown by a race that is proved shortest where that
 * takes a moment only, be it the one that fast-check ended with or a shorter one.
 */
export function describeFailure(details: fc.RunDetails<[Run]>, drawRace: DrawRace = drawPlainly): string {
  if (!details.failed) return '';
  if (details.counterexample === null) return fc.defaultReportMessage(details) ?? '';
  const [ended] = details.counterexample;
  const violated = violationsToTell(ended);
  const [atTheEnd] = violated.filter(({ after }) => after === ended.length);
  const certificate = atTheEnd === undefined ? undefined : certify(ended, atTheEnd.property, MOST_STATES);
  const run = certificate?.run ?? ended;
  const wrong =
    run === ended ? whatIsWrong(violated, details.errorInstance) : whatIsWrong(violationsToTell(run), undefined);
  const { length, contextSwitches, scenario, steps } = run;
  const found = `found in run ${details.numRuns}, made smaller ${details.numShrinks} times`;
  const again = { seed: details.seed, path: details.counterexamplePath, endOnFailure: true };
  const [property] = violated.map((violation) => violation.property.id);
  return [
    ...wrong,
    `${describeScenario(scenario)}`,
    `${length} steps, ${contextSwitches} context switches; ${found}`,
    ...(certificate === undefined ? [] : [certificateText(certificate)]),
    '',
    drawRace(steps, wrong.join('\n')),
    '',
    `The race alone: ${replayCommand({ scenario, foundBy: FOUND_BY_HAND, ...(property === undefined ? {} : { property }), steps })}`,
    `To see it again, give fc.assert these parameters: ${JSON.stringify(again)}`,
  ].join('\n');
}

/** For the parameter `reporter` of `fc.assert`. The error that it throws for a failed check is {@link describeFailure}. */
export function raceReporter(drawRace: DrawRace = drawPlainly): (details: fc.RunDetails<[Run]>) => void {
  return (details) => {
    if (details.failed) throw new Error(describeFailure(details, drawRace));
  };
}

/** Of the properties that the last step violates; if there are none, of all that the run violates. */
function violationsToTell(run: Run): Violation[] {
  const violations = INVARIANT_PROPERTIES.flatMap((property) => run.violation(property) ?? []);
  const atTheEnd = violations.filter(({ after }) => after === run.length);
  return atTheEnd.length > 0 ? atTheEnd : violations;
}

function whatIsWrong(violations: readonly Violation[], thrown: unknown): string[] {
  if (violations.length > 0) return violations.map(describeViolation);
  return [thrown instanceof Error ? thrown.message : 'the check fails'];
}
