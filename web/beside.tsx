/** The same schedule under two designs, side by side: where they part, and what the other makes of each step. */

import type { Carried } from '../src/run/carry.js';
import type { Timeline } from '../src/run/timeline.js';
import { count } from '../src/scenario/wording.js';
import { StepWords } from './lanes.js';
import { Scroll } from './scroll.js';
import { callOrChoices, type StepText, stepTexts } from './step_text.js';

interface Props {
  readonly schedule: Timeline;
  readonly carried: Carried;
  readonly at: number;
  readonly onStep: (at: number) => void;
}

export function Beside({ schedule, carried, at, onStep }: Props) {
  const ours = stepTexts(schedule.steps);
  const theirs = stepTexts(carried.timeline.steps);
  const other = carried.timeline.scenario.design;
  return (
    <>
      <Summary schedule={schedule} carried={carried} ours={ours} theirs={theirs} onStep={onStep} />
      <Scroll label={`steps of ${schedule.scenario.design} and ${other}`}>
        <table class="beside">
          <thead>
            <tr>
              <th scope="col">step</th>
              <th scope="col">process</th>
              <th scope="col">{schedule.scenario.design}</th>
              <th scope="col">{other}</th>
            </tr>
          </thead>
          <tbody>
            {ours.map((step, i) => (
              <tr
                key={i}
                class={i === carried.parts ? 'parts' : undefined}
                aria-current={i + 1 === at ? 'step' : undefined}
              >
                <th scope="row">
                  <button type="button" onClick={() => onStep(i + 1)}>
                    {i + 1}
                  </button>
                </th>
                <td>{step.process}</td>
                <td>
                  <Told step={step} />
                </td>
                <td>
                  <Theirs
                    ours={step}
                    theirs={theirs.slice(carried.progress[i], carried.progress[i + 1])}
                    skipped={carried.steps[i].step === undefined}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}

function Told({ step }: { readonly step: StepText }) {
  return (
    <>
      <StepWords step={step} /> <span class="changes">{step.changes.join(', ')}</span>
    </>
  );
}

interface TheirsProps {
  readonly ours: StepText;
  readonly theirs: readonly StepText[];
  readonly skipped: boolean;
}

function Theirs({ ours, theirs, skipped }: TheirsProps) {
  if (skipped) return <span class="faint">– not possible here, skipped</span>;
  const before = theirs.slice(0, -1);
  const step = theirs[theirs.length - 1];
  const same = before.length === 0 && step.call === ours.call && step.changes.join() === ours.changes.join();
  if (same) return <span class="faint">same</span>;
  return (
    <>
      {before.map((extra, i) => (
        <div key={i}>
          <span class="faint">+ </span>
          <Told step={extra} />
        </div>
      ))}
      <Told step={step} />
    </>
  );
}

interface SummaryProps {
  readonly schedule: Timeline;
  readonly carried: Carried;
  readonly ours: readonly StepText[];
  readonly theirs: readonly StepText[];
  readonly onStep: (at: number) => void;
}

function Summary({ schedule, carried, ours, theirs, onStep }: SummaryProps) {
  const { timeline, parts, skipped } = carried;
  const [one, other] = [schedule.scenario.design, timeline.scenario.design];
  const violated = [...new Set(violatedAnywhere(timeline))];
  const extra = timeline.length - (schedule.length - skipped);
  return (
    <p class="parting">
      {parts === undefined ? (
        `${one} and ${other} take the same steps to the end.`
      ) : (
        <>
          {one} and {other} part at{' '}
          <button type="button" onClick={() => onStep(parts + 1)}>
            step {parts + 1}
          </button>
          : <code>{callOrChoices(ours[parts])}</code> in {one}, <code>{otherwise(carried, theirs, parts)}</code> in{' '}
          {other}.
        </>
      )}{' '}
      {skipped > 0 && `Of the schedule, ${count(skipped, 'step')} cannot be taken by ${other}. `}
      {extra > 0 && `It takes ${count(extra, 'step')} that ${one} does not have (+). `}
      {violated.length === 0
        ? `On this schedule ${other} violates no invariant.`
        : `On this schedule ${other} violates ${violated.join(', ')}.`}
    </p>
  );
}

/** What the other design does where the two part. */
function otherwise({ steps, progress }: Carried, theirs: readonly StepText[], parts: number): string {
  const { before, step } = steps[parts];
  if (step === undefined) return 'not possible';
  const made = theirs.slice(progress[parts], progress[parts + 1]);
  return before.length === 0 ? callOrChoices(made[0]) : `first ${callOrChoices(made[0])}`;
}

function violatedAnywhere(timeline: Timeline): string[] {
  return Array.from({ length: timeline.length + 1 }, (_, steps) => timeline.violatedAfter(steps)).flatMap((violated) =>
    violated.map(({ property }) => property.id),
  );
}
