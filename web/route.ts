/** What part of the page is shown, as the hash of its address: a link to a cell, to a step, or to a run made by hand. */

import type { Move } from '../src/checker/trace.js';
import type { Configuration } from '../src/model/configuration.js';
import { CONFIGURATIONS } from '../src/model/configurations.js';
import {
  DEFAULT_KERNEL,
  DESIGN_IDS,
  type DesignId,
  KERNEL_VERSIONS,
  type KernelVersion,
} from '../src/model/designs.js';
import { nameAmong } from '../src/model/named.js';
import { readSwitch, type Switches } from '../src/model/switches.js';
import { ALL_PROPERTIES } from '../src/properties/catalogue/all.js';
import { ASSUMPTIONS } from '../src/properties/studies/assumptions.js';
import { PATCHES } from '../src/properties/studies/patches.js';
import { SCENES } from '../src/properties/studies/scenes.js';
import { readMoves, writeMoves } from '../src/run/moves_text.js';
import type { Scenario } from '../src/scenario/scenario.js';

export type Route = ComparisonRoute | AnswerRoute | KeptRaceRoute | TourRoute | ClaimsRoute | RaceRoute | ExploreRoute;

interface ComparisonRoute {
  readonly view: 'comparison';
}

/** What the sentence of a design rests on. */
interface AnswerRoute {
  readonly view: 'answer';
  readonly design: DesignId;
  /** What was chosen of the sentence: the id of an assumption or a patch, or one of {@link OTHER_PARTS}. */
  readonly part?: string;
}

/** A race of the answer. */
export interface KeptRaceRoute {
  readonly view: 'answer-race';
  readonly design: DesignId;
  readonly kernel: KernelVersion;
  /** Its place among those of the design on this version. */
  readonly race: number;
  readonly step: number;
  readonly beside?: DesignId;
}

export interface TourRoute {
  readonly view: 'tour';
  /** The id of a stop. Absent: all of them, below each other. */
  readonly stop?: string;
  readonly step: number;
  readonly beside?: DesignId;
}

interface ClaimsRoute {
  readonly view: 'claims';
  /** The id of the claim to show. */
  readonly claim?: string;
}

/** The race of a cell. */
export interface RaceRoute {
  readonly view: 'race';
  readonly design: string;
  readonly configuration: string;
  readonly property: string;
  /** How many steps have been made. */
  readonly step: number;
  /** The design that is shown beside it. */
  readonly beside?: DesignId;
}

/** A run that the reader chooses. */
export interface ExploreRoute {
  readonly view: 'explore';
  readonly scenario: Scenario;
  readonly moves: readonly Move[];
  /** How many of the moves have been made. */
  readonly step: number;
  /** What a check found the run to violate; absent: the reader made the run. */
  readonly found?: Found;
  /** The design that is shown beside it. */
  readonly beside?: DesignId;
}

export interface Found {
  /** The id of the property. */
  readonly property: string;
  /** The index of the first of the moves that are then repeated for ever. */
  readonly loop?: number;
}

/** Of a sentence, beside assumptions and patches: what was proved, and the race that no assumption keeps away. */
const OTHER_PARTS: readonly string[] = ['proofs', 'fall'];

const PARTS = [...OTHER_PARTS, ...ASSUMPTIONS.map(({ id }) => id), ...PATCHES.map(({ id }) => id)];

/** Those that have a name, and those that races of the answer happen in. */
export const EXPLORED: readonly Configuration[] = [
  ...new Map(
    [...CONFIGURATIONS, ...SCENES.map(({ configuration }) => configuration)].map((each) => [each.name, each]),
  ).values(),
];

/** The configuration that exploring begins with: the one in which the designs differ most. */
const FIRST_CONFIGURATION = 'walkers';

/** A longer run would take seconds to replay, with nothing on the screen. */
const MOST_MOVES = 2_000;

