/**
 * Invariants proved for any number of walkers, readers or brief users, by {@link anyNumberOf}. What is violated there may be so
 * for no number: it is decided again with as few as show it.
 */

import { type AnyNumber, anyNumberOf } from '../checker/any_number.js';
import type { Counter, CountUses } from '../checker/count_use.js';
import type { ElementOf } from '../checker/identical.js';
import { type Restriction, restrict } from '../checker/restrict.js';
import { Search } from '../checker/search.js';
import { compileSystem, type Program } from '../checker/system.js';
import { type ReplayedStep, replayMoves } from '../checker/trace.js';
import { countUsesIn } from '../export/count_uses.js';
import { countOf } from '../model/configuration.js';
import { processNames } from '../model/module.js';
import { ACTORS, declarationOf } from '../model/modules.js';
import type { Kernel } from '../model/state.js';
import { systemOf } from '../scenario/changed_model.js';
import { programOf } from '../scenario/program.js';
import type { Scenario } from '../scenario/scenario.js';
import { MAIN_INVARIANTS } from './catalogue/causes.js';
import type { Countless } from './countless.js';
import { Decision, type Limits, type Progress } from './decide.js';
import { type InvariantProperty, invariantOf } from './kinds/invariant.js';
import { surveyStates } from './kinds/state_survey.js';
import type { Halt, VerdictCell } from './verdict.js';

/** What became of an invariant. */
export type ForAnyNumber =
  | {
      readonly property: InvariantProperty;
      readonly verdict: 'holds';
      readonly states: number;
      /** In how many of them it says anything. */
      readonly applied: number;
      /** Faults at which the model halts: nothing is known of what comes behind. */
      readonly halts: readonly Halt[];
    }
  | {
      readonly property: InvariantProperty;
      readonly verdict: 'violated';
      readonly with: number;
      readonly cell: VerdictCell;
    }
  | {
      readonly property: InvariantProperty;
      readonly verdict: 'open';
      readonly why: string;
      readonly run?: readonly ReplayedStep[];
    };

/** With how many of them what is violated is decided at most. */
export const MOST_TRIED = 3;

/** In each of these searches: with more states it is not decided whether so many show it. */
const MOST_STATES_OF_FEW = 500_000;

/** The program is made for so many: its limits, which are there for leaks, are above every number that is tried. */
const MANY = 40;

/** What is asked of any number of an actor. */
export interface AskedOfAny {
  readonly scenario: Scenario;
  readonly actor: Countless;
  readonly properties: readonly InvariantProperty[];
  /** What is assumed. */
  readonly restrictions?: readonly Restriction<Kernel>[];
}

/** One of an actor, and how the code of its program counts. */
export interface OneOfMany {
  readonly program: Program<Kernel>;
  readonly process: number;
  readonly uses: CountUses<Kernel>;
}

/**
 * @param size the program is made for so many of the actor; what is read of its code is the same for any
 * @throws when the actor is not there, is of several kinds, or its processes have state of their own
 */
export function oneOfMany(
  { scenario, actor, properties, restrictions = [] }: AskedOfAny,
  size: number = MANY,
): OneOfMany {
  const name = nameOf(actor);
  const [program, larger] = [size, size + 1].map((each) => restrict(programOfOne(scenario, actor, each), restrictions));
  const [first] = processNames(name, size);
  const process = program.automata.findIndex((each) => each.process === first);
  const { locations } = program.automata[process];
  const isNumbered = locations.some(({ branches }) =>
    branches.some(({ action }) => action?.touches?.on.includes('process') === true),
  );
  if (isNumbered) throw new Error(`each ${name} has state of its own: any number of them cannot be asked`);
  const predicates = properties.map((property) => {
    const { id, holds } = invariantOf(property);
    return { id, of: holds };
  });
  const counters = countersOf(program);
  return { program, process, uses: countUsesIn({ program, larger, size, process, counters, predicates }) };
}

/** The program with any number of an actor. @throws as {@link oneOfMany} */
export function programForAny(asked: AskedOfAny): AnyNumber<Kernel> {
  const { program, process, uses } = oneOfMany(asked);
  return anyNumberOf(program, process, `${nameOf(asked.actor)}s`, uses);
}

const nameOf = (actor: Countless): string => ACTORS.find(({ key }) => key === actor)?.name ?? actor;

/** One of an actor, in a program that has room for so many. */
function programOfOne(scenario: Scenario, actor: Countless, size: number): Program<Kernel> {
  const { alike: _, ...system } = systemOf(withSo(scenario, actor, size)).system;
  const names = processNames(nameOf(actor), size);
  const processes = system.processes.filter(({ name }) => name === names[0] || !names.includes(name));
  return compileSystem({ ...system, processes });
}

/** @throws when the actor is not there, or is of several kinds */
function withSo(scenario: Scenario, actor: Countless, count: number): Scenario {
  const { actors } = scenario.configuration;
  const { [actor]: there } = actors;
  const kinds = typeof there === 'number' ? [] : [...new Set(there)];
  if (countOf(there) === 0) throw new Error(`${actor}: there are none in configuration ${scenario.configuration.name}`);
  if (kinds.length > 1) throw new Error(`${actor}: any number of one kind can be asked, not of ${kinds.join(' and ')}`);
  const so = typeof there === 'number' ? count : Array.from({ length: count }, () => kinds[0]);
  return { ...scenario, configuration: { ...scenario.configuration, actors: { ...actors, [actor]: so } } };
}

