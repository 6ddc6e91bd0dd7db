/** Decides the comparison in the browser, case after case. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { errorMessage } from '../src/checker/error_message.js';
import { DEFAULT_KERNEL, DESIGN_IDS } from '../src/model/designs.js';
import { PROPERTIES } from '../src/properties/catalogue/main.js';
import { VARIATIONS } from '../src/properties/studies/variations.js';
import { type Report, type ReportCell, reportCell } from '../src/report/report_data.js';
import { compact } from '../src/report/verdict_text.js';
import { decide, LIMITS } from './search.js';

/** Why it is stopped when the reader goes elsewhere: then nobody waits for what was found so far. */
const LEFT = 'left';

export function ComparisonRun({ onReport }: { readonly onReport: (report: Report) => void }) {
  const [told, setTold] = useState('');
  const [stopping, setStopping] = useState<AbortController>();
  const latest = useRef(stopping);
  latest.current = stopping;
  useEffect(() => () => latest.current?.abort(LEFT), []);
  const start = () => {
    const controller = new AbortController();
    setStopping(controller);
    decideAll(setTold, controller.signal).then(
      (cells) => {
        if (controller.signal.reason !== LEFT) onReport({ cells });
      },
      (error: unknown) => setTold(`the search failed: ${errorMessage(error)}`),
    );
  };
  return (
    <>
      <p>
        The verdicts on each property are not in this page. It can decide all of them here, which takes about a minute;
        or <a href="#explore">explore one design</a>.
      </p>
      <div class="bar">
        <button type="button" onClick={start} disabled={stopping !== undefined}>
          Decide all of it here
        </button>
        <button type="button" onClick={() => stopping?.abort()} disabled={stopping === undefined}>
          Stop
        </button>
        <output>{told}</output>
      </div>
    </>
  );
}

/** Those that are decided when it is stopped, and what was found by then of the one that is not. */
async function decideAll(tell: (progress: string) => void, signal: AbortSignal): Promise<ReportCell[]> {
  const cases = VARIATIONS.flatMap((variation) => DESIGN_IDS.map((design) => ({ ...variation, design })));
  const cells: ReportCell[] = [];
  for (const [i, { design, variation, configuration }] of cases.entries()) {
    if (signal.aborted) break;
    const scenario = { design, kernel: DEFAULT_KERNEL, configuration, overrides: {} };
    const job = { scenario, variation, properties: PROPERTIES.map(({ id }) => id), limits: LIMITS };
    const running = decide(job, ({ states }) =>
      tell(`${i} of ${cases.length} searches done; design ${design}, ${variation}: ${compact(states)} states`),
    );
    const stop = () => running.stop();
    signal.addEventListener('abort', stop);
    cells.push(...(await running.cells).map(reportCell));
    signal.removeEventListener('abort', stop);
  }
  return cells;
}
