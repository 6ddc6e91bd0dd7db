/** The exhaustive check of what is explored, with its progress, and its verdicts, from which a race is taken over. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { errorMessage } from '../src/checker/error_message.js';
import { ALL_PROPERTIES } from '../src/properties/catalogue/all.js';
import { LIVENESS_PROPERTIES } from '../src/properties/catalogue/liveness.js';
import { PROPERTIES } from '../src/properties/catalogue/main.js';
import type { Property } from '../src/properties/property.js';
import type { VerdictCell } from '../src/properties/verdict.js';
import { reportCell } from '../src/report/report_data.js';
import { compact, stepsText, verdictText } from '../src/report/verdict_text.js';
import type { Scenario } from '../src/scenario/scenario.js';
import { decide, LIMITS, type Running } from './search.js';
import { wordsOf } from './verdict_tables.js';

interface Props {
  readonly scenario: Scenario;
  /** A violated cell was chosen, which has a trace. */
  readonly onTrace: (cell: VerdictCell) => void;
}

const ASKED: Readonly<Record<string, readonly Property[]>> = {
  'main properties': PROPERTIES,
  'whether what begins also ends (liveness)': LIVENESS_PROPERTIES,
};

export function Check({ scenario, onTrace }: Props) {
  const [asked, setAsked] = useState(Object.keys(ASKED)[0]);
  const [running, setRunning] = useState<Running>();
  const [told, setTold] = useState('');
  const [cells, setCells] = useState<readonly VerdictCell[]>();
  const latest = useRef<Running | undefined>(undefined);
  latest.current = running;
  useEffect(() => () => latest.current?.stop(), []);

  const start = () => {
    const job = { scenario, properties: ASKED[asked].map(({ id }) => id), limits: LIMITS };
    const started = decide(job, ({ phase, states, queued }) =>
      setTold(`${phase}: ${compact(states)} states, ${compact(queued)} queued`),
    );
    setCells(undefined);
    setTold('compiling');
    setRunning(started);
    started.cells
      .then(
        (decided) => {
          setCells(decided);
          setTold(endOf(decided));
        },
        (error: unknown) => setTold(`the search failed: ${errorMessage(error)}`),
      )
      .finally(() => setRunning(undefined));
  };

  return (
    <section class="check" aria-label="exhaustive check">
      <h2>Check every interleaving</h2>
      <div class="bar">
        <label>
          For{' '}
          <select
            value={asked}
            onChange={(event) => setAsked(event.currentTarget.value)}
            disabled={running !== undefined}
          >
            {Object.keys(ASKED).map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <button type="button" onClick={start} disabled={running !== undefined}>
          Check
        </button>
        <button type="button" onClick={() => running?.stop()} disabled={running === undefined}>
          Stop
        </button>
        <output>{told}</output>
      </div>
      {cells !== undefined && <Verdicts cells={cells} onTrace={onTrace} />}
    </section>
  );
}

const EXACT = new Intl.NumberFormat('en');

/** The numbers of the search are the same in all its cells. */
function endOf([first]: readonly VerdictCell[]): string {
  const { states, transitions, depth, seconds } = first;
  return `${EXACT.format(states)} states, ${EXACT.format(transitions)} transitions, depth ${depth}, ${seconds.toFixed(1)} s`;
}

interface VerdictsProps {
  readonly cells: readonly VerdictCell[];
  readonly onTrace: Props['onTrace'];
}

function Verdicts({ cells, onTrace }: VerdictsProps) {
  return (
    <table class="verdicts checked">
      <thead>
        <tr>
          <th scope="col">property</th>
          <th scope="col">verdict</th>
          <th scope="col">which means</th>
        </tr>
      </thead>
      <tbody>
        {cells.map((cell) => (
          <tr key={cell.property} data-property={cell.property} data-states={cell.states}>
            <th scope="row">
              <b>{cell.property}</b> <span>{ALL_PROPERTIES.find(({ id }) => id === cell.property)?.title}</span>
            </th>
            <td>{cell.trace === undefined ? verdictText(cell) : <RaceButton cell={cell} onTrace={onTrace} />}</td>
            <td>{meaningOf(cell)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function meaningOf(cell: VerdictCell): string {
  const { wrong, trace = [], shortest } = cell;
  if (wrong === undefined) return wordsOf(reportCell(cell));
  return shortest === undefined ? wrong : `${wrong}; in ${stepsText(trace.length, shortest)}`;
}

interface RaceButtonProps {
  readonly cell: VerdictCell;
  readonly onTrace: Props['onTrace'];
}

function RaceButton({ cell, onTrace }: RaceButtonProps) {
  return (
    <button type="button" class={cell.rootCauses === undefined ? 'violated' : 'follows'} onClick={() => onTrace(cell)}>
      {verdictText(cell)} <span class="unseen">take over the race of {cell.property}</span>
    </button>
  );
}
