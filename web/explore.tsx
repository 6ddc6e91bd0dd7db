/** A run of any case, chosen step by step among those that are possible, drawn at random, or found by the exhaustive check. */

import { useMemo } from 'preact/hooks';
import type { Move } from '../src/checker/trace.js';
import { carry } from '../src/run/carry.js';
import { Timeline } from '../src/run/timeline.js';
import { digestOf, type Scenario } from '../src/scenario/scenario.js';
import type { Go } from './address.js';
import { Beside } from './beside.js';
import { BesideChoice } from './beside_choice.js';
import { Check } from './check.js';
import { Choices } from './choices.js';
import { CopyButtons } from './copy.js';
import { copyForms, keptOf } from './copy_forms.js';
import { Lanes } from './lanes.js';
import { captionOf, OtherState } from './other_state.js';
import { PageGrid } from './page_grid.js';
import { RandomWalk } from './random_walk.js';
import type { ExploreRoute, Found } from './route.js';
import { ScenarioForm } from './scenario_form.js';
import { stepTexts } from './step_text.js';
import { Stepper } from './stepper.js';
import { useKeys } from './use_keys.js';
import { Violations } from './violations.js';

interface Props {
  readonly timeline: Timeline;
  readonly route: ExploreRoute;
  readonly go: Go;
}

export function Explore({ timeline, route, go }: Props) {
  const { beside, ...alone } = route;
  const { step: at, scenario } = route;
  const toStep = (step: number) => go({ ...route, step }, 'replace');
  const toRun = (moves: readonly Move[], found?: Found) =>
    go({ view: 'explore', scenario, moves, step: moves.length, ...(found === undefined ? {} : { found }) });
  const choose = (move: Move) => toRun([...timeline.moves.slice(0, at), move]);
  const undo = () => toRun(timeline.moves.slice(0, -1));
  useKeys((key) => {
    if (key === 'u' && timeline.length > 0) undo();
    else if (/^[1-9]$/.test(key)) {
      const possible = timeline.possibleAfter(at).at(Number(key) - 1);
      if (possible === undefined) return false;
      choose(possible.move);
    } else return false;
    return true;
  });
  const kept = useMemo(() => keptOf(timeline, route.found), [timeline, route.found]);
  const texts = stepTexts(timeline.steps);
  const changeScenario = (next: Scenario) => {
    const moves = movesUnder(timeline, next);
    go({ view: 'explore', scenario: next, moves, step: moves.length });
  };
  const carried = beside === undefined ? undefined : carry(timeline, { ...scenario, design: beside });
  return (
    <article class="race">
      <h1>Explore</h1>
      <ScenarioForm scenario={scenario} onChange={changeScenario} />
      <Stepper at={at} steps={texts} onStep={toStep} />
      <div class="bar">
        <button type="button" onClick={undo} disabled={timeline.length === 0}>
          Undo
        </button>
        <button type="button" onClick={() => toRun([])} disabled={timeline.length === 0}>
          Start anew
        </button>
        <RandomWalk scenario={scenario} onWalk={(moves) => toRun(moves)} />
        <BesideChoice
          design={scenario.design}
          {...(beside === undefined ? {} : { beside })}
          onChoose={(chosen) => go({ ...alone, ...chosen }, 'replace')}
        />
        {timeline.length > 0 && <CopyButtons forms={copyForms(timeline, kept)} />}
      </div>
      <div class="run">
        <div class="course">
          <Choices heading="Possible next" timeline={timeline} at={at} onChoose={choose} />
          <p class="hint">
            Keys: <kbd>1</kbd> to <kbd>9</kbd> take a step, <kbd>u</kbd> undoes the last.
          </p>
          {carried === undefined ? (
            <Lanes steps={texts} at={at} onStep={toStep} {...kept} />
          ) : (
            <Beside schedule={timeline} carried={carried} at={at} onStep={toStep} />
          )}
        </div>
        <div class="state">
          <PageGrid timeline={timeline} at={at} caption={captionOf(timeline, at)} />
          <Violations timeline={timeline} at={at} />
          {carried !== undefined && <OtherState schedule={timeline} carried={carried} at={at} />}
        </div>
      </div>
      <Check
        key={digestOf(scenario)}
        scenario={scenario}
        onTrace={({ trace = [], property, loop }) => {
          toRun(Timeline.ofSteps(scenario, trace).moves, { property, ...(loop === undefined ? {} : { loop }) });
          scrollTo({ top: 0 });
        }}
      />
    </article>
  );
}

/** The same schedule under what is chosen now; another configuration has other actors, and begins anew. */
function movesUnder(timeline: Timeline, next: Scenario): readonly Move[] {
  if (next.configuration !== timeline.scenario.configuration) return [];
  return carry(timeline, next).timeline.moves;
}
