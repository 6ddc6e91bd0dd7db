/**
 * What an HTML report carries beside the program: verdicts, races and the ledger of claims. The page replays the races itself,
 * so they are kept as steps in names, each step once.
 */

import type { TraceStep } from '../checker/trace.js';
import type { KernelVersion } from '../model/designs.js';
import type { Switches } from '../model/switches.js';
import type { VerdictCell } from '../properties/verdict.js';
import type { LedgerReport } from './ledger_report.js';

/** A verdict without what is the same in all cells, and without times, so that the same verdicts give the same report. */
export type ReportCell = Omit<VerdictCell, 'switches' | 'seconds' | 'kernel'>;

export interface Report {
  readonly kernel: KernelVersion;
  /** Switches set otherwise than designs and kernel have them. */
  readonly changed: Partial<Switches>;
  readonly cells: readonly ReportCell[];
  /** Absent: it was left out. */
  readonly ledger?: LedgerReport;
}

/** The most steps that all races of a report have together; a race that would go beyond is left out. */
export const MOST_STEPS = 20_000;

/** A cell whose race is the list of its steps' places among all steps. */
type PackedCell = Omit<ReportCell, 'trace'> & { readonly trace?: readonly number[] };

/** The JSON document in the page. */
export type PackedReport = Omit<Report, 'cells'> & {
  readonly steps: readonly TraceStep[];
  readonly cells: readonly PackedCell[];
};

export function packReport({ cells, ...rest }: Report): PackedReport {
  const places = new Map<string, number>();
  let room = MOST_STEPS;
  const packed = cells.map(({ trace, ...cell }) => {
    if (trace === undefined || trace.length > room) return cell;
    room -= trace.length;
    return { ...cell, trace: trace.map((step) => placeOf(JSON.stringify(step), places)) };
  });
  const steps = [...places.keys()].map((text): TraceStep => JSON.parse(text));
  return { ...rest, steps, cells: packed };
}

function placeOf(step: string, places: Map<string, number>): number {
  const place = places.get(step) ?? places.size;
  places.set(step, place);
  return place;
}

export function unpackReport({ steps, cells, ...rest }: PackedReport): Report {
  return {
    ...rest,
    cells: cells.map(({ trace, ...cell }) =>
      trace === undefined ? cell : { ...cell, trace: trace.map((place) => steps[place]) },
    ),
  };
}

export function reportCell({ switches: _, seconds: __, kernel: ___, ...cell }: VerdictCell): ReportCell {
  return cell;
}
