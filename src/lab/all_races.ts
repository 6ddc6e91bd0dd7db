/** Every race of a design that can be driven on a kernel: which properties in which configurations, and how each went. */

import type { TraceStep } from '../checker/trace.js';
import type { Configuration } from '../model/configuration.js';
import { CONFIGURATIONS } from '../model/configurations.js';
import type { DesignId } from '../model/designs.js';
import { ALL_PROPERTIES } from '../properties/catalogue/all.js';
import { Decision } from '../properties/decide.js';
import type { Property } from '../properties/property.js';
import { type Asked, askedOf, controlRace, searchRace } from './choose_race.js';
import { unsuitable } from './layout.js';
import { OBSERVABLES } from './observables.js';
import { MODULE_WALKS } from './places.js';
import { type Reproduction, reproduce } from './reproduce.js';
import type { Session } from './session.js';

/** Small enough to search in seconds, each with actors that the lab plays. */
const TRIED: readonly string[] = ['tiny', 'small', 'quiet', 'normal', 'walkers', 'two-pages', 'contig', 'readers'];

/** A property of those that a kernel can show, in a configuration that a machine of the lab has. */
export interface LabCell {
  readonly property: Property;
  readonly configuration: Configuration;
}

export interface CellResult {
  /** `holds`: the model says so. `too fine`: no race can be driven. */
  readonly outcome: 'holds' | 'too fine' | 'reproduced' | 'differs';
  /** Steps of the shortest race there is, driven or not; absent: the property holds. */
  readonly shortest?: number;
  /** Of the race that was driven. */
  readonly driven?: { readonly steps: number; readonly segments: number };
  /** The evidence; in what model and kernel differ first; or before what a process would have to be left. */
  readonly told: readonly string[];
  /** The same schedule where the model says that the property holds; absent: it holds on none of the other kernels. */
  readonly control?: ControlResult;
}

export interface ControlResult {
  /** The kernel's series, and parameters if it had any. */
  readonly on: string;
  readonly outcome: 'holds' | 'reproduced' | 'differs';
  readonly told: readonly string[];
}

/** A kernel on which a control may run. */
export interface ControlKernel {
  readonly on: string;
  readonly open: () => Promise<Session>;
}

export function labCells(): LabCell[] {
  const configurations = CONFIGURATIONS.filter((each) => TRIED.includes(each.name) && unsuitable(each) === undefined);
  const shown = OBSERVABLES.flatMap(({ properties }) => properties);
  const properties = ALL_PROPERTIES.filter(({ id }) => shown.includes(id));
  return properties.flatMap((property) => configurations.map((configuration) => ({ property, configuration })));
}

export function cellName({ property, configuration }: LabCell): string {
  return `${property.id} ${configuration.name}`;
}

/**
 * @param controls tried one after another, until the model says of one that the property holds there
 * @throws when a search needs more states
 */
export async function makeCell(
  { property, configuration }: LabCell,
  design: DesignId,
  session: Session,
  controls: readonly ControlKernel[],
  maxStates: number,
): Promise<CellResult> {
  const askedOn = ({ layout, switches }: Session): Asked =>
    askedOf(
      {
        scenario: { design, kernel: layout.series, configuration, overrides: {} },
        property,
        cast: MODULE_WALKS,
      },
      switches,
    );
  const asked = askedOn(session);
  const shortest = shortestTrace(asked, maxStates);
  if (shortest === undefined) return { outcome: 'holds', told: [] };
  const found = searchRace(asked, session.code, session.layout, maxStates, () => shortest);
  if (!('race' in found)) {
    const told = new Set(found.tooFine.map(({ process, before }) => `${process} before ${before}`));
    return { outcome: 'too fine', shortest: shortest.length, told: [...told] };
  }
  const { race } = found;
  const made = await reproduce(session, race, () => {});
  const driven = { steps: race.trace.length, segments: race.segments.length };
  const result = { shortest: shortest.length, driven, told: toldOf(made) };
  if (made.verdict !== 'reproduced') return { outcome: 'differs', ...result };
  const control = await controlOf(race.trace, controls, askedOn, maxStates);
  return { outcome: 'reproduced', ...result, ...(control === undefined ? {} : { control }) };
}

/** Of any race, driven or not; undefined where the property holds. */
function shortestTrace({ scenario, property }: Asked, maxStates: number): readonly TraceStep[] | undefined {
  const decision = new Decision(scenario, [property], { maxStates });
  decision.run();
  const [{ verdict, trace }] = decision.cells();
  if (verdict === 'not-exhausted') throw new Error(`more than ${maxStates} states`);
  return trace;
}

async function controlOf(
  trace: readonly TraceStep[],
  controls: readonly ControlKernel[],
  askedOn: (session: Session) => Asked,
  maxStates: number,
): Promise<ControlResult | undefined> {
  for (const { on, open } of controls) {
    const session = await open();
    const control = controlRace(askedOn(session), trace, session.code, session.layout, maxStates);
    if (!('race' in control)) continue;
    const made = await reproduce(session, control.race, () => {});
    return { on, outcome: made.verdict, told: toldOf(made) };
  }
  return undefined;
}

/** The evidence of what was seen, or in what model and kernel differ first. */
function toldOf({ evidence, driven }: Reproduction): readonly string[] {
  if (evidence.length > 0) return evidence;
  const differing = driven.segments.flatMap(({ segment, mismatches }) =>
    mismatches.map(({ what, model, kernel }) => `after step ${segment.end}, ${what}: model ${model}, kernel ${kernel}`),
  );
  return differing.length > 0 ? differing : ['every state agrees, and it was not seen'];
}
