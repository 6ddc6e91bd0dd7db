/** The race of one cell of the comparison. */

import { ALL_PROPERTIES } from '../src/properties/catalogue/all.js';
import { kindOf } from '../src/properties/kinds/index.js';
import type { ReportCell } from '../src/report/report_data.js';
import { behindText } from '../src/report/verdict_text.js';
import type { Timeline } from '../src/run/timeline.js';
import { kernelText } from '../src/scenario/wording.js';
import type { Go } from './address.js';
import type { RaceRoute } from './route.js';
import { RunView } from './run_view.js';

interface Props {
  readonly cell: ReportCell;
  readonly timeline: Timeline;
  readonly route: RaceRoute;
  readonly go: Go;
}

export function Race({ cell, timeline, route, go }: Props) {
  const { scenario } = timeline;
  const { design, configuration, property } = route;
  return (
    <RunView
      timeline={timeline}
      kept={{ ...cell, wrong: cell.wrong ?? '' }}
      place={route}
      onPlace={(place) => go({ view: 'race', design, configuration, property, ...place }, 'replace')}
      onLeave={(moves) => go({ view: 'explore', scenario, moves, step: moves.length })}
    >
      <RaceHead cell={cell} timeline={timeline} />
    </RunView>
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
