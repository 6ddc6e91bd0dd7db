/** A run that is kept, a step at a time, by itself or beside the same schedule under another design. */

import type { ComponentChildren } from 'preact';
import type { Move } from '../src/checker/trace.js';
import type { DesignId } from '../src/model/designs.js';
import { carry } from '../src/run/carry.js';
import type { Timeline } from '../src/run/timeline.js';
import { Beside } from './beside.js';
import { BesideChoice } from './beside_choice.js';
import { Choices, isSameMove } from './choices.js';
import { CopyButtons } from './copy.js';
import { copyForms, type Kept } from './copy_forms.js';
import { Lanes } from './lanes.js';
import { captionOf, OtherState } from './other_state.js';
import { PageGrid } from './page_grid.js';
import { stepTexts } from './step_text.js';
import { Stepper } from './stepper.js';
import { Violations } from './violations.js';

/** Where the reader stands. */
export interface Place {
  /** How many steps have been made. */
  readonly step: number;
  /** The design that is shown beside it. */
  readonly beside?: DesignId;
}

interface Props {
  readonly timeline: Timeline;
  readonly kept: Kept;
  readonly place: Place;
  readonly onPlace: (place: Place) => void;
  /** Another step than the one that was taken. */
  readonly onLeave: (moves: readonly Move[]) => void;
  /** Above the run. */
  readonly children: ComponentChildren;
}

export function RunView({ timeline, kept, place, onPlace, onLeave, children }: Props) {
  const { step: at, beside } = place;
  const { design } = timeline.scenario;
  const toStep = (step: number) => onPlace({ ...place, step });
  const texts = stepTexts(timeline.steps);
  const carried = beside === undefined ? undefined : carry(timeline, { ...timeline.scenario, design: beside });
  return (
    <article class="race">
      {children}
      <Stepper at={at} steps={texts} onStep={toStep} />
      <div class="bar">
        <BesideChoice
          design={design}
          {...(beside === undefined ? {} : { beside })}
          onChoose={(chosen) => onPlace({ step: at, ...chosen })}
        />
        <CopyButtons forms={copyForms(timeline, kept)} />
      </div>
      <div class="run">
        <div class="course">
          {carried === undefined ? (
            <Lanes
              steps={texts}
              at={at}
              onStep={toStep}
              wrong={kept.wrong}
              {...(kept.loop === undefined ? {} : { loop: kept.loop })}
            />
          ) : (
            <Beside schedule={timeline} carried={carried} at={at} onStep={toStep} />
          )}
        </div>
        <div class="state">
          <PageGrid timeline={timeline} at={at} caption={captionOf(timeline, at)} />
          <Violations timeline={timeline} at={at} />
          {carried !== undefined ? (
            <OtherState schedule={timeline} carried={carried} at={at} />
          ) : !timeline.isOfScenario ? (
            <p class="faint">The run is of one of the two systems that the property compares.</p>
          ) : (
            <Choices
              heading="Possible next (▸ taken; another goes on in Explore)"
              timeline={timeline}
              at={at}
              onChoose={(move) => {
                if (isSameMove(move, timeline.moves[at])) toStep(at + 1);
                else onLeave([...timeline.moves.slice(0, at), move]);
              }}
            />
          )}
        </div>
      </div>
    </article>
  );
}
