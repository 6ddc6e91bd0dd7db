/**
 * What a set of patches costs, and where else it was held: liveness before and after, whether an attempt that is refused now could
 * have succeeded before, and the main properties in every configuration in which the patches change anything.
 */

import { findLasso } from '../../checker/liveness.js';
import { canAlwaysReach, countReaching } from '../../checker/reachability.js';
import { restrict } from '../../checker/restrict.js';
import { Search } from '../../checker/search.js';
import { compileSystem } from '../../checker/system.js';
import { CONFIGURATIONS, type Configuration } from '../../model/configuration.js';
import { switchesOf } from '../../model/designs.js';
import { Attempt, blockOfPage, type Kernel, Owner } from '../../model/state.js';
import type { Switches } from '../../model/switches.js';
import { kernelSystem } from '../../model/system.js';
import { EF } from '../attempts.js';
import { PROPERTIES } from '../index.js';
import { L1, L2, L3 } from '../liveness.js';
import { invariantOf } from '../property.js';
import { named, TWO_WALKERS, varied } from '../varied.js';
import { assumptionNamed } from './assumptions.js';
import { EXPLAINED } from './explain.js';
import { patchNamed } from './patches.js';
import type { Slices, Subject } from './questions.js';
import { recordReads } from './record_reads.js';

/** A liveness property before and after: the steps of its shortest race and of the loop of that, or that it holds. */
export interface LivenessCost {
  readonly property: string;
  readonly title: string;
  readonly configuration: string;
  readonly before: string;
  readonly after: string;
}

/** Of attempts whose driver finds a page that somebody else references. */
export interface Refusals {
  /** States in which the unpatched driver has dropped its reference all the same. */
  readonly states: number;
  /** From how many of them the attempt can still succeed with no violation on the way. */
  readonly couldSucceed: number;
}

export interface Recheck {
  readonly configuration: string;
  readonly states: number;
  /** A limit was met before every state was seen. */
  readonly exhausted: boolean;
  /** Ids of main properties that fall with the patches. */
  readonly falls: readonly string[];
  /** Those of them that do not fall without. */
  readonly isNew: readonly string[];
}

export interface Cost {
  readonly liveness: readonly LivenessCost[];
  /** Absent: the patches refuse nothing. */
  readonly refusals?: Refusals;
  readonly rechecks: readonly Recheck[];
}

/** Small enough to decide liveness in: one walker, and two that can hand a page on to each other. */
const LIVENESS_CONFIGURATIONS: readonly Configuration[] = [
  varied('tiny', 'tiny, a walker', { walkers: ['late'] }),
  TWO_WALKERS,
];

/** Beyond so many states a recheck gives up. */
const MAX_RECHECK_STATES = 150_000;

/** @param patches ids */
export function* costOf(subject: Subject, patches: readonly string[]): Slices<Cost> {
  const { design, kernel, overrides } = subject;
  const own = patches.map((id) => patchNamed(id).overrides);
  const before = switchesOf(design, kernel, overrides);
  const after = switchesOf(design, kernel, Object.assign({}, overrides, ...own));
  const liveness: LivenessCost[] = [];
  for (const configuration of LIVENESS_CONFIGURATIONS) {
    liveness.push(...compareLiveness(configuration, before, after));
    yield;
  }
  const rechecks: Recheck[] = [];
  for (const configuration of CONFIGURATIONS) {
    const recheck = yield* recheckIn(configuration, before, after);
    if (recheck !== undefined) rechecks.push(recheck);
  }
  const refusals = patches.includes('freeze-or-refuse') ? { refusals: refusalsOf(before) } : {};
  return { liveness, ...refusals, rechecks };
}

function compareLiveness(configuration: Configuration, before: Switches, after: Switches): LivenessCost[] {
  const searches = [before, after].map((switches) => searched(configuration, switches));
  return [L1, L2, L3].map((property) => {
    const [was, is] = searches.map((search) => {
      const { lasso } = findLasso(search, property);
      return lasso === undefined ? 'holds' : `falls, ${lasso.prefix.length}+${lasso.loop.length} steps`;
    });
    return { property: property.id, title: property.title, configuration: configuration.name, before: was, after: is };
  });
}

/** To the end, and not behind violations. */
function searched(configuration: Configuration, switches: Switches): Search<Kernel> {
  const program = compileSystem(kernelSystem(configuration, switches));
  const search = new Search(program, { invariants: EXPLAINED.map(invariantOf), afterViolation: 'stop' });
  search.run();
  return search;
}

/** The driver has dropped its reference to an unplugged page, and somebody else still holds one. */
function isDroppedUnderSomebody(k: Kernel): boolean {
  for (let page = 0; page < k.geometry.pages; page++) {
    const running = k.attempt[blockOfPage(k, page)] === Attempt.RUNNING;
    if (running && k.owner[page] === Owner.RELEASED && k.plugged[page] === 0 && k.refcount[page] > 0) return true;
  }
  return false;
}

/** With what else falls kept away, so that it does not end the attempt first. */
function refusalsOf(before: Switches): Refusals {
  const program = compileSystem(kernelSystem(named('walkers'), before));
  const kept = ['look', 'count'].map((id) => assumptionNamed(id).restriction);
  const search = new Search(restrict(program, kept), {
    invariants: EXPLAINED.map(invariantOf),
    afterViolation: 'stop',
  });
  search.run();
  const { asked, reaching } = countReaching(search, { ...EF, from: isDroppedUnderSomebody });
  return { states: asked, couldSucceed: reaching };
}

/** Undefined where the patches change nothing: none of their switches is read. */
function* recheckIn(configuration: Configuration, before: Switches, after: Switches): Slices<Recheck | undefined> {
  const { recording, read } = recordReads(after);
  const patched = yield* fallsIn(configuration, recording, 'stop');
  if (read().every(([name, value]) => before[name] === value)) return undefined;
  const falls = patched.falls;
  const without = falls.length === 0 ? [] : (yield* fallsIn(configuration, before, 'explore')).falls;
  const isNew = falls.filter((id) => !without.includes(id));
  return { configuration: configuration.name, states: patched.states, exhausted: patched.exhausted, falls, isNew };
}

function* fallsIn(configuration: Configuration, switches: Switches, afterViolation: 'stop' | 'explore') {
  const program = compileSystem(kernelSystem(configuration, switches));
  const invariants = PROPERTIES.filter((property) => property.kind === 'invariant').map(invariantOf);
  const search = new Search(program, { invariants, afterViolation, maxStates: MAX_RECHECK_STATES });
  while (!search.run(10_000)) yield;
  const exhausted = search.incomplete === undefined;
  const stuck = exhausted && canAlwaysReach(search, EF).stuck !== undefined ? [EF.id] : [];
  return { falls: [...search.violations.keys(), ...stuck], states: search.store.size, exhausted };
}
