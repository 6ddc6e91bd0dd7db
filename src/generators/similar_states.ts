/**
 * Runs that are shorter because there is a nearer state like the one a run ends in. Which part of a state is the fault only the
 * caller knows, so the nearest state is offered for every part that can be had.
 */

import type { Cells, FieldSpec } from '../checker/layout.js';
import type { Search } from '../checker/search.js';
import { createWorkspace, PC } from '../checker/system.js';
import type { Kernel } from '../model/state.js';
import { Run } from '../run/run.js';
import { finder, finishedSearch } from './bounded_search.js';

/** A value that a field has in the last state of a run: in one element, or in any. */
interface Trait {
  readonly field: string;
  readonly element: number | undefined;
  readonly value: number;
}

/** One bit of a number for each. */
const MOST_TRAITS = 31;

/**
 * Shorter runs to the last state of a run, and to states that have more traits of it in common than any state as near. If the
 * fault is some of its traits together, a nearest state with the fault is among them.
 */
export function toSimilarStates(run: Run): Run[] {
  const search = finishedSearch(run.scenario);
  const same = finder(search)(run.states()[run.length]);
  const similar = statesWithMost(traitsOf(run), search, run.length);
  const paths = (same < 0 ? similar : [same, ...similar]).map((state) => search.pathTo(state));
  return paths.filter(({ length }) => length < run.length).map((path) => new Run(run.scenario, path));
}

/** Each state, up to the depth, whose traits no nearer state has too; in the order of the search, the nearest first. */
function statesWithMost(traits: readonly Trait[], search: Search<Kernel>, depth: number): number[] {
  const { store, program } = search;
  const { views } = createWorkspace(program);
  const { unpack } = program.layout.packer(views);
  const placed = traits.map((trait) => ({ ...trait, cells: views[trait.field] }));
  const states: number[] = [];
  const known = new Set<number>();
  for (let state = 0; state < store.size; state++) {
    unpack(store.arena, state * store.words);
    const has = placed.reduce((bits, trait, i) => (hasTrait(trait) ? bits | (1 << i) : bits), 0);
    if (known.has(has)) continue;
    if (search.distanceTo(state) >= depth) break;
    if (![...known].some((nearer) => (nearer & has) === has)) states.push(state);
    known.add(has);
  }
  return states;
}

function hasTrait({ cells, element, value }: Trait & { readonly cells: Cells }): boolean {
  if (element !== undefined) return cells[element] === value;
  for (let i = 0; i < cells.length; i++) if (cells[i] === value) return true;
  return false;
}

/** What sets the last state apart from the first, in this element or in any, then all that the last step was about. */
function traitsOf(run: Run): Trait[] {
  const { layout } = run.program;
  const { views: first } = createWorkspace(run.program);
  const { views: last } = run.states()[run.length];
  const about = new Set(
    run.steps.at(-1)?.changes.map(({ field, element }) => subjectOf(layout.fields[field], element)),
  );
  const elements = Object.entries(layout.fields).flatMap(([field, spec]) =>
    Array.from(last[field], (value, element) => ({ field, element, value, subject: subjectOf(spec, element) })),
  );
  const kernel = elements.filter(({ field }) => field !== PC);
  const isNew = ({ field, element, value }: Trait & { element: number }) => first[field][element] !== value;
  return [
    ...kernel.filter(isNew).map((each) => ({ ...each, element: undefined })),
    ...kernel.filter(isNew),
    ...kernel.filter((each) => !isNew(each) && about.has(each.subject)),
  ].slice(0, MOST_TRAITS);
}

/** `page 1`, whichever field of the page is meant; the field itself for one that stands alone. */
function subjectOf(spec: FieldSpec, element: number): string | FieldSpec {
  return spec.index === undefined ? spec : `${spec.index} ${element}`;
}
