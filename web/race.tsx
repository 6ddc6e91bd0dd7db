/** The race of one cell, a step at a time, by itself or beside the same schedule under another design. */

import { ALL_PROPERTIES } from '../src/properties/catalogue/all.js';
import { kindOf } from '../src/properties/kinds/index.js';
import type { ReportCell } from '../src/report/report_data.js';
import { behindText } from '../src/report/verdict_text.js';
import { carry } from '../src/run/carry.js';
import type { Timeline } from '../src/run/timeline.js';
import { kernelText } from '../src/scenario/wording.js';
import type { Go } from './address.js';
import { Beside } from './beside.js';
import { BesideChoice } from './beside_choice.js';
import { Choices, isSameMove } from './choices.js';
import { CopyButtons } from './copy.js';
import { copyForms } from './copy_forms.js';
import { Lanes } from './lanes.js';
import { captionOf, OtherState } from './other_state.js';
import { PageGrid } from './page_grid.js';
import type { RaceRoute } from './route.js';
import { stepTexts } from './step_text.js';
import { Stepper } from './stepper.js';
import { Violations } from './violations.js';

interface Props {
  readonly cell: ReportCell;
  readonly timeline: Timeline;
  readonly route: RaceRoute;
  readonly go: Go;
}

export function Race({ cell, timeline, route, go }: Props) {
  const { beside, ...alone } = route;
  const at = route.step;
  const { design } = timeline.scenario;
  const toStep = (step: number) => go({ ...route, step }, 'replace');
  const texts = stepTexts(timeline.steps);
  const carried = beside === undefined ? undefined : carry(timeline, { ...timeline.scenario, design: beside });
  return (
    <article class="race">
      <RaceHead cell={cell} timeline={timeline} />
      <Stepper at={at} steps={texts} onStep={toStep} />
      <div class="bar">
        <BesideChoice
          design={design}
          {...(beside === undefined ? {} : { beside })}
          onChoose={(chosen) => go({ ...alone, ...chosen }, 'replace')}
        />
        <CopyButtons forms={copyForms(timeline, { ...cell, wrong: cell.wrong ?? '' })} />
      </div>
      <div class="run">
        <div class="course">
          {carried === undefined ? (
            <Lanes
              steps={texts}
              at={at}
              onStep={toStep}
              {...(cell.loop === undefined ? {} : { loop: cell.loop })}
              {...(cell.wrong === undefined ? {} : { wrong: cell.wrong })}
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
                const moves = [...timeline.moves.slice(0, at), move];
                if (isSameMove(move, timeline.moves[at])) toStep(at + 1);
                else go({ view: 'explore', scenario: timeline.scenario, moves, step: moves.length });
              }}
            />
          )}
        </div>
      </div>
    </article>
  );
}

function RaceHead({ cell, timeline }: { readonly cell: ReportCell; readonly timeline: Timeline }) {
  const property = ALL_PROPERTIES.find(({ id }) => id === cell.property);
  const { design, configuration } = timeline.scenario;
  const assumes = property === undefined ? undefined : kindOf(property).assumes;
  return (
    <header>
      <h1>
        Design {design} violates {cell.property}: {property?.title}
      </h1>
      <p>
        {property?.statement} {kernelText(timeline.scenario)}, configuration <code>{configuration.name}</code>:{' '}
        {configuration.title}.
      </p>
      {property?.quote !== undefined && <blockquote>{property.quote}</blockquote>}
      {cell.rootCauses !== undefined && (
        <p>It is violated only behind a violation of {cell.rootCauses.join(', ')}, which comes first in this run.</p>
      )}
      {cell.shortest !== undefined && (
        <p>
          Another run violates it in {cell.shortest.steps} steps, {behindText(cell.shortest.behind)}.
        </p>
      )}
      {assumes !== undefined && <p>This is so {assumes}.</p>}
    </header>
  );
}
