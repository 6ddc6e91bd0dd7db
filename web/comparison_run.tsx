/** Decides the comparison in the browser, case after case. */

import { useState } from 'preact/hooks';
import { DEFAULT_KERNEL, DESIGN_IDS } from '../src/model/designs.js';
import { PROPERTIES } from '../src/properties/index.js';
import { VARIATIONS } from '../src/properties/variations.js';
import { type Report, type ReportCell, reportCell } from '../src/report/report_data.js';
import { compact } from '../src/report/verdict_text.js';
import { decide, LIMITS } from './search.js';

export function ComparisonRun({ onReport }: { readonly onReport: (report: Report) => void }) {
  const [told, setTold] = useState<string>();
  const start = () => {
    setTold('starting');
    decideAll(setTold).then(
      (cells) => onReport({ kernel: DEFAULT_KERNEL, changed: {}, cells }),
      (error: unknown) => setTold(`the search failed: ${error instanceof Error ? error.message : error}`),
    );
  };
  return (
    <>
      <p>
        This page was built without verdicts. It can decide all of them here, which takes about a minute; or{' '}
        <a href="#explore">explore one design</a>.
      </p>
      <p>
        <button type="button" onClick={start} disabled={told !== undefined}>
          Decide all of it here
        </button>{' '}
        <output>{told ?? ''}</output>
      </p>
    </>
  );
}

async function decideAll(tell: (progress: string) => void): Promise<ReportCell[]> {
  const cases = VARIATIONS.flatMap((variation) => DESIGN_IDS.map((design) => ({ ...variation, design })));
  const cells: ReportCell[] = [];
  for (const [i, { design, variation, configuration }] of cases.entries()) {
    const scenario = { design, kernel: DEFAULT_KERNEL, configuration, changed: {} };
    const job = { scenario, variation, properties: PROPERTIES.map(({ id }) => id), limits: LIMITS };
    const running = decide(job, ({ states }) =>
      tell(`${i} of ${cases.length} searches done; design ${design}, ${variation}: ${compact(states)} states`),
    );
    cells.push(...(await running.cells).map(reportCell));
  }
  return cells;
}
