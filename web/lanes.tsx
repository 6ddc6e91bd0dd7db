/** A run as lanes: a line for each step, indented to the lane of its CPU, with what it changed beside it. */

import { useEffect, useRef } from 'preact/hooks';
import { callOrChoices, type StepText } from './step_text.js';

interface Props {
  readonly steps: readonly StepText[];
  /** How many steps have been made. */
  readonly at: number;
  readonly onStep: (at: number) => void;
  /** The index of the first of the steps that are then repeated for ever; absent: the run ends. */
  readonly loop?: number;
  /** What is wrong after the last step. */
  readonly wrong?: string;
  /** It is one of several on the page, and does not scroll to where it stands. */
  readonly still?: true;
}

/** Headings of more lanes than this stand below each other: there is no room for their names beside each other. */
const MOST_SIDE_BY_SIDE = 2;

/** Where the lanes stand below the state, following them would hide it; as in the style sheet. */
const LANES_BESIDE_STATE = '(min-width: 64rem)';

export function Lanes({ steps, at, onStep, loop, wrong, still }: Props) {
  const lanes = [...new Set(steps.map(({ process }) => process))];
  const heads = lanes.map((process, lane) => `CPU${lane} (${process})`);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (still === true || !matchMedia(LANES_BESIDE_STATE).matches) return;
    list.current?.querySelector(`[data-step="${at}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [at, still]);
  const few = lanes.length <= MOST_SIDE_BY_SIDE;
  const least = few && heads.length > 0 ? heads[0].length + 1 : 0;
  return (
    <div class="lanes" style={{ '--lanes': lanes.length, '--least': `${least}ch` }}>
      <div class={few ? 'heads few' : 'heads'} aria-hidden="true">
        {heads.map((head, lane) => (
          <span key={head} style={{ '--lane': lane }}>
            {head}
          </span>
        ))}
      </div>
      <ol ref={list}>
        <li>
          <StepButton index={0} at={at} onStep={onStep} lane={0}>
            <span class="call faint">start</span>
          </StepButton>
        </li>
        {steps.map((step, i) => (
          <li key={i} class={i === loop ? 'loop' : undefined}>
            {i === loop && <p class="rule">then for ever:</p>}
            <StepButton index={i + 1} at={at} onStep={onStep} lane={lanes.indexOf(step.process)}>
              <span class="call">
                <span class="unseen">
                  CPU{lanes.indexOf(step.process)} {step.process}:{' '}
                </span>
                <StepWords step={step} />
              </span>
              <span class="changes">{step.changes.join(', ')}</span>
            </StepButton>
          </li>
        ))}
      </ol>
      {loop !== undefined && <p class="rule">back to “then for ever”</p>}
      {wrong !== undefined && <p class="wrong">✘ {wrong}</p>}
    </div>
  );
}

interface StepButtonProps {
  /** How many steps have been made behind it. */
  readonly index: number;
  readonly at: number;
  readonly lane: number;
  readonly onStep: (at: number) => void;
  readonly children: preact.ComponentChildren;
}

/** Only the present one is reached by Tab: the keys of the stepper move on from there. */
function StepButton({ index, at, lane, onStep, children }: StepButtonProps) {
  return (
    <button
      type="button"
      class={index > at ? 'step ahead' : 'step'}
      style={{ '--lane': lane }}
      data-step={index}
      tabIndex={index === at ? 0 : -1}
      aria-current={index === at ? 'step' : undefined}
      onClick={() => onStep(index)}
    >
      <span class="number">{index}</span>
      {children}
    </button>
  );
}

export function StepWords({ step }: { readonly step: StepText }) {
  if (step.call === undefined) return <span class="faint">/* {callOrChoices(step)} */</span>;
  return (
    <>
      {step.choices.length > 0 && <span class="faint">/* {step.choices.join(', ')} */ </span>}
      <Call words={step.call} />
    </>
  );
}

/** An errno is not broken behind its minus. */
function Call({ words }: { readonly words: string }) {
  return <>{words.split(/(-E[A-Z0-9]+)/).map((part, i) => (i % 2 === 0 ? part : <span class="whole">{part}</span>))}</>;
}
