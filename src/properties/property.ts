/** What a property is: the words it came from, what it says, and a predicate on states. */

import type { Branch } from '../checker/automaton.js';
import type { LeadsTo } from '../checker/liveness.js';
import type { Invariant } from '../checker/search.js';
import type { System } from '../checker/system.js';
import type { Transition } from '../checker/transitions.js';
import type { Configuration } from '../model/configuration.js';
import type { Kernel } from '../model/state.js';
import type { Switches } from '../model/switches.js';

interface Sentence {
  /** As in the list of the review thread's claims. */
  readonly id: string;
  /** A few words, for tables. */
  readonly title: string;
  /** A fragment of the thread, where the property comes from it. */
  readonly quote?: string;
  /** What it says, in one sentence. */
  readonly statement: string;
}

/** Must hold in every reachable state. */
export interface InvariantProperty extends Sentence {
  readonly kind: 'invariant';
  /** Whether it says anything about this state. A property that applies to no reachable state is not decided. */
  readonly applies: (k: Kernel) => boolean;
  /** The first page that violates it (0 if it is not about a page), or -1 if it holds. */
  readonly violator: (k: Kernel) => number;
  /** One sentence: what is wrong in a violating state. */
  readonly wrong: (k: Kernel, violator: number) => string;
  /** A violation of it can cause no violation of another property. */
  readonly harmless?: boolean;
}

/** From every reachable state of the kind `from`, some run through `during` that avoids certain branches reaches `to`. */
export interface ReachabilityProperty extends Sentence {
  readonly kind: 'reachability';
  /** Where the goal is asked for. */
  readonly from: (k: Kernel) => boolean;
  /** The goal. */
  readonly to: (k: Kernel) => boolean;
  /** Holds in every state on the way. */
  readonly during: (k: Kernel) => boolean;
  /** Branches that the run must not take, such as a signal. */
  readonly avoids: (branch: Branch<Kernel>) => boolean;
  /** One sentence: what can never happen any more. */
  readonly wrong: string;
}

/** Some process can always move, unless each has ended or is at rest by design. */
export interface DeadlockProperty extends Sentence {
  readonly kind: 'deadlock';
  /** One sentence: who waits for ever. */
  readonly wrong: (waiting: readonly string[]) => string;
}

export type KernelStep = Transition<Kernel>;

/** Of a process by its name: several processes of one actor are one. */
export const actorOf = (process: string): string => process.replace(/ \d+$/, '');

/** Must be true of every step that any process takes in a reachable state. */
export interface StepProperty extends Sentence {
  readonly kind: 'step';
  /** Whether it says anything about this step. */
  readonly concerns: (step: KernelStep) => boolean;
  /** Whether a step that it concerns is not as it should be. */
  readonly broken: (step: KernelStep) => boolean;
  /** One sentence: what is wrong with such a step. */
  readonly wrong: (step: KernelStep) => string;
}

/** Of all steps that it concerns, those that agree in what they depend on agree in what comes of them. */
export interface DependenceProperty extends Sentence {
  readonly kind: 'dependence';
  readonly concerns: (step: KernelStep) => boolean;
  /** What the result may depend on, as text. */
  readonly on: (step: KernelStep) => string;
  /** The result, as text. */
  readonly result: (step: KernelStep) => string;
  /** One sentence: that another run with the same to depend on came to something else. */
  readonly wrong: string;
}

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

/** From every reachable state of the kind `from`, every run in which whoever is not at rest goes on reaches one of the kind `to`. */
export interface LivenessProperty extends Sentence, LeadsTo<Kernel> {
  readonly kind: 'liveness';
  /** One sentence: what goes on for ever in a run that violates it, or how it ends. */
  readonly wrong: string;
}

/** A lock that a step takes, and those that its task holds meanwhile. */
export interface LockTaken {
  readonly lock: string;
  readonly held: readonly string[];
}

/** Of all steps that take locks, no two take the same two in opposite orders. */
export interface LockOrderProperty extends Sentence {
  readonly kind: 'lock order';
  /** Undefined of a step that takes no lock, or none while its task holds another. */
  readonly taken: (step: KernelStep) => LockTaken | undefined;
  /** Whether opposite orders are wrong even where a third lock is held in both. */
  readonly evenGuarded: boolean;
}

/** A property of any kind. */
export type Property =
  | InvariantProperty
  | ReachabilityProperty
  | DeadlockProperty
  | LivenessProperty
  | StepProperty
  | DependenceProperty
  | LockOrderProperty
  | ComparisonProperty;

/** Those that are true or false of a single state. */
export function invariantsAmong(properties: readonly Property[]): InvariantProperty[] {
  return properties.filter((property) => property.kind === 'invariant');
}

/** An invariant about single pages. */
export interface PageInvariant extends Sentence {
  /** Whether it says anything about a page in this state. */
  readonly concerns: (k: Kernel, page: number) => boolean;
  /** Whether a page that it concerns is not as it should be. */
  readonly broken: (k: Kernel, page: number) => boolean;
  readonly wrong: InvariantProperty['wrong'];
}

export function pageInvariant({ concerns, broken, ...rest }: PageInvariant): InvariantProperty {
  return {
    ...rest,
    kind: 'invariant',
    applies: (k) => firstPage(k, concerns) >= 0,
    violator: (k) => firstPage(k, (same, page) => concerns(same, page) && broken(same, page)),
  };
}

/** The first page for which `found` is true, or -1. A plain loop: it runs in every state of a search. */
function firstPage(k: Kernel, found: (k: Kernel, page: number) => boolean): number {
  for (let page = 0; page < k.geometry.pages; page++) if (found(k, page)) return page;
  return -1;
}

/** In the form that searches and walks take. */
export function invariantOf({ id, violator, harmless = false }: InvariantProperty): Invariant<Kernel> {
  return { id, holds: (k) => violator(k) < 0, harmless };
}
