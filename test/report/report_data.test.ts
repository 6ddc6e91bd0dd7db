import { expect, test } from 'vitest';
import { MOST_STEPS, packReport, type Report, type ReportCell, unpackReport } from '../../src/report/report_data.js';
import { scenarioOf } from '../../src/scenario/scenario.js';

const step = (process: string) => ({ process, choices: [], args: [] });

function cell(property: string, trace: readonly { process: string; choices: never[]; args: never[] }[]): ReportCell {
  const numbers = { applied: 1, states: 2, transitions: 3, depth: 4 };
  const where = { scenario: scenarioOf('D', 'walkers'), variation: 'walkers' };
  return { ...where, ...numbers, property, verdict: 'violated', trace };
}

const reportOf = (...cells: ReportCell[]): Report => ({ cells });

test('a report comes back as it was, with each step kept once', () => {
  const report = reportOf(cell('S5', [step('a'), step('b'), step('a')]), cell('S7', [step('b')]));
  const packed = packReport(report);
  expect(packed.steps).toEqual([step('a'), step('b')]);
  expect(unpackReport(JSON.parse(JSON.stringify(packed)))).toEqual(report);
});

test('a race that would go beyond the most steps is left out, and others behind it are not', () => {
  const long = Array.from({ length: MOST_STEPS }, () => step('a'));
  const report = reportOf(cell('S5', [step('b')]), cell('S7', long), cell('D4', [step('b')]));
  expect(unpackReport(packReport(report)).cells.map(({ trace }) => trace?.length)).toEqual([1, undefined, 1]);
});
