/** Every step that is possible now, by process, and who waits: one was taken, the others are the roads not taken. */

import type { Move } from '../src/checker/trace.js';
import type { Possible, Timeline } from '../src/run/timeline.js';
import { StepWords } from './lanes.js';
import { stepTexts } from './step_text.js';

interface Props {
  readonly heading: string;
  readonly timeline: Timeline;
  readonly at: number;
  readonly onChoose: (move: Move) => void;
}

export function Choices({ heading, timeline, at, onChoose }: Props) {
  const possible = timeline.possibleAfter(at);
  const taken: Move | undefined = timeline.moves[at];
  const names = timeline.program.automata.map(({ process }) => process);
  const waiting = names.filter((_, process) => possible.every(({ move }) => move.process !== process));
  return (
    <section class="choices">
      <h2 class="small">{heading}</h2>
      {possible.length === 0 ? (
        <p>Nothing: the model stops here.</p>
      ) : (
        <>
          <ol>
            {possible.map((each, i) => (
              <li key={`${each.move.process}.${each.move.branch}`}>
                <Choice possible={each} number={i + 1} taken={isSameMove(each.move, taken)} onChoose={onChoose} />
              </li>
            ))}
          </ol>
          {waiting.length > 0 && <p class="faint">Waiting: {waiting.join(', ')}.</p>}
        </>
      )}
    </section>
  );
}

interface ChoiceProps {
  readonly possible: Possible;
  readonly number: number;
  readonly taken: boolean;
  readonly onChoose: (move: Move) => void;
}

function Choice({ possible: { move, step }, number, taken, onChoose }: ChoiceProps) {
  const [text] = stepTexts([step]);
  return (
    <button type="button" aria-current={taken ? 'true' : undefined} onClick={() => onChoose(move)}>
      <span class="number">{taken ? '▸' : number}</span>
      <span class="who">{step.process}</span>
      <span class="call">
        <StepWords step={text} />
        {taken && <span class="unseen"> (taken)</span>}
      </span>
      <span class="changes">{text.changes.join(', ')}</span>
    </button>
  );
}

export function isSameMove(one: Move, other: Move | undefined): boolean {
  return one.process === other?.process && one.branch === other.branch;
}