/** For each thing that fields count the holders of. */
function countersOf({ layout }: Program<Kernel>): Counter[] {
  const counters = new Map<string, ElementOf[]>();
  for (const field of layout.variables) {
    const holders = declarationOf(field)?.holders;
    if (holders === undefined) continue;
    for (let element = 0; element < layout.fields[field].length; element++) {
      const thing = `${holders} ${element}`;
      counters.set(thing, [...(counters.get(thing) ?? []), { field, element }]);
    }
  }
  return [...counters.values()];
}

/** A search that stops where one of these is violated, or nothing can be told of what comes next. */
export function searchForAny(
  { program, invariant, told }: AnyNumber<Kernel>,
  asked: readonly InvariantProperty[],
  limits: Limits = {},
): Search<Kernel> {
  const invariants = [...asked.map((property) => invariant({ ...invariantOf(property), harmless: false })), told];
  return new Search(program, { ...limits, invariants, afterViolation: 'stop' });
}

/** Tells its progress between slices; true that is given back ends it where it is. */
export type Deciding = Generator<Progress, ForAnyNumber[], boolean>;

const STATES_PER_SLICE = 10_000;

/** How far it is looked. */
export interface AnyLimits {
  /** Of the search for any number. */
  readonly any?: Limits;
  /** Of each search with few of them; absent: up to 500,000 states. */
  readonly few?: Limits;
}

/** @throws as {@link programForAny} */
export function* decideForAny(asked: AskedOfAny, limits: AnyLimits = {}): Deciding {
  const any = programForAny(asked);
  const found: ForAnyNumber[] = [];
  let left = asked.properties;
  // Behind the violation of one another may be violated: until nothing is, those that were are left out.
  while (left.length > 0) {
    const search = searchForAny(any, left, limits.any);
    // Nothing is proved where something cannot be told, however many states there are beside.
    while (!search.violations.has(any.told.id) && !search.run(STATES_PER_SLICE)) {
      if (yield { phase: 'any number', states: search.store.size, queued: search.queued }) search.interrupt();
    }
    const isTold = !search.violations.has(any.told.id);
    const open = isTold ? left.filter(({ id }) => search.violations.has(id)) : left;
    if (open.length === 0) return [...found, ...judged(left, search)];
    const trials = yield* tryFew({ ...asked, properties: open }, limits.few);
    found.push(...trials.violated, ...trials.left.map((property) => openAfter(property, trials, any, search)));
    left = left.filter((property) => !open.includes(property));
  }
  return found;
}

/** Of invariants that a search did not find violated. */
function judged(left: readonly InvariantProperty[], search: Search<Kernel>): ForAnyNumber[] {
  if (search.incomplete !== undefined) {
    const why = `not every state was seen: ${search.incomplete}`;
    return left.map((property) => ({ property, verdict: 'open', why }));
  }
  const { applied, halts } = surveyStates(search, left, MAIN_INVARIANTS);
  return left.map((property) => {
    return { property, verdict: 'holds', states: search.store.size, applied: applied.get(property.id) ?? 0, halts };
  });
}

/** What came of searches with few of them. */
interface Trials {
  readonly violated: readonly Extract<ForAnyNumber, { verdict: 'violated' }>[];
  readonly left: readonly InvariantProperty[];
  /** Up to so many hold what is left. */
  readonly held: number;
  /** A search with one more has more states than this; undefined: it was not begun, or interrupted. */
  readonly stoppedAt: number | undefined;
}

/** Decides with one, two and so on what is not proved for any number. */
function* tryFew(asked: AskedOfAny, limits: Limits = {}): Generator<Progress, Trials, boolean> {
  const few = { maxStates: MOST_STATES_OF_FEW, ...limits };
  const violated: Extract<ForAnyNumber, { verdict: 'violated' }>[] = [];
  let left = asked.properties;
  for (let tried = 1; tried <= MOST_TRIED && left.length > 0; tried++) {
    const scenario = withSo(asked.scenario, asked.actor, tried);
    const program = restrict(programOf(scenario), asked.restrictions ?? []);
    const decision = new Decision(scenario, left, few, program);
    let isInterrupted = false;
    while (!decision.run(STATES_PER_SLICE)) {
      isInterrupted = yield decision.progress;
      if (isInterrupted) decision.interrupt();
    }
    const cells = decision.cells();
    for (const cell of cells) {
      const property = left.find(({ id }) => id === cell.property);
      if (property !== undefined && cell.verdict === 'violated')
        violated.push({ property, verdict: 'violated', with: tried, cell });
    }
    left = left.filter((property) => !violated.some((each) => each.property === property));
    if (cells.some(({ verdict }) => verdict === 'not-exhausted'))
      return { violated, left, held: tried - 1, stoppedAt: isInterrupted ? undefined : few.maxStates };
  }
  return { violated, left, held: MOST_TRIED, stoppedAt: undefined };
}

function openAfter(
  property: InvariantProperty,
  { held, stoppedAt }: Trials,
  any: AnyNumber<Kernel>,
  search: Search<Kernel>,
): ForAnyNumber {
  const { violations } = search;
  const state = violations.get(property.id) ?? violations.get(any.told.id) ?? 0;
  const { replay, steps } = replayMoves(search.program, search.pathTo(state));
  const coarse = any.whyUnread(property.id) ?? 'more than are tried break it, or the abstraction is too coarse';
  const reason = violations.has(property.id) ? coarse : any.whyUntold(replay.state, steps.at(-1)?.action ?? '');
  const tried = held === 0 ? [] : [`with ${held === 1 ? '1' : `1 to ${held}`} it holds`];
  const beyond =
    stoppedAt === undefined ? [] : [`${held + 1} have more than ${stoppedAt.toLocaleString('en-US')} states`];
  return { property, verdict: 'open', why: [reason, ...tried, ...beyond].join('; '), run: steps };
}
