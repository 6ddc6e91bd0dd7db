/**
 * Under which assumptions a design is safe: all minimal sets under which no property falls in any scene, each with its proof,
 * and the races that every other set leaves. From exhaustive searches alone.
 */

import { CAUSES } from '../catalogue/causes.js';
import type { InvariantProperty } from '../kinds/invariant.js';
import { ASSUMPTIONS, CLOSURE, strongestOf, weakestOf } from './assumptions.js';
import type { Explainable } from './fall.js';
import { type BitSet, hittingSets, MinimalSetSearch } from './minimal_sets.js';
import { type Counterexample, type Proof, Questions, type Slices, type Subject } from './questions.js';

/** What designs are held against here: all main invariants but that of the counters, which causes no other to fall. */
export const EXPLAINED: readonly InvariantProperty[] = CAUSES;

export interface Part {
  /** The id of the assumption. */
  readonly assumption: string;
  /** The shortest race that comes back without it. */
  readonly without: Counterexample;
}

/** A minimal set of assumptions. */
export interface Holding {
  readonly set: BitSet;
  /** Those that no other of the set implies, each with the race that it keeps away. */
  readonly parts: readonly Part[];
  readonly proof: Proof;
}

/** Plain data, so that it can be sent to a worker thread. */
export interface Explanation {
  readonly subject: Subject;
  /** The ids of those that it was held against. */
  readonly properties: readonly string[];
  /** Of those the ids of what says nothing in any of the configurations; known where nothing falls. */
  readonly silent: readonly string[];
  /** Minimal sets; of those that speak of references, under which walkers still take some. */
  readonly holding: readonly Holding[];
  /** Sets that hold since nobody is left that they speak of. Not to be offered. */
  readonly vacuous: readonly BitSet[];
  /** For each maximal set under which a property falls: a race that keeps to all of it. */
  readonly failing: readonly Counterexample[];
  /** The shortest race under no assumption at all; undefined: there is none. */
  readonly bare: Counterexample | undefined;
  readonly searches: number;
  readonly states: number;
  readonly seconds: number;
  /** Ended early: what is said is so, but there may be more minimal sets. */
  readonly interrupted: boolean;
}

/** @param stop asked between slices: true ends it with what is known */
export function* explain(
  subject: Subject,
  properties: readonly Explainable[] = EXPLAINED,
  stop: () => boolean = () => false,
): Slices<Explanation> {
  const started = performance.now();
  const questions = new Questions(subject, properties);
  const sets = new MinimalSetSearch(ASSUMPTIONS.length, CLOSURE);
  const races: Counterexample[] = [];
  for (let set = sets.next(); set !== undefined && !stop(); set = sets.next()) {
    const race = yield* questions.race(set);
    if (race === undefined) sets.hold(set);
    else {
      races.push(race);
      sets.fail(set, race.breaks);
    }
  }
  const holding: Holding[] = [];
  const vacuous: BitSet[] = [];
  for (const set of sets.holding) {
    const proof = yield* questions.proof(set);
    if (isVacuous(set, proof)) vacuous.push(set);
    else holding.push({ set, parts: yield* partsOf(set, questions), proof });
  }
  return {
    subject,
    properties: properties.map(({ id }) => id),
    silent: holding.find(({ set }) => set === 0)?.proof.silent ?? [],
    holding,
    vacuous,
    failing: sets.broken.flatMap((broken) => races.find(({ breaks }) => breaks === broken) ?? []),
    bare: yield* questions.shortestRace(0),
    searches: questions.searches,
    states: questions.states,
    seconds: (performance.now() - started) / 1_000,
    interrupted: sets.next() !== undefined,
  };
}

/** It speaks of references, and leaves nobody who takes one. */
function isVacuous(set: BitSet, { referenced }: Proof): boolean {
  return !referenced && strongestOf(set).some((i) => ASSUMPTIONS[i].ofReferences === true);
}

function* partsOf(set: BitSet, questions: Questions): Slices<Part[]> {
  const parts: Part[] = [];
  for (const i of strongestOf(set)) {
    const without = yield* questions.shortestRace(set & ~(1 << i));
    if (without === undefined) throw new Error(`${ASSUMPTIONS[i].id} is not needed, but in a minimal set`);
    parts.push({ assumption: ASSUMPTIONS[i].id, without });
  }
  return parts;
}

/**
 * The minimal sets as factors of one product: an assumption of each factor must hold, and that is enough. Every way to take one
 * of each is a set that holds, and every set that holds contains such a way.
 */
export function factorsOf(holding: readonly Pick<Holding, 'set'>[]): number[][] {
  const factors = hittingSets(holding.map(({ set }) => set)).map(weakestOf);
  const once = [...new Map(factors.map((factor) => [factor.join(), factor])).values()];
  return once
    .filter((factor) => !once.some((other) => other !== factor && demandsMore(other, factor)))
    .sort((one, other) => one.length - other.length || one[0] - other[0]);
}

/** Whoever satisfies the one satisfies the other. */
function demandsMore(one: readonly number[], other: readonly number[]): boolean {
  return one.every((i) => other.some((j) => (CLOSURE[i] & (1 << j)) !== 0));
}
