/** The comparison of designs: as the report has it, or decided here, by the same engine. */

import { DESIGNS } from '../src/model/designs.js';
import type { Report } from '../src/report/report_data.js';
import { kernelText } from '../src/scenario/wording.js';
import { ComparisonRun } from './comparison_run.js';
import { Glossary } from './glossary.js';
import { Sentences } from './sentences.js';
import { VerdictTables } from './verdict_tables.js';

interface Props {
  /** Absent: nothing is decided yet. */
  readonly report: Report | undefined;
  readonly onReport: (report: Report) => void;
}

export function Comparison({ report, onReport }: Props) {
  return (
    <article>
      <h1>Who may hold a page that the driver has unplugged?</h1>
      <p>
        A driver such as virtio-mem unplugs parts of a memory block: the host takes the pages away, and whoever touches
        one afterwards kills the guest. These are the designs that were argued over for offlining such a block, decided
        by exhaustive search of a model of the kernel. <a href="#tour">A tour of the thread</a> tells how they came
        about.
      </p>
      <Sentences />
      {report === undefined ? <ComparisonRun onReport={onReport} /> : <Decided report={report} />}
    </article>
  );
}

function Decided({ report }: { readonly report: Report }) {
  const { cells } = report;
  const designs = Object.entries(DESIGNS).filter(([id]) => cells.some(({ scenario }) => scenario.design === id));
  const kernels = new Set(cells.map(({ scenario }) => kernelText(scenario)));
  return (
    <>
      <h2>Designs</h2>
      <Glossary terms={designs.map(([id, { title, status }]) => ({ id, title, remark: status }))} />
      <h2>Verdicts</h2>
      <p class="lead">
        Each design against each property on {[...kernels].join('; ')}. A violated cell opens its race.
      </p>
      <VerdictTables cells={cells} />
      <Legend />
    </>
  );
}

function Legend() {
  return (
    <dl class="legend">
      <div>
        <dt>✔ 3k</dt>
        <dd>holds in all of so many states; these are all that any interleaving reaches</dd>
      </div>
      <div>
        <dt>✘ 9</dt>
        <dd>violated; the shortest race has so many steps</dd>
      </div>
      <div>
        <dt>✘ 16+4</dt>
        <dd>violated by 16 steps, and then 4 that are repeated for ever</dd>
      </div>
      <div>
        <dt>(✘ S5)</dt>
        <dd>violated, but only behind a violation of S5</dd>
      </div>
      <div>
        <dt>–</dt>
        <dd>holds, but nothing that it speaks of happens here</dd>
      </div>
      <div>
        <dt>?</dt>
        <dd>none found, but states are left unseen</dd>
      </div>
    </dl>
  );
}
