/** `pageoffline claims`: the ledger of the review thread's claims, or some claims with what their verdicts rest on. */

import type { DesignId, KernelVersion } from '../model/designs.js';
import { CLAIMS, type Claim } from '../properties/claims/index.js';
import { KERNELS_READING } from '../properties/claims/readings.js';
import type { Limits } from '../properties/decide.js';
import type { ConditionCell, LedgerCell } from '../properties/studies/ledger.js';
import { cellJson, drawClaim, drawLedger, ledgerMarkdown } from '../report/index.js';
import { traceOfCell } from '../run/cell_trace.js';
import { headingOf } from '../scenario/wording.js';
import { stylesOf } from './color.js';
import { decideLedger } from './decide_ledger.js';
import { ExitStatus, type StatusOf } from './exit_status.js';
import { drawTrace } from './races.js';
import type { Terminal } from './terminal.js';

export interface ClaimsOptions {
  readonly design: readonly DesignId[];
  readonly kernel: KernelVersion;
  readonly jobs: number;
  readonly json: boolean;
  readonly markdown: boolean;
  readonly races: boolean;
  readonly limits: Limits;
}

/** @param chosen none: all, as a table */
export async function claims(
  chosen: readonly Claim[],
  options: ClaimsOptions,
  terminal: Terminal,
): Promise<StatusOf<'HOLDS' | 'NOT_EXHAUSTED'>> {
  const asked = chosen.length === 0 ? CLAIMS : chosen;
  const cells = await decideLedger(asked, options, terminal);
  terminal.stdout.write(`${textOf(asked, chosen.length === 0, cells, options, terminal)}\n`);
  return cells.some(({ judgement }) => judgement === 'not-exhausted') ? ExitStatus.NOT_EXHAUSTED : ExitStatus.HOLDS;
}

function textOf(
  asked: readonly Claim[],
  whole: boolean,
  cells: readonly LedgerCell[],
  options: ClaimsOptions,
  terminal: Terminal,
): string {
  const { color } = terminal;
  const { design: designs, kernel } = options;
  if (options.json) return JSON.stringify(cells.map(plain), undefined, 2);
  if (options.markdown) return ledgerMarkdown(asked, cells, { designs, kernel });
  if (whole) return drawLedger(asked, cells, { designs, kernel, color });
  return asked
    .map((claim) => {
      const own = cells.filter((cell) => cell.claim === claim.id);
      const drawn = drawClaim(claim, own, { designs, kernel, color });
      return [drawn, ...(options.races ? drawings(own, terminal) : [])].join('\n\n\n');
    })
    .join('\n\n\n');
}

/** A cell as data: each condition with the verdict on its property. */
function plain({ conditions, ...cell }: LedgerCell): object {
  return {
    ...cell,
    conditions: conditions.map(({ condition, cell: verdict }) => ({ due: condition.due, ...cellJson(verdict) })),
  };
}

/** The shortest run of each design that refutes the claim, or that it needs. */
function drawings(cells: readonly LedgerCell[], terminal: Terminal): string[] {
  const main = cells.filter(({ reading }) => reading === KERNELS_READING.id);
  return main.flatMap(({ conditions }) => {
    const traced = conditions.filter(({ cell }) => cell.trace !== undefined);
    if (traced.length === 0) return [];
    return [
      drawing(
        traced.reduce((best, next) => (stepsOf(next) < stepsOf(best) ? next : best)),
        terminal,
      ),
    ];
  });
}

const stepsOf = ({ cell }: ConditionCell): number => cell.trace?.length ?? 0;

function drawing({ condition, scenario, cell }: ConditionCell, terminal: Terminal): string {
  const { property } = condition;
  const heading = `${headingOf(scenario)}, ${scenario.configuration.name}: ${property.id} "${property.title}" violated`;
  const races = traceOfCell(cell).map((trace) => drawTrace(trace, cell.wrong ?? '', terminal));
  return [stylesOf(terminal).bold(heading), ...races].join('\n');
}
