/** The races of violated cells, drawn below a table: each once, however many properties it violates. */

import { compileSystem, type System } from '../checker/system.js';
import { replaySteps } from '../checker/trace.js';
import type { Configuration } from '../model/configuration.js';
import type { Kernel } from '../model/state.js';
import type { Switches } from '../model/switches.js';
import { kernelSystem } from '../model/system.js';
import { ALL_PROPERTIES } from '../properties/all.js';
import { PRODUCT_PROPERTIES } from '../properties/index.js';
import type { LassoInNames } from '../properties/lasso.js';
import type { VerdictCell } from '../properties/verdict.js';
import { ASSUMPTION, describeStart, drawRace, type ReplayedRace } from '../report/index.js';
import { stylesOf } from './color.js';
import type { TitledRace } from './print_races.js';

/** What it takes to replay a cell's trace. */
export interface Setting {
  readonly configuration: Configuration;
  readonly switches: Switches;
}

/** What a drawing shows. */
export type Drawn = LassoInNames & { readonly property?: string; readonly wrong: string };

interface DrawOptions {
  readonly color: boolean;
  /** Absent: that of the setting. */
  readonly system?: System<Kernel>;
}

/** @returns the drawing, with what the memory looked like before */
export function drawTrace(setting: Setting, drawn: Drawn, { color, system }: DrawOptions): string {
  return drawReplayed(replayRace(setting, drawn, system), color);
}

/** @param system absent: that of the setting */
export function replayRace(
  { configuration, switches }: Setting,
  { trace, loop, property, wrong }: Drawn,
  system: System<Kernel> = kernelSystem(configuration, switches),
): ReplayedRace {
  const program = compileSystem(system);
  const { steps } = replaySteps(program, trace);
  return {
    configuration,
    switches,
    program,
    steps,
    wrong,
    ...(loop === undefined ? {} : { loop }),
    ...(isLiveness(property) ? { assumed: ASSUMPTION } : {}),
  };
}

function drawReplayed({ configuration, switches, steps, wrong, ...options }: ReplayedRace, color: boolean): string {
  return [describeStart(configuration, switches), '', drawRace(steps, wrong, { ...options, color })].join('\n');
}

const isLiveness = (id: string | undefined): boolean =>
  ALL_PROPERTIES.some((property) => property.kind === 'liveness' && property.id === id);

/** A race and every sentence that it makes true. */
interface Race {
  readonly cell: VerdictCell;
  readonly sentences: readonly string[];
  readonly titles: readonly string[];
}

/**
 * The shortest race of each violated property of each design, over the variations; equal races are one. The consequences of
 * other violations are left out, but for the properties that designs are chosen by, and where there is nothing else.
 */
export function racesOf(cells: readonly VerdictCell[]): Race[] {
  const shortest = new Map<string, VerdictCell>();
  const traced = cells.filter(({ trace }) => trace !== undefined);
  const toldApart = traced.filter(isToldApart);
  for (const cell of toldApart.length > 0 ? toldApart : traced) {
    if (cell.trace === undefined) continue;
    const key = `${cell.design} ${cell.property}`;
    const known = shortest.get(key)?.trace;
    if (known === undefined || cell.trace.length < known.length) shortest.set(key, cell);
  }
  const races = new Map<string, Race>();
  for (const cell of shortest.values()) {
    const key = JSON.stringify([cell.design, cell.configuration, cell.trace, cell.loop, isLiveness(cell.property)]);
    const { cell: first = cell, sentences = [], titles = [] } = races.get(key) ?? {};
    races.set(key, {
      cell: first,
      sentences: [...sentences, cell.wrong ?? ''],
      titles: [...titles, titleOf(cell.property)],
    });
  }
  return [...races.values()];
}

function isToldApart({ property, rootCauses }: VerdictCell): boolean {
  return rootCauses === undefined || PRODUCT_PROPERTIES.some(({ id }) => id === property);
}

export function titleOf(property: string): string {
  return `${property} "${ALL_PROPERTIES.find(({ id }) => id === property)?.title ?? property}"`;
}

export function drawRaceOf(race: Race, setting: Setting, { color }: DrawOptions): string {
  const { title, race: replayed } = titledRace(race, setting);
  return [stylesOf({ color }).bold(title), drawReplayed(replayed, color)].join('\n');
}

export function titledRace({ cell, sentences, titles }: Race, setting: Setting): TitledRace {
  const variation = cell.variation === '' ? '' : `, ${cell.variation}`;
  return {
    title: `Design ${cell.design}${variation}: ${titles.join(', ')} violated`,
    race: replayRace(setting, { ...cell, trace: cell.trace ?? [], wrong: sentences.join('; ') }),
  };
}

/** The race of one cell, for a report that is no terminal. */
export function drawCell(cell: VerdictCell, setting: Setting): string {
  const { trace = [], wrong = '' } = cell;
  return drawReplayed(replayRace(setting, { ...cell, trace, wrong }), false);
}
