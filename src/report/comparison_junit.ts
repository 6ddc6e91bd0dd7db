/** What a change breaks, as a JUnit XML report: a suite for each place, a case for each property, that fails where it falls anew. */

import type { Comparison } from '../change/comparison.js';
import { isNews } from '../properties/differences.js';
import type { VerdictCell } from '../properties/verdict.js';
import { traceOfCell } from '../run/cell_trace.js';
import type { ChangeReference } from '../scenario/loaded_changes.js';
import { drawJunit } from './junit.js';
import { drawRace } from './race.js';
import { replayRace } from './replayed_race.js';
import { describeStart } from './start.js';

/** What fell before, and in no other way, is no failure of the change. */
export function comparisonJunit(_: ChangeReference, comparisons: readonly Comparison[]): string {
  const cells = comparisons.flatMap(({ differences }) =>
    differences.map((difference): VerdictCell => {
      const { after } = difference;
      if (isNews(difference) || after.verdict !== 'violated') return after;
      const { trace: _trace, wrong: _wrong, rootCauses: _causes, shortest: _shortest, loop: _loop, ...rest } = after;
      return { ...rest, verdict: 'holds' };
    }),
  );
  return drawJunit(cells, drawFallen);
}

function drawFallen(cell: VerdictCell): string {
  const [trace] = traceOfCell(cell);
  if (trace === undefined) return cell.wrong ?? '';
  const { scenario, steps, wrong, ...options } = replayRace(trace, cell.wrong ?? '');
  return [describeStart(scenario), '', drawRace(steps, wrong, options)].join('\n');
}