/** @throws one line that says what is wrong with the link */
export function readRoute(hash: string): Route | undefined {
  const [place, query = ''] = hash.replace(/^#/, '').split(/[?&](.*)/s);
  const [view, stop] = place.split('=');
  const given = new URLSearchParams(query);
  switch (view) {
    case '':
      return undefined;
    case 'comparison':
      return { view };
    case 'answer':
      return { view, design: readDesign(given), ...readPart(given) };
    case 'answer-race':
      return {
        view,
        design: readDesign(given),
        kernel: nameAmong('kernel', given.get('kernel') ?? DEFAULT_KERNEL, KERNEL_VERSIONS),
        race: readNumber(given, 'race'),
        step: readNumber(given, 'step'),
        ...readBeside(given),
      };
    case 'tour':
      return {
        view,
        ...(stop === undefined ? {} : { stop }),
        step: readNumber(given, 'step'),
        ...readBeside(given),
      };
    case 'claims': {
      const claim = given.get('claim');
      return claim === null ? { view } : { view, claim };
    }
    case 'race':
      return readRace(given);
    case 'explore':
      return readExplore(given);
    default:
      throw new Error(`no part of this page is called '${view}': one of ${VIEWS.join(', ')}`);
  }
}

const VIEWS: readonly Route['view'][] = ['comparison', 'answer', 'tour', 'claims', 'race', 'explore'];

const readDesign = (given: URLSearchParams): DesignId => nameAmong('design', given.get('design') ?? '', DESIGN_IDS);

function readPart(given: URLSearchParams): { readonly part?: string } {
  const part = given.get('part');
  return part === null ? {} : { part: nameAmong('part of a sentence', part, PARTS) };
}

function readRace(given: URLSearchParams): RaceRoute {
  const [design, configuration, property] = ['design', 'configuration', 'property'].map((name) => {
    const value = given.get(name);
    if (value === null) throw new Error(`the link to a race needs ${name}=`);
    return value;
  });
  return {
    view: 'race',
    design,
    configuration,
    property,
    step: readNumber(given, 'step'),
    ...readBeside(given),
  };
}

function readBeside(given: URLSearchParams): { readonly beside?: DesignId } {
  const beside = given.get('beside');
  return beside === null ? {} : { beside: nameAmong('design', beside, DESIGN_IDS) };
}

function readExplore(given: URLSearchParams): ExploreRoute {
  const names = EXPLORED.map(({ name }) => name);
  const configuration = configurationNamed(
    nameAmong('configuration', given.get('configuration') ?? FIRST_CONFIGURATION, names),
  );
  const moves = readMoves(given.get('moves') ?? '');
  if (moves.length > MOST_MOVES) throw new Error(`it has ${moves.length} steps: at most ${MOST_MOVES} can be shown`);
  return {
    view: 'explore',
    scenario: {
      design: nameAmong('design', given.get('design') ?? 'D', DESIGN_IDS),
      kernel: nameAmong('kernel', given.get('kernel') ?? DEFAULT_KERNEL, KERNEL_VERSIONS),
      configuration,
      overrides: readSwitches(given.get('set') ?? ''),
    },
    moves,
    step: given.has('step') ? readNumber(given, 'step') : moves.length,
    ...readFound(given, moves.length),
    ...readBeside(given),
  };
}

function readFound(given: URLSearchParams, length: number): { readonly found?: Found } {
  const property = given.get('property');
  if (property === null) return {};
  nameAmong('property', property, ALL_IDS);
  if (!given.has('loop')) return { found: { property } };
  const loop = readNumber(given, 'loop');
  if (loop >= length) throw new Error(`loop=${loop}: the run has ${length} steps`);
  return { found: { property, loop } };
}

const ALL_IDS = ALL_PROPERTIES.map(({ id }) => id);

function configurationNamed(name: string): Configuration {
  const found = EXPLORED.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no configuration is called '${name}'`);
  return found;
}

function readNumber(given: URLSearchParams, name: string): number {
  const text = given.get(name) ?? '0';
  if (!/^\d{1,6}$/.test(text)) throw new Error(`${name}=${text} is not a number of steps`);
  return Number(text);
}

/** `putHook:true,pcp:disabled` */
function readSwitches(text: string): Partial<Switches> {
  let switches: Partial<Switches> = {};
  for (const pair of text.split(',').filter((each) => each !== '')) {
    const [name, value = ''] = pair.split(':');
    switches = { ...switches, ...readSwitch(name, value) };
  }
  return switches;
}

export function hashOf(route: Route): string {
  switch (route.view) {
    case 'comparison':
      return '#comparison';
    case 'answer': {
      const { design, part } = route;
      return link('answer', { design, ...(part === undefined ? {} : { part }) });
    }
    case 'answer-race': {
      const { design, kernel, race } = route;
      return link('answer-race', { design, kernel, race: String(race), ...placeOf(route) });
    }
    case 'tour': {
      const place = new URLSearchParams(placeOf(route)).toString();
      return `#tour${route.stop === undefined ? '' : `=${route.stop}`}${place === '' ? '' : `&${place}`}`;
    }
    case 'claims':
      return route.claim === undefined ? '#claims' : link('claims', { claim: route.claim });
    case 'race': {
      const { design, configuration, property } = route;
      return link('race', { design, configuration, property, ...placeOf(route) });
    }
    case 'explore':
      return exploreHash(route);
  }
}

function placeOf({ step, beside }: Pick<RaceRoute, 'step' | 'beside'>): Record<string, string> {
  return { ...(step === 0 ? {} : { step: String(step) }), ...(beside === undefined ? {} : { beside }) };
}

function exploreHash({ scenario, moves, step, found, beside }: ExploreRoute): string {
  const { design, kernel, configuration, overrides } = scenario;
  const set = Object.entries(overrides).map(([name, value]) => `${name}:${value}`);
  return link('explore', {
    design,
    kernel,
    configuration: configuration.name,
    ...(set.length === 0 ? {} : { set: set.join() }),
    ...(moves.length === 0 ? {} : { moves: writeMoves(moves) }),
    ...(step === moves.length ? {} : { step: String(step) }),
    ...(found === undefined ? {} : { property: found.property }),
    ...(found?.loop === undefined ? {} : { loop: String(found.loop) }),
    ...(beside === undefined ? {} : { beside }),
  });
}

/** Commas and colons stay readable: a hash may hold them. */
function link(view: string, given: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(given).toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
  return `#${view}?${query}`;
}
