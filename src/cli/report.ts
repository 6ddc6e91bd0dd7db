/** `pageoffline report`: the comparison and the ledger of claims as one HTML file, in which each race can be stepped through. */

import { writeFileSync } from 'node:fs';
import { CLAIMS } from '../properties/claims/index.js';
import { type LedgerReport, ledgerReport } from '../report/ledger_report.js';
import { packReport, reportCell } from '../report/report_data.js';
import { type Comparison, decideDesigns } from './compare.js';
import { decideLedger } from './decide_ledger.js';
import { ExitStatus, type StatusOf } from './exit_status.js';
import { checkWritable } from './output_file.js';
import { readPage, writeInto } from './page_file.js';
import type { Terminal } from './terminal.js';
import { asUsageError } from './usage_error.js';

export interface ReportOptions extends Comparison {
  /** Where to write the page. */
  readonly output: string;
  /** With the ledger of claims, which takes several times as long as the comparison. */
  readonly ledger: boolean;
}

export async function report(options: ReportOptions, terminal: Terminal): Promise<StatusOf<'HOLDS' | 'NOT_EXHAUSTED'>> {
  const { output } = options;
  checkWritable(output);
  const page = readPage();
  const cells = await decideDesigns(options, terminal, 'comparison');
  const ledger = options.ledger && !terminal.interruption().aborted ? await ledgerOf(options, terminal) : undefined;
  const found = { cells: cells.map(reportCell), ...(ledger === undefined ? {} : { ledger }) };
  const document = writeInto(page, packReport(found));
  asUsageError(output, () => writeFileSync(output, document));
  terminal.stdout.write(`${output}: ${Math.round(document.length / 1_000)} kB, open it in a browser\n`);
  return cells.some(({ verdict }) => verdict === 'not-exhausted') ? ExitStatus.NOT_EXHAUSTED : ExitStatus.HOLDS;
}

async function ledgerOf(options: ReportOptions, terminal: Terminal): Promise<LedgerReport> {
  const cells = await decideLedger(CLAIMS, options, terminal, 'ledger');
  return ledgerReport(CLAIMS, cells, options.design, options.kernel);
}
