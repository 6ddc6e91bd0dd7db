/** Which mutants the properties find out, computed by running every mutant: nothing in the matrix is written by hand. */

import { findLasso } from '../checker/liveness.js';
import { compileMutant } from '../checker/mutate.js';
import { canAlwaysReach } from '../checker/reachability.js';
import { Search, type SearchOptions } from '../checker/search.js';
import { compileSystem, type Program, type System } from '../checker/system.js';
import type { Kernel } from '../model/state.js';
import { kernelSystem } from '../model/system.js';
import { type Scenario, switchesIn } from '../scenario/scenario.js';
import { MUTANTS, type Mutant } from './mutants.js';
import { invariantOf, type Property } from './property.js';
import { decideSteps, isSaidOfSteps } from './steps.js';

/** What became of one mutant. */
export interface MutantFate {
  readonly mutant: Mutant;
  /** Ids of the properties that it violates and the unmutated kernel does not, in the order of the properties. */
  readonly killedBy: readonly string[];
}

/** More states than any mutant reaches; a mutant that reaches more is judged by what was found until then. */
const MAX_STATES = 100_000;

/** @throws when a mutant cannot be run: it edits no step of the model, or makes a field leave its range */
export function killMatrix(properties: readonly Property[], mutants: readonly Mutant[] = MUTANTS): MutantFate[] {
  const baselines = new Baselines(properties);
  return mutants.map((mutant) => {
    const killers = new Set(mutant.tried.flatMap((scenario) => killersOf(mutant, scenario, baselines)));
    return { mutant, killedBy: properties.map(({ id }) => id).filter((id) => killers.has(id)) };
  });
}

/** Looks for nothing that the unmutated kernel violates, and behind no violation. */
function killersOf({ id, edits }: Mutant, scenario: Scenario, baselines: Baselines): string[] {
  const { system, sound } = baselines.of(scenario);
  try {
    return violated(compileMutant(system, edits), sound, 'stop');
  } catch (error) {
    throw new Error(`mutant ${id}, configuration ${scenario.configuration.name}`, { cause: error });
  }
}

/** An unmutated kernel, and the properties that it satisfies. */
interface Baseline {
  readonly system: System<Kernel>;
  readonly sound: readonly Property[];
}

/** One search for each scenario, however many mutants are tried in it. */
class Baselines {
  readonly #properties: readonly Property[];
  readonly #known = new Map<Scenario, Baseline>();

  constructor(properties: readonly Property[]) {
    this.#properties = properties;
  }

  of(scenario: Scenario): Baseline {
    const known = this.#known.get(scenario);
    if (known !== undefined) return known;
    const made = this.#make(scenario);
    this.#known.set(scenario, made);
    return made;
  }

  #make(scenario: Scenario): Baseline {
    const system = kernelSystem(scenario.configuration, switchesIn(scenario));
    const broken = violated(compileSystem(system), this.#properties, 'explore');
    return { system, sound: this.#properties.filter(({ id }) => !broken.includes(id)) };
  }
}

function violated(
  program: Program<Kernel>,
  properties: readonly Property[],
  afterViolation: NonNullable<SearchOptions<Kernel>['afterViolation']>,
): string[] {
  const invariants = properties.filter((property) => property.kind === 'invariant').map(invariantOf);
  const search = new Search(program, { invariants, afterViolation, maxStates: MAX_STATES, checkRanges: true });
  search.run();
  return properties.flatMap((property) => (isViolated(search, property) ? [property.id] : []));
}

function isViolated(search: Search<Kernel>, property: Property): boolean {
  if (property.kind === 'invariant') return search.violations.has(property.id);
  if (property.kind === 'deadlock') return search.deadlock !== undefined;
  if (isSaidOfSteps(property)) return decideSteps(search, [property])[0].violation !== undefined;
  if (search.incomplete !== undefined || property.kind === 'comparison') return false;
  if (property.kind === 'liveness') return findLasso(search, property).lasso !== undefined;
  return canAlwaysReach(search, property).stuck !== undefined;
}
