/** A run of any case, chosen step by step among those that are possible, drawn at random, or found by the exhaustive check. */

import type { Move } from '../src/checker/trace.js';
import type { Go } from './address.js';
import { Check } from './check.js';
import { Choices } from './choices.js';
import { CopyButtons } from './copy.js';
import { copyForms } from './copy_forms.js';
import { Lanes } from './lanes.js';
import { PageGrid } from './page_grid.js';
import { RandomWalk } from './random_walk.js';
import type { ExploreRoute } from './route.js';
import { SettingForm } from './setting_form.js';
import { callOrChoices, stepTexts } from './step_text.js';
import { Stepper } from './stepper.js';
import { type Setting, Timeline } from './timeline.js';
import { useKeys } from './use_keys.js';
import { Violations } from './violations.js';

interface Props {
  readonly timeline: Timeline;
  readonly route: ExploreRoute;
  readonly go: Go;
}

export function Explore({ timeline, route, go }: Props) {
  const { step: at, setting } = route;
  const toStep = (step: number) => go({ ...route, step }, 'replace');
  const toRun = (moves: readonly Move[], step = moves.length) => go({ ...route, moves, step }, 'replace');
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
  const texts = stepTexts(timeline.steps);
  const last = texts[at - 1];
  const firstWrong = timeline.violatedAfter(at).at(0);
  const changeSetting = (next: Setting) => go({ ...route, setting: next, moves: [], step: 0 });
  return (
    <article class="race">
      <h1>Explore</h1>
      <SettingForm setting={setting} onChange={changeSetting} />
      <Stepper
        at={at}
        length={timeline.length}
        onStep={toStep}
        told={last === undefined ? '' : `${last.process}: ${callOrChoices(last)}`}
      />
      <div class="bar">
        <button type="button" onClick={undo} disabled={timeline.length === 0}>
          Undo
        </button>
        <button type="button" onClick={() => toRun([])} disabled={timeline.length === 0}>
          Start anew
        </button>
        <RandomWalk setting={setting} onWalk={(moves) => toRun(moves)} />
        {timeline.length > 0 && <CopyButtons forms={copyForms(timeline, { wrong: firstWrong?.wrong ?? '' })} />}
      </div>
      <div class="run">
        <div class="course">
          <Choices heading="Possible next" timeline={timeline} at={at} onChoose={choose} />
          <p class="hint">
            Keys: <kbd>1</kbd> to <kbd>9</kbd> take a step, <kbd>u</kbd> undoes the last.
          </p>
          <Lanes steps={texts} at={at} onStep={toStep} />
        </div>
        <div class="state">
          <PageGrid timeline={timeline} at={at} caption={at === 0 ? 'At the start' : `After step ${at}`} />
          <Violations timeline={timeline} at={at} />
        </div>
      </div>
      <Check
        key={settingKey(setting)}
        setting={setting}
        onTrace={(trace) => toRun(Timeline.ofSteps(setting, trace).moves)}
      />
    </article>
  );
}

function settingKey({ design, kernel, configuration, changed }: Setting): string {
  return JSON.stringify([design, kernel, configuration.name, changed]);
}
