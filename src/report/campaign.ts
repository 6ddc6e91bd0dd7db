/** What came of every race of a design on some kernels: kept as JSON, and drawn as a table of which nothing is written by hand. */

import type { CellResult } from '../lab/all_races.js';
import { markdownTable } from './markdown_table.js';

export interface CampaignRow {
  /** A property and a configuration, as `S5 walkers`. */
  readonly cell: string;
  readonly result: CellResult;
}

/** One kernel, booted in one way. */
export interface Campaign {
  readonly design: string;
  readonly release: string;
  readonly parameters: string;
  readonly rows: readonly CampaignRow[];
}

/** A table in Markdown: a row for each cell that is violated somewhere, a column for each kernel; then what is behind it. */
export function campaignTable(campaigns: readonly Campaign[]): string {
  const cells = [...new Set(campaigns.flatMap(({ rows }) => rows.map(({ cell }) => cell)))];
  const resultOf = ({ rows }: Campaign, cell: string) => rows.find((row) => row.cell === cell)?.result;
  const isViolated = (cell: string) => campaigns.some((each) => (resultOf(each, cell)?.outcome ?? 'holds') !== 'holds');
  const violated = cells.filter(isViolated);
  const head = ['cell', ...campaigns.map(columnTitle)];
  const lines = violated.map((cell) => [cell, ...campaigns.map((each) => entryText(resultOf(each, cell)))]);
  const held = cells.filter((cell) => !isViolated(cell));
  return [
    markdownTable(head, lines),
    '',
    heldText(held.length, cells.length),
    ...section('Model and kernel differ', notes(campaigns, violated, differenceIn)),
    ...section(
      'Too fine to be driven: who would have to be left, and before what',
      notes(campaigns, violated, tooFineIn),
    ),
  ].join('\n');
}

function columnTitle({ release, parameters }: Campaign): string {
  return parameters === '' ? release : `${release}, ${parameters}`;
}

function heldText(held: number, cells: number): string {
  const [hold, have] = held === 1 ? ['holds', 'has'] : ['hold', 'have'];
  return `${held} of ${cells} cells ${hold} in the model of every kernel, and ${have} no line.`;
}

/**
 * `✔ 12 (9); control 5.10`: steps of the race that was driven, and of the shortest there is. For what can never happen any more, the
 * latter goes on to where it is sure, and says nothing beside the former.
 */
function entryText(result: CellResult | undefined): string {
  if (result === undefined) return '';
  const { outcome, shortest, control } = result;
  switch (outcome) {
    case 'holds':
      return '–';
    case 'too fine':
      return `too fine (${shortest})`;
    case 'differs':
      return `✘ ${lengths(result)}`;
    case 'reproduced': {
      const made = `✔ ${lengths(result)}`;
      if (control === undefined) return made;
      const mark = control.outcome === 'holds' ? '' : '✘ ';
      return `${made}; control ${mark}${control.on}`;
    }
  }
}

function lengths({ driven, shortest = 0 }: CellResult): string {
  const steps = driven?.steps ?? 0;
  return shortest <= steps ? `${steps} (${shortest})` : String(steps);
}

function differenceIn({ outcome, told, control }: CellResult): string | undefined {
  if (outcome === 'differs') return told[0];
  if (control === undefined || control.outcome === 'holds') return undefined;
  return `control on ${control.on}: ${control.told[0]}`;
}

function tooFineIn({ outcome, told }: CellResult): string | undefined {
  return outcome === 'too fine' ? told.join(', ') : undefined;
}

/** One line for each thing that there is to say, with the kernels and cells of which it is said. */
function notes(
  campaigns: readonly Campaign[],
  cells: readonly string[],
  noteIn: (result: CellResult) => string | undefined,
): readonly string[] {
  const places = new Map<string, string[]>();
  for (const campaign of campaigns) {
    for (const { cell, result } of campaign.rows) {
      const note = cells.includes(cell) ? noteIn(result) : undefined;
      if (note !== undefined) places.set(note, [...(places.get(note) ?? []), `${cell} on ${columnTitle(campaign)}`]);
    }
  }
  return [...places].map(([note, where]) => `- ${note} (${where.join('; ')})`);
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', `${title}:`, '', ...lines];
