/** The races of violated cells, drawn below a table: each once, however many properties it violates. */

import { propertyNamed } from '../properties/catalogue/all.js';
import { PRODUCT_PROPERTIES } from '../properties/catalogue/main.js';
import { kindOf } from '../properties/kinds/index.js';
import type { VerdictCell } from '../properties/verdict.js';
import { drawRace } from '../report/race.js';
import { type ReplayedRace, replayRace } from '../report/replayed_race.js';
import { describeStart } from '../report/start.js';
import { stepsText } from '../report/verdict_text.js';
import type { Trace } from '../run/trace_file.js';
import { digestOf } from '../scenario/scenario.js';
import { headingOf } from '../scenario/wording.js';
import { stylesOf } from './color.js';
import type { TitledRace } from './print_races.js';
import type { Terminal } from './terminal.js';

type Colors = Pick<Terminal, 'color'>;

/** The drawing, with what the memory looked like before. */
export function drawTrace(trace: Omit<Trace, 'foundBy'>, wrong: string, colors: Colors): string {
  return drawReplayed(replayRace(trace, wrong), colors);
}

function drawReplayed({ scenario, steps, wrong, ...options }: ReplayedRace, { color }: Colors): string {
  const drawn = drawRace(steps, wrong, { ...options, color });
  return [describeStart(scenario), ...linelessText(steps), '', drawn].join('\n');
}

/** Why a race has fewer lines than steps. */
function linelessText(steps: ReplayedRace['steps']): string[] {
  const choosing = steps.filter(({ action }) => action === undefined).length;
  if (choosing === 0) return [];
  const which =
    choosing === 1 ? '1 of them only chooses, and has no line' : `${choosing} of them only choose, and have no line`;
  return [`${steps.length} steps; ${which} of ${choosing === 1 ? 'its' : 'their'} own.`];
}

/** A drawing names what its property assumes. */
function assumptionOf(id: string): string | undefined {
  const property = propertyNamed(id);
  return property === undefined ? undefined : kindOf(property).assumes;
}

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
    const key = `${headingOf(cell.scenario)} ${cell.property}`;
    const known = shortest.get(key)?.trace;
    if (known === undefined || cell.trace.length < known.length) shortest.set(key, cell);
  }
  const races = new Map<string, Race>();
  for (const cell of shortest.values()) {
    const key = JSON.stringify([digestOf(cell.scenario), cell.trace, cell.loop, assumptionOf(cell.property)]);
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

/** One race for each design: of those that products are chosen by the first, if it is no consequence of another. */
export function mostTelling(races: readonly Race[]): Race[] {
  const best = new Map<string, Race>();
  for (const race of races) {
    const { design } = race.cell.scenario;
    const known = best.get(design);
    if (known === undefined || rankOf(race) < rankOf(known)) best.set(design, race);
  }
  return [...best.values()];
}

function rankOf({ cell: { property, rootCauses } }: Race): number {
  const rank = PRODUCT_PROPERTIES.findIndex(({ id }) => id === property);
  return rank < 0 || rootCauses !== undefined ? PRODUCT_PROPERTIES.length : rank;
}

export function titleOf(property: string): string {
  return `${property} "${propertyNamed(property)?.title ?? property}"`;
}

export function drawRaceOf(race: Race, colors: Colors): string {
  const { title, race: replayed } = titledRace(race);
  return [stylesOf(colors).bold(title), drawReplayed(replayed, colors)].join('\n');
}

export function titledRace({ cell, sentences, titles }: Race): TitledRace {
  const { scenario, variation } = cell;
  const varied = variation === undefined ? '' : `, ${variation}`;
  const { trace = [], shortest } = cell;
  const sooner = shortest === undefined ? '' : ` in ${stepsText(trace.length, shortest)}`;
  return {
    title: `Design ${scenario.design}${varied}: ${titles.join(', ')} violated${sooner}`,
    race: replayOf(cell, sentences.join('; ')),
  };
}

/** The race of one cell, for a report that is no terminal. */
export function drawCell(cell: VerdictCell): string {
  return drawReplayed(replayOf(cell, cell.wrong ?? ''), { color: false });
}

function replayOf(cell: VerdictCell, wrong: string): ReplayedRace {
  const { scenario, property, loop, trace = [] } = cell;
  return replayRace({ scenario, property, ...(loop === undefined ? {} : { loop }), steps: trace }, wrong);
}
