/** That what is seen at certain steps of a system is the same set as in another system. Both are searched whole. */

import { Search } from '../../checker/search.js';
import { compileSystem, type Program, type System } from '../../checker/system.js';
import type { Move } from '../../checker/trace.js';
import { visitTransitions } from '../../checker/transitions.js';
import type { Configuration } from '../../model/configuration.js';
import type { Kernel } from '../../model/state.js';
import type { Switches } from '../../model/switches.js';
import { underChange } from '../../scenario/changed_model.js';
import { type Scenario, switchesIn } from '../../scenario/scenario.js';
import type { Sentence } from '../sentence.js';
import type { KernelStep } from './kernel_step.js';
import {
  type Finding,
  type Graphs,
  type Kind,
  type Limits,
  MOST_RECHECK_STATES,
  type NamedRun,
  NOT_ALL_SEEN,
  type Recheck,
} from './kind.js';
import { transitionsOf } from './transitions_of.js';

/** What is seen at certain steps of a system is the same set as in another system. */
export interface ComparisonProperty extends Sentence {
  readonly kind: 'comparison';
  /** The two systems; the first is the one that the verdict's trace is of. */
  readonly systems: (configuration: Configuration, switches: Switches) => readonly [System<Kernel>, System<Kernel>];
  /** What is seen at a step, as text; undefined at a step that is not to be looked at. */
  readonly seen: (step: KernelStep) => string | undefined;
  /** One sentence: what one of the systems alone comes to. */
  readonly wrong: string;
}

export const comparison: Kind<ComparisonProperty> = {
  needs: () => 'nothing',
  decide,
  recheck,
  programs,
};

/** The same programs as long as anybody has the scenario. */
const compiled = new WeakMap<ComparisonProperty, WeakMap<Scenario, readonly Program<Kernel>[]>>();

function programs(property: ComparisonProperty, scenario: Scenario): readonly Program<Kernel>[] {
  const ofProperty = compiled.get(property) ?? new WeakMap<Scenario, readonly Program<Kernel>[]>();
  compiled.set(property, ofProperty);
  const known = ofProperty.get(scenario);
  if (known !== undefined) return known;
  const made = property
    .systems(scenario.configuration, switchesIn(scenario))
    .map((system) => compileSystem(underChange(scenario, system).system));
  ofProperty.set(scenario, made);
  return made;
}

/** The nearest step at which something is seen. */
interface Sighting {
  readonly search: Search<Kernel>;
  readonly state: number;
  readonly move: Move;
}

/** Of a shortest run of one system to something that the other never comes to. */
function decide(property: ComparisonProperty, { scenario, limits }: Graphs): Finding {
  const searches = programs(property, scenario).map((program) => exhaust(program, limits));
  const [one, other] = searches.map((search) => sightings(property, search));
  const alone = [...only(one, other), ...only(other, one)];
  const exhausted = searches.every(({ incomplete }) => incomplete === undefined);
  const told = {
    applied: new Set([...one.keys(), ...other.keys()]).size,
    states: searches.reduce((sum, { store }) => sum + store.size, 0),
    transitions: searches.reduce((sum, { transitions }) => sum + transitions, 0),
    depth: Math.max(...searches.map(({ depth }) => depth)),
  };
  // What one system does not come to, it may come to where nobody looked.
  if (!exhausted) return { verdict: 'not-exhausted', ...told };
  if (alone.length === 0) return { verdict: 'holds', ...told };
  const paths = alone.map(({ search, state, move }) => ({ search, moves: [...search.pathTo(state), move] }));
  const { search, moves } = paths.reduce((best, next) => (next.moves.length < best.moves.length ? next : best));
  const violation = { program: search.program, moves, wrong: property.wrong, statesBefore: 0 };
  return { verdict: 'violated', ...told, violation };
}

function exhaust(program: Program<Kernel>, limits: Limits): Search<Kernel> {
  const search = new Search(program, limits);
  search.run();
  return search;
}

function sightings(property: ComparisonProperty, search: Search<Kernel>): Map<string, Sighting> {
  const seen = new Map<string, Sighting>();
  visitTransitions(search, (step, state, process, branch) => {
    const what = property.seen(step);
    if (what !== undefined && !seen.has(what)) seen.set(what, { search, state, move: { process, branch } });
  });
  return seen;
}

function only(one: ReadonlyMap<string, Sighting>, other: ReadonlyMap<string, Sighting>): Sighting[] {
  return [...one].flatMap(([what, sighting]) => (other.has(what) ? [] : [sighting]));
}

/** The run shows what one system comes to; that the other never does takes a search of it. */
function recheck(property: ComparisonProperty, run: NamedRun): Recheck {
  let last: string | undefined;
  for (const step of transitionsOf(run)) last = property.seen(step);
  if (last === undefined) return { is: 'not violated', why: 'nothing is seen at the last step' };
  const [other] = programs(property, run.scenario).filter((program) => program !== run.program);
  const search = exhaust(other, { maxStates: MOST_RECHECK_STATES });
  if (sightings(property, search).has(last)) return { is: 'not violated', why: 'the other system comes to the same' };
  if (search.incomplete !== undefined) return { is: 'unknown', why: NOT_ALL_SEEN };
  return { is: 'violated', afterStep: run.steps.length, wrong: property.wrong };
}
