/** A configuration: how much memory there is, who acts on it, and what may go wrong. Data only; the model is built from it. */

/** How a PFN walker comes by its page: any page of an online section (DAMON), or one it saw on the LRU (compaction). */
export type WalkerKind = 'any' | 'lru';

export type VetoPlace = 'beforeDriver' | 'afterDriver';

export interface Actors {
  /** Tasks that write to the blocks' state files: offline and online, for ever. */
  readonly sysfs: number;
  /** The driver's worker plugs and unplugs sub-blocks, for ever. */
  readonly worker: boolean;
  /** Tasks that call alloc_contig_range() on any sub-block and free it again. */
  readonly contig: number;
  readonly walkers: readonly WalkerKind[];
  /** Readers of /proc/kcore. */
  readonly readers: number;
  /** Tasks that allocate a movable page, touch it and free it. */
  readonly users: number;
}

export interface Configuration {
  readonly name: string;
  readonly blocks: number;
  readonly subBlocksPerBlock: number;
  /** Pages of each sub-block, in order; a sub-block is a pageblock. Each page stands for `weight` pages. */
  readonly subBlockPages: readonly (readonly { readonly weight: number }[])[];
  /** The zone of every block when it is first online. */
  readonly zone: 'movable' | 'normal';
  /** Sub-blocks that are unplugged at the start. */
  readonly unplugged: readonly number[];
  /** Blocks that are not online at the start: offline, or not added at all. Absent: none. */
  readonly offline?: readonly number[];
  readonly absent?: readonly number[];
  readonly actors: Actors;
  /** Another notifier that may veto MEM_GOING_OFFLINE and MEM_GOING_ONLINE, before or after the driver in the chain. */
  readonly veto: readonly VetoPlace[];
  /** A signal may interrupt an offline attempt. */
  readonly signals: boolean;
  /** Pages may be poisoned. */
  readonly poison?: boolean;
}

const NOBODY: Actors = { sysfs: 0, worker: false, contig: 0, walkers: [], readers: 0, users: 0 };

/** Sub-blocks of one page each. */
function singlePages(subBlocks: number): { weight: number }[][] {
  return Array.from({ length: subBlocks }, () => [{ weight: 1 }]);
}

function oneBlock(name: string, subBlocks: number, rest: Partial<Configuration> & { actors: Actors }): Configuration {
  return {
    name,
    blocks: 1,
    subBlocksPerBlock: subBlocks,
    subBlockPages: singlePages(subBlocks),
    zone: 'movable',
    unplugged: [0],
    veto: [],
    signals: false,
    ...rest,
  };
}

const TINY = oneBlock('tiny', 2, {
  actors: { ...NOBODY, sysfs: 1 },
  veto: ['beforeDriver', 'afterDriver'],
  signals: true,
});

const SMALL = oneBlock('small', 2, {
  actors: { ...NOBODY, sysfs: 1, worker: true },
  veto: ['beforeDriver', 'afterDriver'],
  signals: true,
});

const REFERENCE = oneBlock('reference', 2, {
  actors: { ...NOBODY, sysfs: 1, worker: true, contig: 1, users: 1, readers: 1 },
  veto: ['beforeDriver', 'afterDriver'],
  signals: true,
});

export const CONFIGURATIONS: readonly Configuration[] = [TINY, SMALL, REFERENCE];
