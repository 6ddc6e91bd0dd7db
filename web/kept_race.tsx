/** A race of the answer: what comes back without an assumption or a patch. */

import { propertyNamed } from '../src/properties/catalogue/all.js';
import type { KeptRace as Kept } from '../src/report/kept_answer.js';
import type { Timeline } from '../src/run/timeline.js';
import { kernelText } from '../src/scenario/wording.js';
import type { Go } from './address.js';
import { hashOf, type KeptRaceRoute } from './route.js';
import { RunView } from './run_view.js';

interface Props {
  readonly race: Kept;
  readonly timeline: Timeline;
  /** Ids of assumptions or patches without which it comes back. */
  readonly missing: readonly string[];
  readonly route: KeptRaceRoute;
  readonly go: Go;
}

export function KeptRace({ race, timeline, missing, route, go }: Props) {
  const { scenario } = timeline;
  const { design, kernel } = scenario;
  const property = propertyNamed(race.property);
  return (
    <RunView
      timeline={timeline}
      kept={race}
      place={route}
      onPlace={(place) => go({ view: 'answer-race', design, kernel, race: route.race, ...place }, 'replace')}
      onLeave={(moves) => go({ view: 'explore', scenario, moves, step: moves.length })}
    >
      <header>
        <h1>
          Design {design} violates {race.property}: {property?.title}
        </h1>
        <p>
          {property?.statement} {kernelText(scenario)}, configuration <code>{race.scene}</code>.
          {missing.length > 0 && ` So it goes without ${missing.join(', and without ')}.`}{' '}
          <a href={hashOf({ view: 'answer', design })}>The answer for design {design}</a>
        </p>
      </header>
    </RunView>
  );
}
