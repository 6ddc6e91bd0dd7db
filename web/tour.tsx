/** The guided tour of the review thread: all of it to be read and printed, or one stop, whose race is stepped through. */

import { startSentences } from '../src/report/start.js';
import { STOPS, TOUR_SOURCE } from '../src/report/tour.js';
import type { Go } from './address.js';
import { Lanes } from './lanes.js';
import { hashOf, type TourRoute } from './route.js';
import { RunView } from './run_view.js';
import { stepTexts } from './step_text.js';
import { type TourStop, tourStop } from './tour_stops.js';

/** @param go a step of a race opens its stop there */
export function Tour({ go }: { readonly go: Go }) {
  return (
    <article class="tour">
      <h1>From a question to frozen pages: the review thread in {STOPS.length} races</h1>
      <p class="lead">
        Who may hold a page that the driver has unplugged? Each stop is an argument of the thread, and the shortest race
        that the checker finds for it. The title of a stop opens it, to be stepped through. Quotes are from{' '}
        {TOUR_SOURCE}.
      </p>
      {STOPS.map(({ id }, i) => (
        <StopInFull key={id} number={i + 1} toured={tourStop(id)} go={go} />
      ))}
      <p>
        What it comes to: <a href="#comparison">under which assumptions each design is safe</a>.
      </p>
    </article>
  );
}

interface StopProps {
  readonly number: number;
  readonly toured: TourStop;
  readonly go: Go;
}

function StopInFull({ number, toured, go }: StopProps) {
  const { stop, timeline, kept } = toured;
  const { id, title } = stop;
  return (
    <section class="stop" aria-label={title}>
      <h2>
        {number}. <a href={hashOf({ view: 'tour', stop: id, step: 0 })}>{title}</a>
      </h2>
      <Argument toured={toured} />
      <p class="faint">{startSentences(timeline.scenario).join(' ')}</p>
      <Lanes
        steps={stepTexts(timeline.steps)}
        at={timeline.length}
        onStep={(step) => go({ view: 'tour', stop: id, step })}
        wrong={kept.wrong}
        still
        {...(kept.loop === undefined ? {} : { loop: kept.loop })}
      />
      <Shown toured={toured} />
    </section>
  );
}

function Argument({ toured: { stop, quotes } }: { readonly toured: TourStop }) {
  return (
    <>
      {quotes.map(({ claim, speaker, text }) => (
        <blockquote key={claim}>
          {text} <cite>({speaker})</cite>
        </blockquote>
      ))}
      <p>{stop.argument}</p>
    </>
  );
}

function Shown({ toured: { stop } }: { readonly toured: TourStop }) {
  return (
    <>
      <p>{stop.shown}</p>
      {stop.history !== undefined && <p class="faint">In the kernel: {stop.history}.</p>}
    </>
  );
}

interface AtStopProps {
  readonly toured: TourStop;
  readonly route: TourRoute;
  readonly go: Go;
}

export function AtStop({ toured, route, go }: AtStopProps) {
  const { stop, timeline, kept } = toured;
  const { scenario } = timeline;
  const at = STOPS.indexOf(stop);
  return (
    <RunView
      timeline={timeline}
      kept={kept}
      place={route}
      onPlace={(place) => go({ view: 'tour', stop: stop.id, ...place }, 'replace')}
      onLeave={(moves) => go({ view: 'explore', scenario, moves, step: moves.length })}
    >
      <header class="tour">
        <p class="stops">
          <span>
            <a href="#tour">Tour</a>, stop {at + 1} of {STOPS.length}
          </span>
          <OtherStop name="Back" index={at - 1} />
          <OtherStop name="Next" index={at + 1} />
        </p>
        <h1>{stop.title}</h1>
        <Argument toured={toured} />
        <Shown toured={toured} />
        <p class="faint">Quoted: {TOUR_SOURCE}.</p>
        <p class="faint">
          {startSentences(scenario).join(' ')} {timeline.length} steps to: {kept.wrong}.
          {stop.beside !== undefined && route.beside === undefined && (
            <>
              {' '}
              <a href={hashOf({ view: 'tour', stop: stop.id, step: timeline.length, beside: stop.beside })}>
                The same schedule under design {stop.beside}
              </a>
            </>
          )}
        </p>
      </header>
    </RunView>
  );
}

function OtherStop({ name, index }: { readonly name: string; readonly index: number }) {
  const stop = STOPS[index];
  if (stop === undefined) return null;
  return (
    <a href={hashOf({ view: 'tour', stop: stop.id, step: 0 })} title={stop.title}>
      {name}: {stop.title}
    </a>
  );
}
