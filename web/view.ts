/** What an address shows: the part of the page, with everything it needs found and replayed, or why it cannot be shown. */

import type { ClaimReport, LedgerReport } from '../src/report/ledger_report.js';
import type { Report, ReportCell } from '../src/report/report_data.js';
import { Timeline } from '../src/run/timeline.js';
import { type ExploreRoute, type RaceRoute, type Route, readRoute } from './route.js';

export type View =
  | { readonly kind: 'comparison' }
  | { readonly kind: 'claims'; readonly ledger: LedgerReport; readonly chosen: ClaimReport | undefined }
  | { readonly kind: 'race'; readonly route: RaceRoute; readonly cell: ReportCell; readonly timeline: Timeline }
  | { readonly kind: 'explore'; readonly route: ExploreRoute; readonly timeline: Timeline };

/** @throws one line that says why the address shows nothing */
export function viewOf(hash: string, report: Report | undefined): View {
  const route: Route = readRoute(hash) ??
    (report === undefined ? readRoute('#explore') : undefined) ?? { view: 'comparison' };
  switch (route.view) {
    case 'comparison':
      return { kind: 'comparison' };
    case 'claims':
      return { kind: 'claims', ...claimsOf(report, route.claim) };
    case 'race':
      return raceOf(report, route);
    case 'explore': {
      const timeline = exploredRun(route);
      checkStep(route.step, timeline);
      return { kind: 'explore', route, timeline };
    }
  }
}

function claimsOf(
  report: Report | undefined,
  id: string | undefined,
): Pick<View & { kind: 'claims' }, 'ledger' | 'chosen'> {
  const ledger = report?.ledger;
  if (ledger === undefined) throw new Error('this page was made without the ledger of claims');
  const chosen = ledger.claims.find((claim) => claim.id === id);
  if (id !== undefined && chosen === undefined) {
    throw new Error(`no claim is called '${id}': one of ${ledger.claims.map((claim) => claim.id).join(', ')}`);
  }
  return { ledger, chosen };
}

function raceOf(report: Report | undefined, route: RaceRoute): View {
  const { design, configuration, property } = route;
  const cell = report?.cells.find(
    ({ scenario, property: id }) =>
      scenario.design === design && scenario.configuration.name === configuration && id === property,
  );
  const what = `design ${design}, configuration ${configuration}, property ${property}`;
  if (report === undefined || cell === undefined) throw new Error(`this page has no verdict on ${what}`);
  if (cell.verdict !== 'violated') throw new Error(`there is no race of ${what}: it is not violated`);
  if (cell.trace === undefined) throw new Error(`the race of ${what} was left out, as the report has too many steps`);
  const timeline = cellRun(cell, cell.trace);
  checkStep(route.step, timeline);
  return { kind: 'race', route, cell, timeline };
}

function checkStep(step: number, { length }: Timeline): void {
  if (step > length) throw new Error(`step=${step}: the run has ${length} steps`);
}

const cellRuns = new WeakMap<ReportCell, Timeline>();

/** Replayed once for each cell. */
function cellRun(cell: ReportCell, steps: NonNullable<ReportCell['trace']>): Timeline {
  const known = cellRuns.get(cell);
  if (known !== undefined) return known;
  const { scenario, property } = cell;
  const timeline = Timeline.ofTrace({ scenario, property, steps });
  cellRuns.set(cell, timeline);
  return timeline;
}

let explored: { readonly key: string; readonly timeline: Timeline } | undefined;

/** The same run again while only the step changes. */
function exploredRun({ scenario, moves }: ExploreRoute): Timeline {
  const key = JSON.stringify([scenario, moves]);
  if (explored?.key !== key) explored = { key, timeline: new Timeline(scenario, moves) };
  return explored.timeline;
}
