/** `pageoffline diff A D`: the switches in which two designs differ, who reads them, and the verdicts that differ. */

import { type DesignId, type KernelVersion, switchesOf } from '../model/designs.js';
import { SWITCH_NAMES, SWITCHES, type SwitchName } from '../model/switches.js';
import type { Limits } from '../properties/decide.js';
import { differencesOf } from '../properties/differences.js';
import type { Property } from '../properties/property.js';
import { switchReaders } from '../properties/studies/switch_readers.js';
import type { Variation } from '../properties/studies/variations.js';
import type { VerdictCell } from '../properties/verdict.js';
import { wrap } from '../report/canvas.js';
import { cellJson, drawVerdictTable } from '../report/index.js';
import { stylesOf } from './color.js';
import { decideAll } from './decide_all.js';
import { ExitStatus, type StatusOf } from './exit_status.js';
import { drawRaceOf, racesOf } from './races.js';
import type { Terminal } from './terminal.js';

export interface DiffOptions {
  readonly variations: readonly Variation[];
  readonly kernel: KernelVersion;
  readonly property: readonly Property[];
  readonly jobs: number;
  readonly json: boolean;
  readonly races: boolean;
  readonly limits: Limits;
}

const WIDTH = 100;
const INDENT = '  ';

/** A switch that two designs have set differently. */
interface SwitchDifference {
  readonly name: SwitchName;
  /** By design. */
  readonly values: Readonly<Record<string, string | boolean>>;
  readonly meaning: string;
  /** The functions of the model that consult it. */
  readonly readBy: readonly string[];
}

export async function diff(
  one: DesignId,
  other: DesignId,
  options: DiffOptions,
  terminal: Terminal,
): Promise<StatusOf<'HOLDS' | 'NOT_EXHAUSTED'>> {
  const designs = [one, other] as const;
  const switches = switchDifferences(designs, options.kernel);
  const cells = await decideBoth(designs, options, terminal);
  const verdicts = differingCells(designs, cells);
  const document = { designs, kernel: options.kernel, switches, verdicts: verdicts.map(cellJson) };
  if (options.json) terminal.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
  else terminal.stdout.write(`${textOf(designs, switches, verdicts, options, terminal)}\n`);
  return cells.some(({ verdict }) => verdict === 'not-exhausted') ? ExitStatus.NOT_EXHAUSTED : ExitStatus.HOLDS;
}

function switchDifferences(designs: readonly [DesignId, DesignId], kernel: KernelVersion): SwitchDifference[] {
  const [one, other] = designs.map((design) => switchesOf(design, kernel));
  const names = SWITCH_NAMES.filter((name) => one[name] !== other[name]);
  const readers = switchReaders(designs, kernel, names);
  return names.map((name) => ({
    name,
    values: { [designs[0]]: one[name], [designs[1]]: other[name] },
    meaning: SWITCHES[name].meaning,
    readBy: readers.get(name) ?? [],
  }));
}

async function decideBoth(
  designs: readonly DesignId[],
  options: DiffOptions,
  terminal: Terminal,
): Promise<VerdictCell[]> {
  const { variations, kernel, property, limits, jobs } = options;
  const work = variations.flatMap(({ variation, configuration, set: overrides = {} }) =>
    designs.map((design) => ({
      scenario: { design, kernel, configuration, overrides },
      variation,
      properties: property.map(({ id }) => id),
      limits,
    })),
  );
  return (await decideAll(work, jobs, terminal)).flat();
}

/** The cells of both where a property holds in one and falls in the other; a verdict that is open differs from none. */
function differingCells([one, other]: readonly [DesignId, DesignId], cells: readonly VerdictCell[]): VerdictCell[] {
  const variations = [...new Set(cells.map(({ variation }) => variation))];
  return variations.flatMap((variation) => {
    const of = (design: DesignId) =>
      cells.filter((cell) => cell.variation === variation && cell.scenario.design === design);
    const differences = differencesOf(of(one), of(other));
    return differences.flatMap(({ kind, before, after }) =>
      before !== undefined && (kind === 'falls' || kind === 'mended') ? [before, after] : [],
    );
  });
}

function textOf(
  [one, other]: readonly [DesignId, DesignId],
  switches: readonly SwitchDifference[],
  cells: readonly VerdictCell[],
  { kernel, races }: DiffOptions,
  terminal: Terminal,
): string {
  const { bold } = stylesOf(terminal);
  const heading = bold(`Designs ${one} and ${other} on Linux ${kernel} differ in ${switches.length} switches:`);
  const listed = [heading, ...switches.map((each) => switchText(each, terminal))].join('\n\n');
  if (cells.length === 0) return `${listed}\n\n\nNo verdict differs.`;
  const table = drawVerdictTable(cells, { color: terminal.color });
  const differing = `${bold('Verdicts that differ')}\n\n${table}`;
  return [listed, differing, ...(races ? racesOf(cells).map((race) => drawRaceOf(race, terminal)) : [])].join('\n\n\n');
}

function switchText({ name, values, meaning, readBy }: SwitchDifference, terminal: Terminal): string {
  const settings = Object.entries(values).map(([design, value]) => `${value} in ${design}`);
  const readers = readBy.length === 0 ? 'read by nobody in these configurations' : `read by ${readBy.join(', ')}`;
  return [stylesOf(terminal).bold(`${name}: ${settings.join(', ')}`), ...[meaning, readers].flatMap(paragraph)].join(
    '\n',
  );
}

function paragraph(text: string): string[] {
  return wrap(text, WIDTH - INDENT.length).map((line) => INDENT + line);
}
