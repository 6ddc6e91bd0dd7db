/** Which mutants the properties find out, computed by running every mutant: nothing in the matrix is written by hand. */

import { compileMutant } from '../../checker/mutate.js';
import type { Program } from '../../checker/system.js';
import type { Kernel } from '../../model/state.js';
import { programOf } from '../../scenario/program.js';
import type { Scenario } from '../../scenario/scenario.js';
import { kindOf } from '../kinds/index.js';
import { violatedIn } from '../kinds/violated_in.js';
import type { Property } from '../property.js';
import { MUTANTS, type Mutant } from './mutants/index.js';

/** What became of one mutant. */
export interface MutantFate {
  readonly mutant: Mutant;
  /** Ids of the properties that it violates and the unmutated kernel does not, in the order of the properties. */
  readonly killedBy: readonly string[];
}

/** More states than any mutant reaches; a mutant that reaches more is judged by what was found until then. */
const LIMITS = { maxStates: 100_000 };

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
  const { program, sound } = baselines.of(scenario);
  try {
    return violatedIn(compileMutant(program.system, edits, program), scenario, sound, {
      ...LIMITS,
      afterViolation: 'stop',
    });
  } catch (error) {
    throw new Error(`mutant ${id}, configuration ${scenario.configuration.name}`, { cause: error });
  }
}

/** An unmutated kernel, and the properties that it satisfies. */
interface Baseline {
  readonly program: Program<Kernel>;
  readonly sound: readonly Property[];
}

/** One search for each scenario, however many mutants are tried in it. */
class Baselines {
  readonly #properties: readonly Property[];
  readonly #known = new Map<Scenario, Baseline>();

  /** @param properties those that have systems of their own say nothing of a mutant, and are left out */
  constructor(properties: readonly Property[]) {
    this.#properties = properties.filter((property) => kindOf(property).programs === undefined);
  }

  of(scenario: Scenario): Baseline {
    const known = this.#known.get(scenario);
    if (known !== undefined) return known;
    const made = this.#make(scenario);
    this.#known.set(scenario, made);
    return made;
  }

  #make(scenario: Scenario): Baseline {
    const program = programOf(scenario);
    const broken = violatedIn(program, scenario, this.#properties, { ...LIMITS, afterViolation: 'explore' });
    return { program, sound: this.#properties.filter(({ id }) => !broken.includes(id)) };
  }
}
