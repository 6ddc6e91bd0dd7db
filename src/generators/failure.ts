/** What a failed check of interleavings tells people: what is wrong, the race that shows it, and how to run it again. */

import fc from 'fast-check';
import type { ReplayedStep } from '../checker/trace.js';
import { INVARIANT_PROPERTIES, type Run, stepLines, type Violation } from './run.js';
import { describeScenario } from './scenario.js';

/** Draws a race: its steps, and what is wrong at the end of them. */
export type DrawRace = (steps: readonly ReplayedStep[], wrong: string) => string;

const drawPlainly: DrawRace = (steps) => stepLines(steps).join('\n');

/** Empty for a check that did not fail. */
export function describeFailure(details: fc.RunDetails<[Run]>, drawRace: DrawRace = drawPlainly): string {
  if (!details.failed) return '';
  if (details.counterexample === null) return fc.defaultReportMessage(details) ?? '';
  const [run] = details.counterexample;
  const wrong = whatIsWrong(run, details.errorInstance);
  const { length, contextSwitches } = run;
  const found = `found in run ${details.numRuns}, made smaller ${details.numShrinks} times`;
  const again = { seed: details.seed, path: details.counterexamplePath, endOnFailure: true };
  return [
    ...wrong,
    `${describeScenario(run.scenario)}`,
    `${length} steps, ${contextSwitches} context switches; ${found}`,
    '',
    drawRace(run.steps, wrong.join('\n')),
    '',
    `To see it again, give fc.assert these parameters: ${JSON.stringify(again)}`,
  ].join('\n');
}

/** For the parameter `reporter` of `fc.assert`. The error that it throws for a failed check is {@link describeFailure}. */
export function raceReporter(drawRace: DrawRace = drawPlainly): (details: fc.RunDetails<[Run]>) => void {
  return (details) => {
    if (details.failed) throw new Error(describeFailure(details, drawRace));
  };
}

/** The properties that the last step violates; if there are none, all that the run violates; if none, what the check threw. */
function whatIsWrong(run: Run, thrown: unknown): string[] {
  const violations = INVARIANT_PROPERTIES.flatMap((property) => run.violation(property) ?? []);
  const atTheEnd = violations.filter(({ after }) => after === run.length);
  const told = atTheEnd.length > 0 ? atTheEnd : violations;
  if (told.length > 0) return told.map(describeViolation);
  return [thrown instanceof Error ? thrown.message : 'the check fails'];
}

/** `S5 never reaches the buddy: page 0 is in the buddy allocator, but the host has taken it away`. */
function describeViolation({ property, wrong }: Violation): string {
  return `${property.id} ${property.title}: ${wrong}`;
}
