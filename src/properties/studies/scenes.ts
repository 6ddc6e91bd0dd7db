/**
 * Where designs are explained: configurations small enough to be searched in a moment, in which together everybody acts: the
 * driver plugs and unplugs, blocks go offline and come back, attempts are vetoed and interrupted, memory is used, and each kind
 * of walker walks.
 */

import type { Configuration } from '../../model/configuration.js';
import type { WalkerKind } from '../../model/mm/walkers.js';
import { named, varied } from '../../scenario/varied.js';

export interface Scene {
  readonly configuration: Configuration;
  /** Absent: nobody walks. */
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
export function scenesWithout(kinds: ReadonlySet<WalkerKind>): readonly Scene[] {
  const [twoPages, onePageAlone] = NO_WALKER;
  const some = kinds.has('late') ? [twoPages] : ANY_WALKER;
  const rest = [LRU_WALKER, GUP_WALKER].filter(({ walker }) => walker !== undefined && !kinds.has(walker));
  return kinds.has('late') && rest.length === 0 ? [twoPages, onePageAlone] : [...some, ...rest];
}
