/**
 * Invariants proved for any number of walkers, readers or brief users, by {@link anyNumberOf}. What is violated there may be so
 * for no number: it is decided again with as few as show it.
 */

import { type AnyNumber, anyNumberOf, type Counter } from '../checker/any_number.js';
import { Search } from '../checker/search.js';
import { compileSystem, type Program } from '../checker/system.js';
import { type ReplayedStep, replayMoves } from '../checker/trace.js';
import { type Actors, countOf } from '../model/configuration.js';
import { processNames } from '../model/module.js';
import { ACTORS } from '../model/modules.js';
import type { Kernel } from '../model/state.js';
import { systemOf } from '../scenario/changed_model.js';
import type { Scenario } from '../scenario/scenario.js';
import { MAIN_INVARIANTS } from './catalogue/causes.js';
import { Decision, type Limits, type Progress } from './decide.js';
import { type InvariantProperty, invariantOf } from './kinds/invariant.js';
import { surveyStates } from './kinds/state_survey.js';
import type { Halt, VerdictCell } from './verdict.js';

/** Actors of which there can be any number. */
export const COUNTLESS = ['walkers', 'readers', 'briefUsers'] as const satisfies readonly (keyof Actors)[];
export type Countless = (typeof COUNTLESS)[number];

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

/** Counts of the state have room for so many: no number that is tried meets a limit which is there for leaks. */
const MANY = 40;

/**
 * The program with any number of an actor.
 * @throws when the actor is not there, is of several kinds, or its processes have state of their own
 */
export function programForAny(scenario: Scenario, actor: Countless): AnyNumber<Kernel> {
  const name = ACTORS.find(({ key }) => key === actor)?.name ?? actor;
  const { alike: _, ...system } = systemOf(withSo(scenario, actor, MANY)).system;
  const [first, ...others] = processNames(name, MANY);
  const processes = system.processes.filter((each) => !others.includes(each.name));
  const program = compileSystem({ ...system, processes });
  const process = processes.findIndex((each) => each.name === first);
  const { locations } = program.automata[process];
  const isNumbered = locations.some(({ branches }) =>
    branches.some(({ action }) => action?.touches?.on.includes('process') === true),
  );
  if (isNumbered) throw new Error(`each ${name} has state of its own: any number of them cannot be asked`);
  return anyNumberOf(program, process, `${name}s`, countersOf(program));
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

/** References to each page that are held for a moment, and readers inside of locks. */
function countersOf({ layout: { fields } }: Program<Kernel>): Counter[] {
  const pages = Array.from({ length: fields.speculative.length }, (_, element) =>
    ['speculative', 'refcount'].map((field) => ({ field, element })),
  );
  return [...pages, ...['pageOfflineRwsem', 'memHotplugReaders'].map((field) => [{ field, element: 0 }])];
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

/** @throws as {@link programForAny} */
export function* decideForAny(
  scenario: Scenario,
  actor: Countless,
  asked: readonly InvariantProperty[],
  limits: Limits = {},
): Deciding {
  const any = programForAny(scenario, actor);
  const found: ForAnyNumber[] = [];
  let left = asked;
  // Behind the violation of one another may be violated: until nothing is, those that were are left out.
  while (left.length > 0) {
    const search = searchForAny(any, left, limits);
    // Nothing is proved where something cannot be told, however many states there are beside.
    while (!search.violations.has(any.told.id) && !search.run(STATES_PER_SLICE)) {
      if (yield { phase: 'any number', states: search.store.size, queued: search.queued }) search.interrupt();
    }
    if (search.violations.has(any.told.id))
      return [...found, ...(yield* withFew(scenario, actor, left, any, search, limits))];
    const violated = left.filter(({ id }) => search.violations.has(id));
    if (violated.length === 0) return [...found, ...judged(left, search)];
    found.push(...(yield* withFew(scenario, actor, violated, any, search, limits)));
    left = left.filter((property) => !violated.includes(property));
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

/** Decides with one, two and so on what is not proved for any number. */
function* withFew(
  scenario: Scenario,
  actor: Countless,
  open: readonly InvariantProperty[],
  { told }: AnyNumber<Kernel>,
  search: Search<Kernel>,
  limits: Limits,
): Deciding {
  const found: ForAnyNumber[] = [];
  let left = open;
  let tried = 0;
  const few = { ...limits, maxStates: Math.min(limits.maxStates ?? MOST_STATES_OF_FEW, MOST_STATES_OF_FEW) };
  for (let isAll = true; isAll && tried < MOST_TRIED && left.length > 0; ) {
    const decision = new Decision(withSo(scenario, actor, tried + 1), left, few);
    while (!decision.run(STATES_PER_SLICE)) if (yield decision.progress) decision.interrupt();
    const cells = decision.cells();
    for (const cell of cells) {
      const property = left.find(({ id }) => id === cell.property);
      if (property !== undefined && cell.verdict === 'violated')
        found.push({ property, verdict: 'violated', with: tried + 1, cell });
    }
    left = left.filter((property) => !found.some((each) => each.property === property));
    isAll = cells.every(({ verdict }) => verdict !== 'not-exhausted');
    if (isAll) tried++;
  }
  const untold = search.violations.get(told.id);
  const reason =
    untold === undefined
      ? 'the abstraction is too coarse'
      : 'a count is overwritten that several hold, and what comes then depends on how many they are';
  const seen = `${few.maxStates.toLocaleString('en-US')} states`;
  const beyond = tried === MOST_TRIED ? '' : `; ${tried + 1} have more than ${seen}`;
  const why = `${reason}, or it takes more than ${tried}${beyond}`;
  return [
    ...found,
    ...left.map((property): ForAnyNumber => {
      return { property, verdict: 'open', why, run: runTo(search, search.violations.get(property.id) ?? untold ?? 0) };
    }),
  ];
}

function runTo(search: Search<Kernel>, state: number): readonly ReplayedStep[] {
  return replayMoves(search.program, search.pathTo(state)).steps;
}
