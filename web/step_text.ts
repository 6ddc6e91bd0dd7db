/** The steps of a run in the words of a race diagram, a line for each. */

import type { ReplayedStep } from '../src/checker/trace.js';
import { callText } from '../src/report/call.js';
import { raceEvents } from '../src/report/race_event.js';

export interface StepText {
  readonly process: string;
  /** The choices that led to it and that its call does not tell. */
  readonly choices: readonly string[];
  /** Absent: the step only took its choices. */
  readonly call?: string;
  readonly changes: readonly string[];
}

export function stepTexts(steps: readonly ReplayedStep[]): StepText[] {
  const events = new Map(raceEvents(steps).map((event) => [event.step, event]));
  return steps.map(({ process, choices }, i) => {
    const event = events.get(i);
    const call = event?.call === undefined ? undefined : callText(event.call);
    return {
      process,
      choices: choices.flatMap(({ name, option }) => (call?.includes(option) ? [] : [`${name}: ${option}`])),
      ...(call === undefined ? {} : { call }),
      changes: event?.changes.map(({ text, ghost }) => unbroken(ghost ? `(${text})` : text)) ?? [],
    };
  });
}

/** No line breaks at an arrow. */
const unbroken = (change: string): string => change.replaceAll(' -> ', '\u00a0->\u00a0');

/** `get_page_unless_zero(page 0) = got`, or the choices of a step that is nothing else. */
export function callOrChoices({ call, choices }: StepText): string {
  return call ?? choices.join(', ');
}
