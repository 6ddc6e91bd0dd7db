/**
 * What a change breaks and mends: the verdicts of two scenarios held against each other, property by property, and the ways in
 * which properties fall. A violation that there was before hides nothing: what comes to it in another way is told.
 */

import { isSameAutomaton } from '../checker/automaton.js';
import { Search } from '../checker/search.js';
import { compileSystem, type Program } from '../checker/system.js';
import type { Kernel } from '../model/state.js';
import type { Switches } from '../model/switches.js';
import { Decision, type Limits } from '../properties/decide.js';
import { differencesOf, type NewWay, type VerdictDifference } from '../properties/differences.js';
import type { Way } from '../properties/kinds/ways.js';
import type { Property } from '../properties/property.js';
import { systemOf } from '../scenario/changed_model.js';
import type { KernelEdit } from '../scenario/loaded_changes.js';
import { digestOf, type Scenario, switchesIn, withoutChange } from '../scenario/scenario.js';
import { notedSwitches } from './noted_switches.js';
import type { Pair } from './pairs.js';

export interface Comparison {
  readonly pair: Pair;
  /** Of each property that was asked. Empty where the change touches nothing that can happen there. */
  readonly differences: readonly VerdictDifference[];
  /** What of the change the scenario's program has: its edits as text, and functions. */
  readonly met: readonly string[];
  /** What the two programs, and the properties, asked of the switches: nothing else decides. */
  readonly read: { readonly after: Switches; readonly before?: Switches };
}

/** A comparison that runs in slices. */
export interface RunningComparison {
  /** Whether anything that the two differ in can happen: if not, there is nothing to decide. */
  readonly isTouched: boolean;
  /** Whether the changed model has no more than so many states: a search that asks nothing of them takes a fraction of the time. */
  isWithin(states: number): boolean;
  /** Works through up to so many states of each; true when all is decided. */
  run(states: number): boolean;
  interrupt(): void;
  readonly states: number;
  result(): Comparison;
}

/** A scenario, its program, and what that asks of the scenario. */
interface Side {
  readonly scenario: Scenario;
  readonly program: Program<Kernel>;
  readonly read: () => Switches;
  readonly met: () => readonly string[];
}

function sideOf(scenario: Scenario): Side {
  const { switches, read } = notedSwitches(switchesIn(scenario));
  const { system, met } = systemOf(scenario, switches);
  const program = compileSystem(system);
  const { edits, procedures } = met();
  return { scenario, program, read, met: () => [...edits.map(editText), ...procedures] };
}

/**
 * @param own ids of those among the properties that the change brought along: without it they say nothing
 * @throws when the model does not compile for one of the scenarios
 */
export function comparisonOf(
  pair: Pair,
  properties: readonly Property[],
  limits: Limits = {},
  own: readonly string[] = [],
): RunningComparison {
  const after = sideOf(pair.after);
  const before = pair.before === undefined ? undefined : sideOf(pair.before);
  const isTouched = own.length > 0 || before === undefined || mayDiffer(before, after);
  const sides = isTouched ? [after, ...(before === undefined ? [] : [before])] : [];
  const decisions = sides.map(({ scenario, program }) => new Decision(scenario, properties, limits, program));
  const open = new Set(decisions);
  return {
    isTouched,
    isWithin: (states) => {
      const search = new Search(after.program, { maxStates: states });
      search.run();
      return search.incomplete === undefined;
    },
    run: (states) => {
      for (const decision of open) if (decision.run(states)) open.delete(decision);
      return open.size === 0;
    },
    interrupt: () => {
      for (const decision of open) decision.interrupt();
    },
    get states() {
      return decisions.reduce((sum, { progress }) => sum + progress.states, 0);
    },
    result: () => {
      const [changed, base] = decisions;
      const read = { after: after.read(), ...(before === undefined ? {} : { before: before.read() }) };
      const told = { pair, met: after.met(), read };
      if (changed === undefined) return { ...told, differences: [] };
      const ways = base === undefined || !isOneDesign(pair) ? [] : newWays(changed, base);
      const known = (base?.cells() ?? []).filter(({ property }) => !own.includes(property));
      const differences = differencesOf(known, changed.cells(), ways);
      return { ...told, differences };
    },
  };
}

/** Enough for every action to have run that runs at all, in most configurations. */
const STATES_TO_READ = 5_000;

/** False only if the processes do the same, and no switch that the scenarios have otherwise is asked for. */
function mayDiffer(before: Side, after: Side): boolean {
  const actingIn = ({ scenario }: Side) => digestOf(withoutChange({ ...scenario, overrides: {} }));
  if (actingIn(before) !== actingIn(after) || !isSameProgram(before.program, after.program)) return true;
  const others = setOtherwise({ before: before.scenario, after: after.scenario });
  if (others.length === 0) return false;
  const search = new Search(after.program, { maxStates: STATES_TO_READ });
  search.run();
  return search.incomplete !== undefined || others.some((name) => Object.hasOwn(after.read(), name));
}

/** The switches in which the two differ. */
function setOtherwise({ before, after }: Pair): string[] {
  if (before === undefined) return [];
  const was: Readonly<Record<string, unknown>> = switchesIn(before);
  return Object.entries(switchesIn(after)).flatMap(([name, value]) => (was[name] === value ? [] : [name]));
}

const isSameProgram = (one: Program<Kernel>, other: Program<Kernel>): boolean =>
  one.automata.length === other.automata.length &&
  one.automata.every((automaton, i) => isSameAutomaton(automaton, other.automata[i]));

const editText = (edit: KernelEdit): string => (edit.kind === 'rewrite' ? edit.action : JSON.stringify(edit));

/** Whether a comparison says all of another pair too, since what the two ask of their scenarios is the same. */
export function isAlike({ pair, read, differences }: Comparison, other: Pair): boolean {
  // Of one that was not searched nothing is known of switches that only running steps ask for.
  if (differences.length === 0 && setOtherwise(pair).join() !== setOtherwise(other).join()) return false;
  const fits = (asked: Switches | undefined, one: Scenario | undefined, next: Scenario | undefined) => {
    if (one === undefined || next === undefined || asked === undefined) return one === next;
    const values: Readonly<Record<string, unknown>> = switchesIn(next);
    return isSameBut(one, next) && Object.entries(asked).every(([name, value]) => values[name] === value);
  };
  return fits(read.after, pair.after, other.after) && fits(read.before, pair.before, other.before);
}

/** But for what decides their switches. */
function isSameBut(one: Scenario, other: Scenario): boolean {
  const actingIn = ({ configuration, change }: Scenario) =>
    digestOf({ design: one.design, kernel: one.kernel, overrides: {}, configuration, ...(change && { change }) });
  return actingIn(one) === actingIn(other);
}

/** The whole of it at once. */
export function compare(
  pair: Pair,
  properties: readonly Property[],
  limits: Limits = {},
  own: readonly string[] = [],
): Comparison {
  const running = comparisonOf(pair, properties, limits, own);
  running.run(Number.POSITIVE_INFINITY);
  return running.result();
}

/** Steps of other designs are others: that they violate something says nothing that the verdict does not. */
const isOneDesign = ({ before, after }: Pair): boolean => before?.design === after.design;

function newWays(changed: Decision, base: Decision): NewWay[] {
  const keyOf = ({ property, step }: Way) => `${property} ${step}`;
  const known = new Set(base.ways().map(keyOf));
  return changed.newWays((way) => known.has(keyOf(way)));
}
