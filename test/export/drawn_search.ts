/** What searches of every kind are drawn from, and all that is compared of two which should be the same. */

import seedrandom from 'seedrandom';
import type { Branch } from '../../src/checker/automaton.js';
import type { Question } from '../../src/checker/question.js';
import type { Invariant, Search, SearchOptions } from '../../src/checker/search.js';
import { sortingOf } from '../../src/checker/sorting.js';
import type { Program } from '../../src/checker/system.js';
import { CONFIGURATIONS } from '../../src/model/configurations.js';
import { DESIGN_IDS, KERNEL_VERSIONS } from '../../src/model/designs.js';
import { ALL_PROPERTIES } from '../../src/properties/catalogue/all.js';
import { invariantOf } from '../../src/properties/kinds/invariant.js';
import { askedBy } from '../../src/properties/kinds/state_survey.js';
import { invariantsAmong } from '../../src/properties/property.js';
import { type Scenario, scenarioOf } from '../../src/scenario/scenario.js';

export const SEED = process.env.PAGEOFFLINE_SEED ?? String(Date.now());
const random = seedrandom(SEED);
export const anyOf = <T>(among: readonly T[]): T => among[Math.floor(random() * among.length)];
export const below = (n: number): number => Math.floor(random() * n);

export function inSlices<S>(search: Search<S>, states: () => number): Search<S> {
  while (!search.run(states()));
  return search;
}

/** As text: the runner compares texts a hundred times as fast as arrays of numbers. */
const bytesOf = ({ buffer, byteOffset, byteLength }: Int32Array | Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('hex');

/** Everything that a search has come to. */
export function told<S>(search: Search<S>, questions: readonly Question<S>[] = []) {
  const { store, ways, modelStates, mayHide } = search;
  const { arena, order, size, predecessors } = store;
  const each = <T>(of: (state: number) => T): T[] => Array.from({ length: size }, (_, state) => of(state));
  const { violations, ...counts } = search.result();
  return {
    ...{ ...counts, violations: [...violations], mayHide, bytes: store.bytes, digest: store.digest() },
    arena: bytesOf(arena.subarray(0, size * store.words)),
    predecessors: each((state) => predecessors.of(state)),
    order: bytesOf(order.subarray(0, size)),
    cuts: each((state) => search.isCutAt(state)),
    ways: each((state) => ways?.from(state)),
    models: [modelStates.size, ...each((state) => modelStates.of(state))],
    answers: questions.map(({ asks }) => {
      const isTrueOf = modelStates.askModels(asks);
      return Array.from({ length: modelStates.size }, (_, model) => Number(isTrueOf(model))).join('');
    }),
    counts: questions.map(({ asks }) => modelStates.count(asks)),
  };
}

export const large = (): number => Number.POSITIVE_INFINITY;

export const INVARIANTS = invariantsAmong(ALL_PROPERTIES).map(invariantOf);
export const QUESTIONS = ALL_PROPERTIES.flatMap(askedBy);
export const MOST_STATES = 20_000;

/** Options of every kind, as they may come together. */
export function drawnOptions<S>(
  program: Program<S>,
  invariants: readonly Invariant<S>[],
  questions: readonly Question<S>[],
): SearchOptions<S> {
  const maxStates = anyOf([MOST_STATES, 1 + below(MOST_STATES)]);
  const kinds: readonly SearchOptions<S>[] = [
    anyOf([{}, { invariants: invariants.map((each) => ({ ...each, harmless: random() < 0.3 })) }]),
    anyOf([{}, { afterViolation: 'stop' as const }]),
    anyOf([{}, { questions: questions.filter(() => random() < 0.7) }]),
    anyOf([{}, { keepsWays: ({ kind }: Branch<S>) => kind !== 'local' }]),
    anyOf([{}, { sorting: sortingOf(program) }]),
    anyOf([{}, { maxBytes: 100_000 * (1 + below(20)) }]),
  ];
  return Object.assign({ maxStates }, ...kinds);
}

/** So many scenarios, each with a name. */
export const drawnScenarios = (count: number): { readonly name: string; readonly scenario: Scenario }[] =>
  Array.from({ length: count }, () => {
    const scenario = scenarioOf(anyOf(DESIGN_IDS), anyOf(CONFIGURATIONS), { kernel: anyOf(KERNEL_VERSIONS) });
    return { name: `${scenario.design} ${scenario.kernel} ${scenario.configuration.name}`, scenario };
  });
