/** The races of violated cells, drawn below a table: each once, however many properties it violates. */

import { compileSystem, type System } from '../checker/system.js';
import { replaySteps } from '../checker/trace.js';
import type { Configuration } from '../model/configuration.js';
import type { Kernel } from '../model/state.js';
import type { Switches } from '../model/switches.js';
import { kernelSystem } from '../model/system.js';
import { ALL_PROPERTIES } from '../properties/all.js';
import { type LivenessProperty, PRODUCT_PROPERTIES } from '../properties/index.js';
import type { LassoInNames } from '../properties/lasso.js';
import type { VerdictCell } from '../properties/verdict.js';
import { assumptionText, describeStart, drawRace } from '../report/index.js';
import { bold, color } from './color.js';

/** What it takes to replay a cell's trace. */
export interface Setting {
  readonly configuration: Configuration;
  readonly switches: Switches;
}

/** What a drawing shows. */
export type Drawn = LassoInNames & { readonly property?: string; readonly wrong: string };

/**
 * @param system absent: that of the setting
 * @returns the drawing, with what the memory looked like before
 */
export function drawTrace(
  { configuration, switches }: Setting,
  { trace, loop, property, wrong }: Drawn,
  system: System<Kernel> = kernelSystem(configuration, switches),
): string {
  const program = compileSystem(system);
  const { steps } = replaySteps(program, trace);
  const processes = program.automata.map(({ process }) => process);
  const violated = livenessNamed(property);
  const assumed = violated === undefined ? {} : { assumed: assumptionText(violated, processes) };
  const options = { color, ...(loop === undefined ? {} : { loop }), ...assumed };
  return [describeStart(configuration, switches), '', drawRace(steps, wrong, options)].join('\n');
}

function livenessNamed(id: string | undefined): LivenessProperty | undefined {
  return ALL_PROPERTIES.filter((property) => property.kind === 'liveness').find((property) => property.id === id);
}

/** A race and every sentence that it makes true. */
interface Race {
  readonly cell: VerdictCell;
  readonly sentences: readonly string[];
  readonly titles: readonly string[];
}

/**
 * The shortest race of each violated property of each design, over the variations; equal races are one. The consequences of
 * other violations are left out, but for the properties that designs are chosen by.
 */
export function racesOf(cells: readonly VerdictCell[]): Race[] {
  const shortest = new Map<string, VerdictCell>();
  for (const cell of cells) {
    if (cell.trace === undefined || !isToldApart(cell)) continue;
    const key = `${cell.design} ${cell.property}`;
    const known = shortest.get(key)?.trace;
    if (known === undefined || cell.trace.length < known.length) shortest.set(key, cell);
  }
  const races = new Map<string, Race>();
  for (const cell of shortest.values()) {
    // A drawing names the assumptions of one property; those of another may differ.
    const needs = livenessNamed(cell.property)?.needs;
    const key = JSON.stringify([cell.design, cell.configuration, cell.trace, cell.loop, needs]);
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

export function drawRaceOf({ cell, sentences, titles }: Race, setting: Setting): string {
  const variation = cell.variation === '' ? '' : `, ${cell.variation}`;
  const heading = bold(`Design ${cell.design}${variation}: ${titles.join(', ')} violated`);
  return [heading, drawTrace(setting, { ...cell, trace: cell.trace ?? [], wrong: sentences.join('; ') })].join('\n');
}
