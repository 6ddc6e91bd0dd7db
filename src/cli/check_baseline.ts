/** `check --baseline`: verdicts held against the violations that a file keeps as known. */

import type { Comparison } from '../change/comparison.js';
import type { Decided } from '../properties/decide_job.js';
import { differencesOf } from '../properties/differences.js';
import type { VerdictCell } from '../properties/verdict.js';
import type { Scenario } from '../scenario/scenario.js';
import { switchesIn } from '../scenario/scenario.js';
import { type Baseline, baselinePlace, type Known } from './baseline_file.js';

/** As if the other side were the model as it was when the file was saved. */
export function comparisonWith(baseline: Baseline, scenario: Scenario, { cells, ways }: Decided): Comparison {
  const place = baselinePlace(scenario);
  const before = cells.flatMap((cell) => knownCell(cell, baseline.of(cell.property, place)));
  const news = ways(({ property, step }) => baseline.has({ property, place, by: step }));
  return {
    pair: { before: scenario, after: scenario },
    differences: differencesOf(before, cells, news),
    met: [],
    read: { after: switchesIn(scenario) },
  };
}

/** Of what the file does not have nothing is known but that it was not violated. */
function knownCell(cell: VerdictCell, known: readonly Known[]): VerdictCell[] {
  const [first] = known;
  if (first === undefined) return [];
  const { trace: _, loop: __, shortest: ___, rootCauses: ____, ...rest } = cell;
  const behind = known.every((each) => each.behind !== undefined) ? { rootCauses: first.behind ?? [] } : {};
  return [{ ...rest, verdict: 'violated', ...behind }];
}

/** What there is to know: of each violation every step that comes to it, where such steps can be told. */
export function knownIn(scenario: Scenario, { cells, ways }: Decided): Known[] {
  const place = baselinePlace(scenario);
  const steps = ways(() => false);
  return cells
    .filter(({ verdict }) => verdict === 'violated')
    .flatMap(({ property, rootCauses }): Known[] => {
      if (rootCauses !== undefined) return [{ property, place, behind: [...rootCauses] }];
      const own = steps.filter((way) => way.property === property);
      return own.length === 0 ? [{ property, place }] : own.map(({ step }) => ({ property, place, by: step }));
    });
}
