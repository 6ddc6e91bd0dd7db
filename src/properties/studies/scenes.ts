/**
 * Where designs are explained: configurations small enough to be searched in a moment, in which together everybody acts: the
 * driver plugs and unplugs, blocks go offline and come back, attempts are vetoed and interrupted, memory is used, and each kind
 * of walker walks.
 */

import type { Configuration } from '../../model/configuration.js';
import type { WalkerKind } from '../../model/mm/walkers.js';
import { changedConfiguration } from '../../scenario/changed_configuration.js';
import { Recent } from '../../scenario/recent.js';
import { named, varied } from '../../scenario/varied.js';

export interface Scene {
  readonly configuration: Configuration;
  /** One of those who walk. Absent: nobody walks. */
  readonly walker?: WalkerKind;
}

const CONTESTED: Partial<Configuration> = { veto: ['beforeDriver', 'afterDriver'], signals: true };

/** One page, with a user whose page is on the LRU meanwhile. */
function onePage(walker: WalkerKind | undefined, name: string): Scene {
  const walkers = walker === undefined ? [] : [walker];
  return {
    configuration: varied('lru-alone', `one page, ${name}`, { walkers }, CONTESTED),
    ...(walker === undefined ? {} : { walker }),
  };
}

const ANY_WALKER: readonly Scene[] = [{ configuration: named('walkers'), walker: 'late' }, onePage('late', 'a walker')];
const NO_WALKER: readonly Scene[] = [{ configuration: named('quiet') }, onePage(undefined, 'no walker')];
const LRU_WALKER = onePage('lru', 'an LRU walker');
const GUP_WALKER = onePage('gup', 'a GUP-fast walker');

/** All of them. */
export const SCENES: readonly Scene[] = [...ANY_WALKER, LRU_WALKER, GUP_WALKER, ...NO_WALKER];

/**
 * What is to be asked when some kinds of walkers are not there: where one is that may stand still, nothing is left out that
 * happens without it.
 */
function usualWithout(kinds: ReadonlySet<WalkerKind>): readonly Scene[] {
  const [twoPages, onePageAlone] = NO_WALKER;
  const some = kinds.has('late') ? [twoPages] : ANY_WALKER;
  const rest = [LRU_WALKER, GUP_WALKER].filter(({ walker }) => walker !== undefined && !kinds.has(walker));
  return kinds.has('late') && rest.length === 0 ? [twoPages, onePageAlone] : [...some, ...rest];
}

/** Where a design is studied. */
export interface Scenes {
  readonly all: readonly Scene[];
  /** What is left to ask when some kinds of walkers are not there; the same scenes for the same kinds. */
  without(kinds: ReadonlySet<WalkerKind>): readonly Scene[];
}

const USUAL: Scenes = { all: SCENES, without: usualWithout };

/** @param configurations absent: the usual scenes */
export function scenesOf(configurations: readonly Configuration[] | undefined): Scenes {
  if (configurations === undefined) return USUAL;
  const made = new Recent<readonly Scene[]>(ALL_KINDS);
  const without = (kinds: ReadonlySet<WalkerKind>) => {
    const scenes = configurations.map((configuration) => sceneWithout(configuration, kinds));
    return made.get(scenes.map(({ configuration }) => configuration.name).join('\n'), () => scenes);
  };
  return { all: without(new Set()), without };
}

/** More sets of kinds than any study asks about. */
const ALL_KINDS = 2 ** 6;

function sceneWithout(configuration: Configuration, kinds: ReadonlySet<WalkerKind>): Scene {
  const walkers = configuration.actors.walkers.filter((kind) => !kinds.has(kind));
  const left = changedConfiguration(configuration, { actors: { walkers } });
  const [walker] = walkers;
  return { configuration: left, ...(walker === undefined ? {} : { walker }) };
}
