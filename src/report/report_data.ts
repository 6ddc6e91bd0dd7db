/**
 * What an HTML report carries beside the program: verdicts, races and the ledger of claims. The page replays the races itself,
 * so they are kept as steps in names, each step once.
 */

import type { TraceStep } from '../checker/trace.js';
import type { VerdictCell } from '../properties/verdict.js';
import { digestOf, type Scenario } from '../scenario/scenario.js';
import type { LedgerReport } from './ledger_report.js';

/** A verdict without times, so that the same verdicts give the same report. */
export type ReportCell = Omit<VerdictCell, 'seconds'>;

export interface Report {
  readonly cells: readonly ReportCell[];
  /** Absent: it was left out. */
  readonly ledger?: LedgerReport;
}

/** The most steps that all races of a report have together; a race that would go beyond is left out. */
export const MOST_STEPS = 20_000;

/** A cell with the place of its scenario among all scenarios, and its race as the places of its steps among all steps. */
type PackedCell = Omit<ReportCell, 'trace' | 'scenario'> & {
  readonly scenario: number;
  readonly trace?: readonly number[];
};

/** The JSON document in the page. */
export type PackedReport = Omit<Report, 'cells'> & {
  readonly scenarios: readonly Scenario[];
  readonly steps: readonly TraceStep[];
  readonly cells: readonly PackedCell[];
};

export function packReport({ cells, ...rest }: Report): PackedReport {
  const scenarios = new Places<Scenario>(nameAndDigest);
  const steps = new Places<TraceStep>(JSON.stringify);
  let room = MOST_STEPS;
  const packed = cells.map(({ trace, scenario, ...cell }) => {
    const placed = { ...cell, scenario: scenarios.of(scenario) };
    if (trace === undefined || trace.length > room) return placed;
    room -= trace.length;
    return { ...placed, trace: trace.map((step) => steps.of(step)) };
  });
  return { ...rest, scenarios: scenarios.all, steps: steps.all, cells: packed };
}

/** What a digest leaves out is shown. */
const nameAndDigest = (scenario: Scenario): string => `${scenario.configuration.name} ${digestOf(scenario)}`;

/** Each of equal values once. */
class Places<T> {
  readonly all: T[] = [];
  readonly #places = new Map<string, number>();
  readonly #keyOf: (value: T) => string;

  constructor(keyOf: (value: T) => string) {
    this.#keyOf = keyOf;
  }

  of(value: T): number {
    const key = this.#keyOf(value);
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    this.#places.set(key, this.all.length);
    return this.all.push(value) - 1;
  }
}

export function unpackReport({ scenarios, steps, cells, ...rest }: PackedReport): Report {
  return {
    ...rest,
    cells: cells.map(({ trace, scenario, ...cell }) => ({
      ...cell,
      scenario: scenarios[scenario],
      ...(trace === undefined ? {} : { trace: trace.map((place) => steps[place]) }),
    })),
  };
}

export function reportCell({ seconds: _, ...cell }: VerdictCell): ReportCell {
  return cell;
}
