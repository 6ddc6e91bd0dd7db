/**
 * What Spin is asked of runs, beside ours. Liveness under weak fairness, which is what it has: who holds under that holds under the
 * strong fairness of our verdicts. That something can always come (EF) is no question of its, which are of single runs: it is asked
 * of some states, whether they are reached, and whether what they ask for can come from there.
 */

import { findLasso } from '../checker/liveness.js';
import { stuckStates } from '../checker/reachability.js';
import type { Search } from '../checker/search.js';
import { accessTo } from '../checker/state_access.js';
import { createWorkspace } from '../checker/system.js';
import type { Start } from '../export/expectation_files.js';
import { alwaysComes, canCome } from '../export/expectation_with_spin.js';
import type { SpinOptions } from '../export/spin.js';
import type { Kernel } from '../model/state.js';
import type { LivenessProperty } from '../properties/kinds/liveness.js';
import type { ReachabilityProperty } from '../properties/kinds/reachability.js';
import { questionOf } from '../properties/kinds/reachability.js';
import type { Property } from '../properties/property.js';
import { UsageError } from './usage_error.js';

export type PropertyOfRuns = LivenessProperty | ReachabilityProperty;

/** What is asked of Spin, by how it is asked. */
export interface Asked {
  /** Absent: what is usual. None: nothing but runs is asked for. */
  readonly counted?: readonly Property[];
  readonly ofRuns: readonly PropertyOfRuns[];
}

const isOfRuns = (property: Property): property is PropertyOfRuns =>
  property.kind === 'liveness' || property.kind === 'reachability';

const CANNOT_SAY: Partial<Readonly<Record<Property['kind'], string>>> = {
  step: 'it is about steps, and Spin about states and runs',
  comparison: 'it compares runs, and Spin looks at one at a time',
  dependence: 'it compares runs, and Spin looks at one at a time',
  'lock order': 'it is about the order of locks over all runs, and Spin looks at one at a time',
};

/** @throws UsageError when Spin cannot say a property */
export function askedOf(properties: readonly Property[] | undefined): Asked {
  if (properties === undefined) return { ofRuns: [] };
  for (const { id, kind } of properties) {
    const why = CANNOT_SAY[kind];
    if (why !== undefined) throw new UsageError(`Spin cannot say ${id}: ${why}`);
  }
  return { counted: properties.filter((each) => !isOfRuns(each)), ofRuns: properties.filter(isOfRuns) };
}

/** Plain data. */
export interface ComparedRuns {
  /** The id of the property. */
  readonly property: string;
  /** What both say. */
  readonly lines: readonly string[];
  /** In words what they differ in; none: they agree. */
  readonly differences: readonly string[];
}

/** @param search of all states, behind violations too */
export async function compareRuns(
  search: Search<Kernel>,
  properties: readonly PropertyOfRuns[],
  spin: SpinOptions,
): Promise<ComparedRuns[]> {
  const compared: ComparedRuns[] = [];
  for (const property of properties) {
    const compare =
      property.kind === 'liveness' ? compareLiveness(search, property, spin) : compareReach(search, property, spin);
    compared.push(await compare);
  }
  return compared;
}

const verdictText = (holds: boolean): string => (holds ? 'holds' : 'violated');

async function compareLiveness(
  search: Search<Kernel>,
  property: LivenessProperty,
  spin: SpinOptions,
): Promise<ComparedRuns> {
  const holdsUnder = (fairness: 'weak' | 'strong'): boolean =>
    findLasso(search, { ...property, fairness: () => fairness }).lasso === undefined;
  const [ours, strong] = [holdsUnder('weak'), holdsUnder('strong')];
  const theirs = await alwaysComes(search.program, property, spin);
  const { id } = property;
  return {
    property: id,
    lines: [
      `${id} under weak fairness: pageoffline: ${verdictText(ours)}; Spin: ${verdictText(theirs)}. Under strong fairness, which Spin has not: ${verdictText(strong)}.`,
    ],
    differences:
      ours === theirs ? [] : [`${id} ${verdictText(ours)} under weak fairness here, and ${verdictText(theirs)} there`],
  };
}

async function compareReach(
  search: Search<Kernel>,
  property: ReachabilityProperty,
  spin: SpinOptions,
): Promise<ComparedRuns> {
  const { id } = property;
  const question = questionOf(property);
  const states = askingStates(search, property);
  const { isStuck } = stuckStates(search, question);
  const stuck = states.filter(isStuck);
  const free = states.filter((state) => !isStuck(state));
  // The nearest and the farthest: what lies between is much like them.
  const chosen = [stuck, free].flatMap((all) => [...new Set([...all.slice(0, 1), ...all.slice(-1)])]);
  if (chosen.length === 0) return { property: id, lines: [`${id}: no state asks for it.`], differences: [] };
  const found = await canCome(search.program, question, startsOf(search, chosen), spin);
  const differences = found.flatMap(({ reached, canCome: comes }, i) => [
    ...(reached ? [] : [`state ${chosen[i]} is reached here, and not there`]),
    ...(comes !== isStuck(chosen[i]) ? [] : [`${id} in state ${chosen[i]}: a way ${comes ? 'there' : 'here'} alone`]),
  ]);
  const ways = found.filter(({ canCome: comes }) => comes).length;
  return {
    property: id,
    lines: [
      `${id}: pageoffline: ${verdictText(stuck.length === 0)}, a way from ${free.length} of ${states.length} states that ask; Spin, of ${chosen.length} of them: a way from ${ways}. Of all it cannot say it.`,
    ],
    differences,
  };
}

/** Those where it is not given, but for the initial one, which Spin does not come to. */
function askingStates(search: Search<Kernel>, property: ReachabilityProperty): number[] {
  const { from, to } = questionOf(property);
  const asks = search.modelStates.ask(from);
  const isGiven = search.modelStates.ask(to);
  const all = Array.from({ length: search.store.size - 1 }, (_, i) => i + 1);
  return all.filter((state) => asks(state) && !isGiven(state));
}

function startsOf({ program, store }: Search<Kernel>, states: readonly number[]): Start[] {
  const { views } = createWorkspace(program);
  const { load } = accessTo(store, program.layout, views);
  return states.map((state) => {
    load(state);
    return Object.fromEntries(Object.entries(views).map(([name, cells]) => [name, Array.from(cells)]));
  });
}
