/** Every race of a design that can be driven on a kernel: which properties in which configurations, and how each went. */

import type { Configuration } from '../model/configuration.js';
import { CONFIGURATIONS } from '../model/configurations.js';
import type { DesignId } from '../model/designs.js';
import { ALL_PROPERTIES } from '../properties/catalogue/all.js';
import type { Property } from '../properties/property.js';
import { type Asked, searchRace } from './choose_race.js';
import { unsuitable } from './layout.js';
import { OBSERVABLES } from './observables.js';
import { MODULE_WALKS } from './places.js';
import { reproduce } from './reproduce.js';
import type { Series } from './series.js';
import type { Session } from './session.js';

/** Small enough to search in seconds, each with actors of its own. */
const TRIED: readonly string[] = ['small', 'normal', 'readers', 'contig', 'walkers'];

/** A property of those that a kernel can show, in a configuration that a machine of the lab has. */
export interface LabCell {
  readonly property: Property;
  readonly configuration: Configuration;
}

export type CellResult =
  | { readonly outcome: 'none'; readonly states: number }
  | {
      readonly outcome: 'reproduced' | 'differs';
      readonly steps: number;
      readonly segments: number;
      readonly seconds: number;
      /** The evidence, or in what model and kernel differ first. */
      readonly told: readonly string[];
    };

export function labCells(): LabCell[] {
  const configurations = CONFIGURATIONS.filter((each) => TRIED.includes(each.name) && unsuitable(each) === undefined);
  const properties = OBSERVABLES.map(({ properties: [id] }) => ALL_PROPERTIES.find((property) => property.id === id));
  return properties.flatMap((property) =>
    property === undefined ? [] : configurations.map((configuration) => ({ property, configuration })),
  );
}

export function cellName({ property, configuration }: LabCell): string {
  return `${property.id} ${configuration.name}`;
}

export async function makeCell(
  { property, configuration }: LabCell,
  design: DesignId,
  series: Series,
  session: Session,
  maxStates: number,
): Promise<CellResult> {
  const asked: Asked = {
    scenario: { design, kernel: series, configuration, overrides: {} },
    property,
    cast: MODULE_WALKS,
  };
  const found = searchRace(asked, session.code, session.layout, maxStates, () => undefined);
  if (!('race' in found)) return { outcome: 'none', states: found.states };
  const { race } = found;
  const { verdict, driven, evidence, seconds } = await reproduce(session, race, () => {});
  const differing = driven.segments.flatMap(({ segment, mismatches }) =>
    mismatches.map(({ what, model, kernel }) => `after step ${segment.end}, ${what}: model ${model}, kernel ${kernel}`),
  );
  const isMade = verdict === 'reproduced';
  return {
    outcome: isMade ? 'reproduced' : 'differs',
    steps: race.trace.length,
    segments: race.segments.length,
    seconds,
    told: isMade ? evidence : differing.length > 0 ? differing : ['every state agrees, and it was not seen'],
  };
}
