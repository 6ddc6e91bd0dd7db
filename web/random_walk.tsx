/** Draws a run at random: the same from the same seed and number, in any browser, and in `pageoffline simulate`. */

import { useState } from 'preact/hooks';
import type { Move } from '../src/checker/trace.js';
import { Walk } from '../src/checker/walk.js';
import { drawOfRun } from '../src/generators/draw.js';
import { PROPERTIES } from '../src/properties/catalogue/main.js';
import { invariantOf } from '../src/properties/kinds/invariant.js';
import { invariantsAmong } from '../src/properties/property.js';
import { programOf } from '../src/scenario/program.js';
import type { Scenario } from '../src/scenario/scenario.js';

interface Props {
  readonly scenario: Scenario;
  readonly onWalk: (moves: readonly Move[]) => void;
}

/** More than a reader looks through, and few enough for an address. */
const MOST_STEPS = 200;

const INVARIANTS = invariantsAmong(PROPERTIES).map(invariantOf);

export function RandomWalk({ scenario, onWalk }: Props) {
  const [seed, setSeed] = useState('some-words');
  const [number, setNumber] = useState(0);
  const draw = () => {
    const walk = new Walk(programOf(scenario), { invariants: INVARIANTS });
    walk.run(drawOfRun(seed, number), MOST_STEPS);
    onWalk(walk.path());
    setNumber(number + 1);
  };
  return (
    <form
      class="walk"
      onSubmit={(event) => {
        event.preventDefault();
        draw();
      }}
    >
      <button type="submit">Random walk</button>
      <label>
        seed{' '}
        <input
          value={seed}
          size={12}
          onInput={(event) => {
            setSeed(event.currentTarget.value);
            setNumber(0);
          }}
        />
      </label>
      <label>
        run{' '}
        <input
          type="number"
          min={0}
          max={999_999}
          value={number}
          onInput={(event) => setNumber(Math.max(0, Math.trunc(Number(event.currentTarget.value))))}
        />
      </label>
    </form>
  );
}
