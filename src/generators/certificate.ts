/** The certificate of a race: an exhaustive search of its scenario proves that there is none shorter, or finds the shortest. */

import { Search } from '../checker/search.js';
import type { Kernel } from '../model/state.js';
import { invariantOf } from '../properties/kinds/invariant.js';
import { invariantsAmong, type Property } from '../properties/property.js';
import { Run } from '../run/run.js';

/** States between two looks at whether the proof is done. */
const SLICE = 1_000;

/** What is known of a race. */
export interface Certificate {
  /** The run itself, or the shorter one that the search found. */
  readonly run: Run;
  readonly verdict: 'shortest' | 'not proved: limit reached' | 'not proved: interrupted' | 'not proved: no invariant';
  /** States that the search has seen. */
  readonly states: number;
  /** No run with fewer steps violates the property, proved or not. */
  readonly atLeast: number;
}

/** A search that looks for a property's nearest violation and nothing else; runs in slices. */
export class Certification {
  readonly #run: Run;
  readonly #property: Property;
  readonly #search: Search<Kernel>;

  /**
   * @param run one that violates the property
   * @param property nothing is proved of one that is no invariant
   */
  constructor(run: Run, property: Property, maxStates: number) {
    this.#run = run;
    this.#property = property;
    this.#search = new Search(run.program, { invariants: invariantsAmong([property]).map(invariantOf), maxStates });
  }

  get states(): number {
    return this.#search.store.size;
  }

  /** Expands up to `states` states; true when there is nothing more to find out. */
  run(states: number): boolean {
    return this.#isProved || !this.#isInvariant || this.#search.run(states);
  }

  /** What the search, now ended, proves of the race. */
  certificate(): Certificate {
    const path = this.#found === undefined ? undefined : this.#search.pathTo(this.#found);
    // The run itself is kept where it is as short: what it is like is what its finder saw.
    const run = path !== undefined && path.length < this.#run.length ? new Run(this.#run.scenario, path) : this.#run;
    const why = this.#search.incomplete === undefined ? 'interrupted' : 'limit reached';
    const stopped = this.#isInvariant ? why : 'no invariant';
    const verdict = this.#isProved ? 'shortest' : (`not proved: ${stopped}` as const);
    return { run, verdict, states: this.states, atLeast: this.#isProved ? run.length : this.#search.depth + 1 };
  }

  get #isInvariant(): boolean {
    return invariantsAmong([this.#property]).length > 0;
  }

  /** All states at the depth that is being expanded are known, so that a run one step longer is known to be shortest. */
  get #isProved(): boolean {
    return this.#isInvariant && (this.#found !== undefined || this.#search.depth + 1 >= this.#run.length);
  }

  get #found(): number | undefined {
    return this.#search.violations.get(this.#property.id);
  }
}

/** In one go. */
export function certify(run: Run, property: Property, maxStates: number): Certificate {
  const certification = new Certification(run, property, maxStates);
  while (!certification.run(SLICE));
  return certification.certificate();
}

/** `shortest (proved over 1,234 states)`. */
export function certificateText({ verdict, states, atLeast }: Certificate): string {
  const count = states.toLocaleString('en-US');
  if (verdict === 'shortest') return `shortest (proved over ${count} states)`;
  if (atLeast <= 1) return `shrunk, ${verdict}`;
  return `shrunk, ${verdict} after ${count} states; none has fewer than ${atLeast} steps`;
}
