/** Moves through a run: buttons, a slider, keys, and playing it. */

import { useEffect, useState } from 'preact/hooks';
import { callOrChoices, type StepText } from './step_text.js';
import { useKeys } from './use_keys.js';

interface Props {
  /** How many steps have been made. */
  readonly at: number;
  readonly onStep: (at: number) => void;
  readonly steps: readonly StepText[];
}

const MILLISECONDS_PER_STEP = 900;

const FORWARD: ReadonlySet<string> = new Set(['j', 'ArrowRight', 'ArrowDown']);
const BACK: ReadonlySet<string> = new Set(['k', 'ArrowLeft', 'ArrowUp']);

export function Stepper({ at, steps, onStep }: Props) {
  const { length } = steps;
  const last = steps.at(at - 1);
  const [playing, setPlaying] = useState(false);
  const to = (next: number) => onStep(Math.min(length, Math.max(0, next)));
  const play = () => {
    if (!playing && at === length) to(0);
    setPlaying(!playing);
  };

  useEffect(() => {
    if (!playing) return undefined;
    if (at >= length) {
      setPlaying(false);
      return undefined;
    }
    const timer = setTimeout(() => onStep(at + 1), MILLISECONDS_PER_STEP);
    return () => clearTimeout(timer);
  }, [playing, at, length, onStep]);

  useKeys((key) => {
    if (FORWARD.has(key)) to(at + 1);
    else if (BACK.has(key)) to(at - 1);
    else if (key === 'p') play();
    else return false;
    return true;
  });

  return (
    <div class="stepper">
      <div class="controls">
        <button type="button" onClick={() => to(0)} disabled={at === 0} aria-label="to the start">
          |◂
        </button>
        <button type="button" onClick={() => to(at - 1)} disabled={at === 0} aria-label="step back">
          ◂
        </button>
        <button type="button" onClick={() => to(at + 1)} disabled={at === length} aria-label="step forward">
          ▸
        </button>
        <button type="button" onClick={() => to(length)} disabled={at === length} aria-label="to the end">
          ▸|
        </button>
        <button type="button" onClick={play} disabled={length === 0}>
          {playing ? 'Pause' : 'Play'}
        </button>
        <input
          type="range"
          aria-label="step"
          aria-valuetext={`step ${at} of ${length}`}
          min={0}
          max={length}
          value={at}
          onInput={(event) => to(Number(event.currentTarget.value))}
        />
        <span class="count">
          {at} / {length}
        </span>
      </div>
      <p class="told" aria-live="polite">
        {at === 0 || last === undefined
          ? 'At the start, before the first step.'
          : `${last.process}: ${callOrChoices(last)}`}
      </p>
      <p class="hint">
        Keys: <kbd>j</kbd> <kbd>k</kbd> or the arrows step, <kbd>p</kbd> plays.
      </p>
    </div>
  );
}
