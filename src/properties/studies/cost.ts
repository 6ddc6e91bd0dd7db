/**
 * What a set of patches costs, and where else it was held: liveness before and after, whether an attempt that is refused now could
 * have succeeded before, and the main properties in every configuration in which the patches change anything.
 */

import { findLasso } from '../../checker/liveness.js';
import { canAlwaysReach, countReaching } from '../../checker/reachability.js';
import { restrict } from '../../checker/restrict.js';
import { Search, type SearchOptions } from '../../checker/search.js';
import { compileSystem } from '../../checker/system.js';
import type { Configuration } from '../../model/configuration.js';
import { CONFIGURATIONS } from '../../model/configurations.js';
import { switchesOf } from '../../model/designs.js';
import { MutexOwner } from '../../model/drivers/virtio_mem/state.js';
import { Attempt, blockOfPage, type Kernel, Owner } from '../../model/state.js';
import type { Switches } from '../../model/switches.js';
import { kernelSystem } from '../../model/system.js';
import { named, TWO_WALKERS, varied } from '../../scenario/varied.js';
import { EF } from '../catalogue/attempts.js';
import { L1, L2, L3 } from '../catalogue/liveness.js';
import { PROPERTIES } from '../catalogue/main.js';
import { invariantOf } from '../kinds/invariant.js';
import { invariantsAmong } from '../property.js';
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
  /** States in which the unpatched driver has consented all the same. */
  readonly states: number;
  /** From how many of them the attempt can still succeed with no violation on the way. */
  readonly couldSucceed: number;
}

export interface Recheck {
  readonly configuration: string;
  readonly states: number;
  /** Absent: every state was seen. Else a limit was met, and every run of up to so many steps was seen. */
  readonly upTo?: number;
  /** Ids of main properties that fall with the patches. */
  readonly falls: readonly string[];
  /** Those of them that do not fall without, as far as that was seen to the end. */
  readonly isNew: readonly string[];
}

/** What another set of patches costs in liveness. */
export interface OtherCost {
  readonly patches: readonly string[];
  readonly liveness: readonly LivenessCost[];
}

export interface Cost {
  readonly liveness: readonly LivenessCost[];
  /** Absent: the patches refuse nothing. */
  readonly refusals?: Refusals;
  readonly rechecks: readonly Recheck[];
}

/** Small enough to decide liveness in: a walker with a user and the driver, and two that can hand a page on to each other. */
const LIVENESS_CONFIGURATIONS: readonly Configuration[] = [
  varied('lru-alone', 'one page, a walker', { walkers: ['late'] }),
  TWO_WALKERS,
];

/** Walkers that must see a page in use find none where nobody uses memory. */
const canWalk = ({ actors }: Configuration, { walkerCheck }: Switches): boolean =>
  walkerCheck === 'none' || actors.users > 0;

/** Beyond so many states a recheck gives up, where no other limit is given. */
const MAX_RECHECK_STATES = 150_000;

/** @param patches ids */
export function* costOf(subject: Subject, patches: readonly string[]): Slices<Cost> {
  const [before, after] = beforeAndAfter(subject, patches);
  const liveness = yield* livenessCostOf(subject, patches);
  const rechecks: Recheck[] = [];
  for (const configuration of CONFIGURATIONS) {
    const recheck = yield* recheckIn(configuration, before, after, subject.limits?.maxStates ?? MAX_RECHECK_STATES);
    if (recheck !== undefined) rechecks.push(recheck);
  }
  const refusals = patches.includes('freeze-or-refuse') ? { refusals: refusalsOf(before) } : {};
  return { liveness, ...refusals, rechecks };
}

/** @param patches ids */
export function* livenessCostOf(subject: Subject, patches: readonly string[]): Slices<LivenessCost[]> {
  const [before, after] = beforeAndAfter(subject, patches);
  const costs: LivenessCost[] = [];
  for (const configuration of LIVENESS_CONFIGURATIONS.filter((each) => canWalk(each, after))) {
    costs.push(...compareLiveness(configuration, before, after));
    yield;
  }
  return costs;
}

function beforeAndAfter({ design, kernel, overrides }: Subject, patches: readonly string[]): [Switches, Switches] {
  const own = patches.map((id) => patchNamed(id).overrides);
  return [switchesOf(design, kernel, overrides), switchesOf(design, kernel, Object.assign({}, overrides, ...own))];
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

/** In an attempt the driver has consented to the offlining of an unplugged page to which somebody else holds a reference. */
function isReleasedUnderSomebody(k: Kernel): boolean {
  if (k.hotplugMutex[0] !== MutexOwner.NOTIFIER) return false;
  for (let page = 0; page < k.geometry.pages; page++) {
    const running = k.attempt[blockOfPage(k, page)] === Attempt.RUNNING;
    const released = k.owner[page] === Owner.RELEASED && k.plugged[page] === 0;
    if (running && released && k.speculative[page] > 0) return true;
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
  const { asked, reaching } = countReaching(search, { ...EF, from: isReleasedUnderSomebody });
  return { states: asked, couldSucceed: reaching };
}

/** Undefined where the patches change nothing: none of their switches is read. */
function* recheckIn(
  configuration: Configuration,
  before: Switches,
  after: Switches,
  maxStates: number,
): Slices<Recheck | undefined> {
  const { recording, read } = recordReads(after);
  const patched = yield* fallsIn(configuration, recording, { afterViolation: 'stop', maxStates });
  if (read().every(([name, value]) => before[name] === value)) return undefined;
  const falls = patched.falls;
  const without =
    falls.length === 0 ? undefined : yield* fallsIn(configuration, before, { afterViolation: 'explore', maxStates });
  const isNew = without?.isWhole === true ? falls.filter((id) => !without.falls.includes(id)) : [];
  const { states, isWhole, depth } = patched;
  return { configuration: configuration.name, states, ...(isWhole ? {} : { upTo: depth }), falls, isNew };
}

function* fallsIn(
  configuration: Configuration,
  switches: Switches,
  options: Pick<SearchOptions<Kernel>, 'afterViolation' | 'maxStates'>,
) {
  const program = compileSystem(kernelSystem(configuration, switches));
  const invariants = invariantsAmong(PROPERTIES).map(invariantOf);
  const search = new Search(program, { invariants, ...options });
  while (!search.run(10_000)) yield;
  const isWhole = search.incomplete === undefined;
  const stuck = isWhole && canAlwaysReach(search, EF).stuck !== undefined ? [EF.id] : [];
  return { falls: [...search.violations.keys(), ...stuck], states: search.store.size, isWhole, depth: search.depth };
}
