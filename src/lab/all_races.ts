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
  return configurations.flatMap((configuration) => SHOWN.map((property) => ({ property, configuration })));
}

/** Properties whose violation a kernel shows; of those that it shows by the same sign as an earlier one, none but invariants. */
const SHOWN: readonly Property[] = ALL_PROPERTIES.filter(({ id, kind }) =>
  OBSERVABLES.some(
    ({ properties: [first, ...others] }) => id === first || (others.includes(id) && kind === 'invariant'),
  ),
);

export function cellName({ property, configuration }: LabCell): string {
  return `${property.id} ${configuration.name}`;
}

/** What is made of one design on one kernel. */
export interface CampaignPlan {
  readonly design: DesignId;
  readonly session: Session;
  /** Tried one after another, until the model says of one that the property holds there. */
  readonly controls: readonly ControlKernel[];
  readonly maxStates: number;
}

/**
 * @param shortest of any race that there is, driven or not; undefined where the property holds
 * @throws when a search needs more states
 */
export async function makeCell(
  cell: LabCell,
  { design, session, controls, maxStates }: CampaignPlan,
  shortest: readonly TraceStep[] | undefined,
): Promise<CellResult> {
  if (shortest === undefined) return { outcome: 'holds', told: [] };
  const askedOn = (on: Session) => askedFor(cell, design, on);
  const asked = askedOn(session);
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

function askedFor({ property, configuration }: LabCell, design: DesignId, { layout, switches }: Session): Asked {
  const scenario = { design, kernel: layout.series, configuration, overrides: {} };
  return askedOf({ scenario, property, cast: MODULE_WALKS }, switches);
}

/**
 * The shortest race to a violation of each property in one configuration, driven or not, by the property's id.
 * @throws when the search needs more states
 */
export function shortestRaces(
  configuration: Configuration,
  design: DesignId,
  session: Session,
  maxStates: number,
): ReadonlyMap<string, readonly TraceStep[] | undefined> {
  const { scenario } = askedFor({ property: SHOWN[0], configuration }, design, session);
  const decision = new Decision(scenario, SHOWN, { maxStates });
  decision.run();
  const cells = decision.cells();
  if (cells.some(({ verdict }) => verdict === 'not-exhausted')) throw new Error(`more than ${maxStates} states`);
  return new Map(cells.map(({ property, trace }) => [property, trace]));
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
