/**
 * Who asks for ranges besides virtio-mem, and what they do when one is refused. hugetlb looks for the next range that might do,
 * alloc_contig_pages() in mm/page_alloc.c, 5.10 to 7.3; CMA asks for the next place in its area, cma_alloc() in mm/cma.c. The
 * pageblocks of an area are of a type of their own, MIGRATE_CMA: nobody else isolates them.
 */

import { procedure } from '../../checker/procedure.js';
import { idleUntil, type Process, retryPoint, step } from '../../checker/process.js';
import { atomic } from '../atomic.js';
import type { Configuration } from '../configuration.js';
import { type Context, pagesOf } from '../context.js';
import { type Entries, flag, numbersOf, type ValuesOf } from '../entry.js';
import type { DeclaredCells, FieldDeclarations } from '../field.js';
import type { Fault, Module } from '../module.js';
import { bit, blockOfSubBlock, type Kernel } from '../state.js';
import { allocContigRange, freeContigRange } from './contig_range.js';
import { freeFrozenPage } from './page_alloc.js';
import { IsolateMode, isMovableForRange, type PageblockRange } from './page_isolation.js';

const ACTORS = {
  hugetlb: flag(
    'A task that allocates a gigantic page and frees it: of a whole block, the next one where the first will not do, or of all blocks with `gigantic`.',
  ),
  cma: flag('A task that allocates one sub-block of the CMA area after the other, whichever it gets, and frees it.'),
} as const satisfies Entries;

const ENTRIES = {
  cmaArea: numbersOf(
    'sub-block',
    'Sub-blocks of a CMA area: they are MIGRATE_CMA, and only CMA allocates ranges of them.',
  ),
} as const satisfies Entries;

declare module '../configuration.js' {
  interface Actors extends ValuesOf<typeof ACTORS> {}
  interface Configuration extends ValuesOf<typeof ENTRIES> {}
}

const FIELDS = {
  /** Whether the pageblock is MIGRATE_CMA, or will be when its isolation is undone. */
  migrateCma: {
    of: 'sub-block',
    max: ({ configuration }) => bit(configuration.cmaArea.length > 0),
    labels: ['movable', 'CMA'],
    title: 'migratetype',
    shownIn: 'races',
  },
} as const satisfies FieldDeclarations;

declare module '../state.js' {
  interface KernelCells extends DeclaredCells<typeof FIELDS> {}
}

/** pfn_range_valid_contig(): all of it online and in one zone, and nothing reserved (to 6.12) or unmovable (7.3). Under zone->lock. */
const pfnRangeValidContig = atomic(
  'pfn_range_valid_contig',
  {
    on: ['sub-block', 'sub-block end'],
    reads: ['ballooned', 'lru', 'pageType', 'refcount', 'reserved', 'sectionOnline', 'zoneMovable'],
  },
  ['no', 'yes'],
  (k: Kernel, first: number, end: number) => {
    const zone = k.zoneMovable[blockOfSubBlock(k, first)];
    for (let subBlock = first; subBlock < end; subBlock++) {
      const block = blockOfSubBlock(k, subBlock);
      if (k.sectionOnline[block] === 0 || k.zoneMovable[block] !== zone || !isMovableForRange(k, subBlock))
        return false;
    }
    return true;
  },
);

/** The ranges that a gigantic page may have, in the order in which they are looked at. */
function gigantic({ configuration, geometry }: Context): readonly PageblockRange[] {
  const { subBlocks, subBlocksPerBlock, blocks } = geometry;
  if (configuration.gigantic) return [{ first: 0, end: subBlocks }];
  return Array.from({ length: blocks }, (_, block) => ({
    first: block * subBlocksPerBlock,
    end: (block + 1) * subBlocksPerBlock,
  }));
}

/** alloc_contig_pages(), alloc_contig_frozen_pages() since 7.3: the first range that it gets, if any. */
const allocContigPages = procedure(function* allocContigPages(
  context: Context,
): Process<Kernel, PageblockRange | undefined> {
  const pages = context.switches.contigRefAfterUndo ? 'frozen' : 'counted';
  for (const range of gigantic(context)) {
    yield retryPoint('alloc_contig_pages', range.first);
    const look = (range.first === 0 ? idleUntil : step)(pfnRangeValidContig, range.first, range.end);
    if ((yield look) === pfnRangeValidContig.is.no) continue;
    if (yield* allocContigRange(context, range, { pages, live: [range.first] })) return range;
  }
  return undefined;
});

/** alloc_gigantic_folio() and free_gigantic_folio(), for ever. */
const hugetlbUser = procedure(function* hugetlbUser(context: Context): Process<Kernel> {
  for (;;) {
    yield retryPoint('alloc_gigantic_folio');
    const range = yield* allocContigPages(context);
    if (range === undefined) continue;
    if (!context.switches.contigRefAfterUndo) yield* freeContigRange(context, range);
    else {
      for (let subBlock = range.first; subBlock < range.end; subBlock++) {
        for (const page of pagesOf(context, subBlock)) yield* freeFrozenPage(context, page);
      }
    }
  }
});

/** cma_alloc() and cma_release(): where one place is busy, the next is tried, then it is given up. No page is looked at before. */
const cmaUser = procedure(function* cmaUser(context: Context): Process<Kernel> {
  const mode = IsolateMode.CMA;
  for (;;) {
    for (const [i, first] of context.configuration.cmaArea.entries()) {
      yield retryPoint('cma_alloc', first);
      const range = { first, end: first + 1 };
      const begin = i === 0 ? idleUntil : step;
      if (!(yield* allocContigRange(context, range, { mode, begin, live: [first] }))) continue;
      yield* freeContigRange(context, range);
      break;
    }
  }
});

function initCmaArea(k: Kernel): void {
  for (const subBlock of k.configuration.cmaArea) k.migrateCma[subBlock] = 1;
}

function cmaFaults({ cmaArea, actors, unplugged }: Configuration): Fault[] {
  const unpluggedOf = cmaArea.find((subBlock) => unplugged.includes(subBlock));
  return [
    ...(actors.cma && cmaArea.length === 0
      ? [['actors.cma', 'there is no area to allocate from: cmaArea'] as const]
      : []),
    ...(unpluggedOf === undefined ? [] : [['cmaArea', `sub-block ${unpluggedOf} is unplugged`] as const]),
  ];
}

/** The actors `hugetlb` and `cma`: users of ranges, each with what it does on failure. */
export const rangeUsers: Module = {
  entries: ENTRIES,
  fields: FIELDS,
  init: initCmaArea,
  faults: cmaFaults,
  demands: ({ actors }) => ({ speculative: actors.users > 0 ? bit(actors.hugetlb) + bit(actors.cma) : 0 }),
  actors: [
    {
      key: 'hugetlb',
      entry: ACTORS.hugetlb,
      shows:
        'what a range that spans several blocks does to attempts and to others that isolate, and where it looks next',
      cannotShow: 'gigantic pages that stay in use, or what their count was when they were taken',
      name: 'hugetlb',
      run: hugetlbUser,
    },
    {
      key: 'cma',
      entry: ACTORS.cma,
      shows: 'what becomes of the type of its pageblocks, and of its ranges while others isolate',
      cannotShow: 'two that allocate from an area at once',
      name: 'cma',
      run: cmaUser,
    },
  ],
};
