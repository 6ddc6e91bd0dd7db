/** What an address shows: the part of the page, with everything it needs found and replayed, or why it cannot be shown. */

import type { DesignId } from '../src/model/designs.js';
import { type KeptDesign, type KeptRace, runOf } from '../src/report/kept_answer.js';
import type { ClaimReport, LedgerReport } from '../src/report/ledger_report.js';
import type { Report, ReportCell } from '../src/report/report_data.js';
import { Timeline } from '../src/run/timeline.js';
import { keptRace, missingIn } from './kept_answer.js';
import { type ExploreRoute, type KeptRaceRoute, type RaceRoute, readRoute, type TourRoute } from './route.js';
import { type TourStop, tourStop } from './tour_stops.js';

export type View =
  | { readonly kind: 'comparison' }
  | { readonly kind: 'answer'; readonly design: DesignId; readonly part: string | undefined }
  | {
      readonly kind: 'answer-race';
      readonly route: KeptRaceRoute;
      readonly race: KeptRace;
      readonly timeline: Timeline;
      readonly missing: readonly string[];
    }
  | { readonly kind: 'tour' }
  | { readonly kind: 'stop'; readonly route: TourRoute; readonly stop: TourStop }
  | { readonly kind: 'claims'; readonly ledger: LedgerReport; readonly chosen: ClaimReport | undefined }
  | { readonly kind: 'race'; readonly route: RaceRoute; readonly cell: ReportCell; readonly timeline: Timeline }
  | { readonly kind: 'explore'; readonly route: ExploreRoute; readonly timeline: Timeline };

/** @throws one line that says why the address shows nothing */
export function viewOf(hash: string, report: Report | undefined): View {
  const route = readRoute(hash) ?? { view: 'comparison' };
  switch (route.view) {
    case 'comparison':
      return { kind: 'comparison' };
    case 'answer':
      return { kind: 'answer', design: route.design, part: route.part };
    case 'answer-race':
      return answerRaceOf(route);
    case 'tour':
      return route.stop === undefined ? { kind: 'tour' } : stopOf(route, route.stop);
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

function answerRaceOf(route: KeptRaceRoute): View {
  const [kept, race] = keptRace(route.design, route.kernel, route.race);
  const timeline = keptRun(kept, race);
  checkStep(route.step, timeline);
  return { kind: 'answer-race', route, race, timeline, missing: missingIn(kept, route.race) };
}

function stopOf(route: TourRoute, id: string): View {
  const stop = tourStop(id);
  checkStep(route.step, stop.timeline);
  return { kind: 'stop', route, stop };
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

const keptRuns = new WeakMap<KeptRace, Timeline>();

/** Replayed once for each race of the answer. */
function keptRun(kept: KeptDesign, race: KeptRace): Timeline {
  const known = keptRuns.get(race) ?? runOf(kept, race);
  keptRuns.set(race, known);
  return known;
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
