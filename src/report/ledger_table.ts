/** The ledger of claims for the terminal: all claims by all designs, and one claim with what its verdicts rest on. */

import pc from 'picocolors';
import type { DesignId, KernelVersion } from '../model/designs.js';
import type { Claim } from '../properties/claims/index.js';
import { KERNELS_READING, READINGS } from '../properties/claims/readings.js';
import type { LedgerCell } from '../properties/studies/ledger.js';
import { assumptionLines } from './assumption.js';
import { type Paint, wrap } from './canvas.js';
import { conditionRows, LEDGER_LEGEND, ledgerMark, passedOver, propertiesOf } from './ledger_marks.js';
import { drawRows, GAP } from './rows.js';

export interface LedgerOptions {
  readonly designs: readonly DesignId[];
  readonly kernel: KernelVersion;
  readonly color: boolean;
}

const WIDTH = 100;
const ID_WIDTH = 4;
/** `A-nohook` stands in two lines. */
const DESIGN_WIDTH = 6;
const INDENT = '    ';

/** One row for each claim. */
export function drawLedger(claims: readonly Claim[], cells: readonly LedgerCell[], options: LedgerOptions): string {
  const { designs, kernel } = options;
  const { bold, dim } = pc.createColors(options.color);
  const widths = [titleWidth(claims) + GAP, ...designs.map(() => DESIGN_WIDTH + GAP)];
  const heading = drawRows([['', ...designs.map((design) => headingText(design, bold))]], widths);
  const rows = claims.map((claim) => {
    const marks = designs.map((design) =>
      paintMark(ledgerMark(cells.filter((cell) => cell.claim === claim.id && cell.design === design)), options.color),
    );
    return [`${bold(claim.id.padEnd(ID_WIDTH))}${claim.title}`, ...marks];
  });
  const rule = dim('─'.repeat(widths.reduce((sum, width) => sum + width) - GAP));
  const title = bold(`Claims of the review thread (Linux ${kernel}; ${KERNELS_READING.title})`);
  const table = [rule, heading, rule, drawRows(rows, widths), rule];
  return [...wrap(title, WIDTH), ...table, '', ...LEDGER_LEGEND.map(dim)].join('\n');
}

function titleWidth(claims: readonly Claim[]): number {
  return ID_WIDTH + Math.max(...claims.map(({ title }) => title.length));
}

function headingText(design: string, paint: Paint): string {
  return design.replace('-', '-\n').split('\n').map(paint).join('\n');
}

function paintMark(mark: string, color: boolean): string {
  const { green, red, yellow, dim } = pc.createColors(color);
  const paints: readonly (readonly [string, Paint])[] = [
    ['(', dim],
    ['✔', green],
    ['✘', red],
    ['?', yellow],
  ];
  const [, paint = dim] = paints.find(([start]) => mark.startsWith(start)) ?? [];
  return paint(mark);
}

/** Quote, statement, what each design came to, and why. */
export function drawClaim(claim: Claim, cells: readonly LedgerCell[], options: LedgerOptions): string {
  const { designs, kernel } = options;
  const { bold, dim } = pc.createColors(options.color);
  const quote = claim.quote === undefined ? '' : `, "${claim.quote}"`;
  const says = [claim.statement, ...(claim.note === undefined ? [] : [claim.note])];
  const reasons = [...passedOver(claim, designs, kernel)].map(([reason, own]) => `${own.join(', ')}: ${reason}.`);
  return [
    ...wrap(`${claim.id}, ${claim.title}${quote}`, WIDTH).map(bold),
    ...says.flatMap((text) => wrap(text, WIDTH - INDENT.length)).map((line) => INDENT + line),
    '',
    drawConditions(claim, cells, options),
    ...[...reasons, ...assumptionLines(propertiesOf(claim))].flatMap((text) => wrap(text, WIDTH)),
    ...readingsOf(claim).map(dim),
  ].join('\n');
}

/** Tables below each other where the columns do not fit. */
function drawConditions(claim: Claim, cells: readonly LedgerCell[], { designs, color }: LedgerOptions): string {
  const { bold, dim } = pc.createColors(color);
  const rows = conditionRows(claim, designs, cells);
  const labels = Math.min(44, Math.max(...rows.map(({ label }) => label.length)));
  const columns = Math.max(8, ...rows.flatMap(({ texts }) => texts.map((text) => text.length)));
  const widths = [labels + GAP, ...designs.map(() => columns + GAP)];
  const perTable = Math.max(1, Math.floor((WIDTH - widths[0]) / (columns + GAP)));
  const parts = Array.from({ length: Math.ceil(designs.length / perTable) }, (_, i) => i * perTable);
  return parts
    .map((from) => {
      const own = designs.slice(from, from + perTable);
      const marks = own.map((design) => ledgerMark(cells.filter((cell) => cell.design === design)));
      const rule = dim('─'.repeat(widths[0] + own.length * (columns + GAP) - GAP));
      const drawn = drawRows(
        [
          ['', ...own.map(bold)],
          [bold('verdict'), ...marks.map((mark) => paintMark(mark, color))],
          ...rows.map(({ label, texts }) => [
            wrap(label, labels).join('\n'),
            ...texts.slice(from, from + perTable).map((text) => paintMark(text, color)),
          ]),
        ],
        widths,
      );
      return [rule, drawn, rule].join('\n');
    })
    .join('\n');
}

/** The readings that the claim is decided under, and where they come from. */
function readingsOf({ conditions }: Claim): string[] {
  if (conditions.every(({ configuration }) => configuration !== undefined)) return [];
  return READINGS.flatMap(({ id, title, source }) => wrap(`${id}: ${title} (${source})`, WIDTH));
}
