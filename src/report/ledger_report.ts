/** The ledger of claims as plain words, for a page that shows it and decides nothing. */

import type { DesignId, KernelVersion } from '../model/designs.js';
import type { Claim } from '../properties/claims/index.js';
import { READINGS } from '../properties/claims/readings.js';
import type { LedgerCell } from '../properties/studies/ledger.js';
import { assumptionLines } from './assumption.js';
import { type ConditionRow, conditionRows, ledgerMark, passedOver, propertiesOf } from './ledger_marks.js';

export interface LedgerReport {
  readonly designs: readonly DesignId[];
  readonly readings: readonly ReadingReport[];
  readonly claims: readonly ClaimReport[];
}

interface ReadingReport {
  readonly id: string;
  readonly title: string;
  readonly source: string;
}

export interface ClaimReport {
  readonly id: string;
  readonly title: string;
  /** A fragment of the thread. */
  readonly quote?: string;
  readonly statement: string;
  readonly note?: string;
  /** By design. */
  readonly marks: readonly string[];
  readonly rows: readonly ConditionRow[];
  /** Of which designs it says nothing, and what is assumed. */
  readonly remarks: readonly string[];
}

export function ledgerReport(
  claims: readonly Claim[],
  cells: readonly LedgerCell[],
  designs: readonly DesignId[],
  kernel: KernelVersion,
): LedgerReport {
  return {
    designs,
    readings: READINGS.map(({ id, title, source }) => ({ id, title, source })),
    claims: claims.map((claim) => {
      const own = cells.filter((cell) => cell.claim === claim.id);
      const { id, title, quote, statement, note } = claim;
      return {
        id,
        title,
        ...(quote === undefined ? {} : { quote }),
        statement,
        ...(note === undefined ? {} : { note }),
        marks: designs.map((design) => ledgerMark(own.filter((cell) => cell.design === design))),
        rows: conditionRows(claim, designs, own),
        remarks: [
          ...[...passedOver(claim, designs, kernel)].map(([reason, silent]) => `${silent.join(', ')}: ${reason}.`),
          ...assumptionLines(propertiesOf(claim)),
        ],
      };
    }),
  };
}
