/** The claims of the review thread, in its order, each with what decides it. */

import type { Switches } from '../../model/switches.js';
import { named, varied } from '../../scenario/varied.js';
import { EF, S17, X2, X3, X5 } from '../catalogue/attempts.js';
import { X4 } from '../catalogue/liveness.js';
import { D9, S2 } from '../catalogue/removal.js';
import { X6, X7 } from '../catalogue/soundness.js';
import { D4, M1, S3, S4, S5, S7 } from '../catalogue/unplugged_pages.js';
import type { Property } from '../property.js';
import { type Claim, type Condition, claimOf, fail, hold } from './claim.js';
import { S13 } from './early_check.js';
import { S6, S8, S15 } from './free_path.js';
import { D1, D2, D3, D5, D17, S16 } from './hotplug_order.js';
import { D12, H1, H1_OFFLINE, S9, S10, S10_OFFLINE, S11, S12, X1 } from './isolation.js';
import { S1 } from './offlining.js';
import { D21, M5 } from './one_parameter.js';
import { D10 } from './removal.js';
import { D7, D8 } from './reonline.js';

export type { Claim, Condition } from './claim.js';

const small = named('small');
const normal = named('normal');
const quiet = named('quiet');
const readers = named('readers');
const readersAndUser = varied('readers', 'readers, user', { briefUsers: 1 });
const kdump = named('kdump');
const foreign = named('foreign');
const poison = named('poison');
const removal = named('removal');
const twoBlocks = named('two-blocks');
const contig = named('contig');
const contigNormal = varied('contig', 'contig, ZONE_NORMAL', {}, { zone: 'normal' });

/** S3, S4, S5 and S7: what the thread asks of every design. */
const SAFE: readonly Property[] = [S3, S4, S5, S7];

const goesViaBuddy = ({ sign }: Switches): boolean => sign === 'buddy';

const onlyIf =
  (speaksOf: (switches: Switches) => boolean, reason: string) =>
  (switches: Switches): string | undefined =>
    speaksOf(switches) ? undefined : reason;

const hasEarlyCheck = onlyIf(({ earlyUnmovable }) => earlyUnmovable, 'has no early check');

const keepsReference = onlyIf(
  ({ dropAt, frozen }) => dropAt !== 'unplug' && !frozen,
  'its unplugged pages have no reference',
);

const usesBuddy = onlyIf(goesViaBuddy, 'frees nothing to the buddy in MEM_GOING_OFFLINE');

const S1_TO_S7: readonly Condition[] = [...hold([EF, S1, ...SAFE, S6]), ...hold([S2], { configuration: removal })];

/** The claims of the review thread, each with the properties that decide it. */
export const CLAIMS: readonly Claim[] = [
  {
    id: 'S1',
    title: 'can go offline',
    quote: 'allow to offline memory blocks of which some parts were unplugged',
    statement:
      'From a partly unplugged block the section can go offline; under fairness every attempt that no one cancels does it.',
    conditions: hold([EF, S1]),
    note: 'A pageblock that alloc_contig_range() has isolated, or a page that a walker holds, makes an attempt fail by right; a later one may succeed.',
  },
  { ...claimOf(S2, { configuration: removal }) },
  claimOf(S3),
  {
    ...claimOf(S4),
    conditions: [...hold([S4]), ...hold([S4], { configuration: readers }), ...hold([S4], { configuration: kdump })],
  },
  claimOf(S5),
  claimOf(S6),
  claimOf(S7),
  claimOf(S8),
  {
    ...claimOf(S9, { configuration: small }),
    conditions: [...hold([S9], { configuration: small }), ...hold([S9], { configuration: poison })],
    note: 'A poisoned page is skipped whatever its count is; a PageOffline page only with count 0.',
  },
  {
    ...claimOf(S10),
    statement: 'The test for allocation fails on a range with a PageOffline page; the test for offlining may pass.',
    passesOver: onlyIf((switches) => !goesViaBuddy(switches), 'its pages are not PageOffline when they are tested'),
    conditions: [...hold([S10], { configuration: contig }), fail(S10_OFFLINE, { configuration: small })],
  },
  { ...claimOf(S11), conditions: [...hold([S11]), ...hold([S11], { configuration: contig })] },
  {
    ...claimOf(S12),
    conditions: [...hold([S12], { configuration: contigNormal }), ...hold([S12], { configuration: contig })],
    note: 'In ZONE_MOVABLE page_is_unmovable() looks at no more than PageReserved, in every version.',
  },
  { ...claimOf(S13, { configuration: normal }), passesOver: hasEarlyCheck },
  {
    id: 'S14',
    title: 'stops earlier',
    quote: 'makes e.g. alloc_contig_range() stop early ... compared to failing later',
    statement: 'With the early check alloc_contig_range() stops before it isolates or migrates; without it, later.',
    passesOver: hasEarlyCheck,
    conditions: [
      ...hold([S12], { configuration: contigNormal }),
      fail(S12, { configuration: contigNormal, overrides: { earlyUnmovable: false } }),
    ],
  },
  claimOf(S15),
  {
    ...claimOf(S16, { configuration: small }),
    statement:
      "With the driver's mutex held from MEM_GOING_OFFLINE on, its worker changes no page of the block; without, a violation is reachable.",
    conditions: [
      ...hold([S16], { configuration: small }),
      fail(S16, { configuration: small, overrides: { mutexSync: false } }),
      fail(X7, { configuration: quiet, overrides: { mutexSync: false } }),
    ],
  },
  {
    id: 'S17',
    title: 'another sign',
    quote: 'Alternative: Allow to offline with a reference count of 1 and use some other sign',
    statement:
      'With another sign than the count S1 to S7 hold, and no walker has a reference when the section goes offline.',
    passesOver: onlyIf(({ sign }) => sign === 'bit', 'has no sign but the count, or the buddy'),
    conditions: [...S1_TO_S7, ...hold([S17])],
  },
  claimOf(M1),
  {
    id: 'M3',
    title: 'hook removable',
    quote: 'Do we really have hook into __put_page?',
    statement: 'Without the hook S3, S4, S5 and S7 hold.',
    passesOver: onlyIf(({ putHook }) => putHook, 'has no hook'),
    conditions: hold(SAFE, { overrides: { putHook: false } }),
  },
  {
    id: 'M4',
    title: 'freed to the buddy',
    quote: 'elevate the reference count ... return that page to the buddy by regular put_page',
    statement: 'With the pages freed to the buddy in MEM_GOING_OFFLINE S3 to S7 hold.',
    passesOver: usesBuddy,
    conditions: hold([...SAFE, S6]),
  },
  {
    ...claimOf(M5),
    conditions: [small, contig, poison].flatMap((configuration) => hold([M5], { configuration })),
    note: 'The callers pass both flags or none: offlining and alloc_contig_range().',
  },
  claimOf(D1),
  {
    ...claimOf(D2),
    note: 'A walker that looked at the section before it went offline may have taken a reference by then.',
  },
  claimOf(D3, { configuration: small }),
  claimOf(D4),
  claimOf(D5, { configuration: small, kernel: '5.10' }),
  {
    id: 'D6',
    title: 'callback needed',
    quote: 'driver ... is responsible for registering the online_page_callback_t',
    statement: 'Without the callback an unplugged page is in the buddy after its block is onlined again.',
    conditions: [fail(D4, { configuration: quiet, overrides: { callbackUsesBitmap: false } })],
  },
  claimOf(D7, { configuration: small }),
  claimOf(D8),
  {
    ...claimOf(D9),
    conditions: [removal, twoBlocks].flatMap((configuration) => hold([D9], { configuration })),
  },
  {
    ...claimOf(D10),
    conditions: [removal, twoBlocks].flatMap((configuration) => hold([D10], { configuration })),
  },
  {
    ...claimOf(D12),
    statement:
      'Without the change a PageOffline page with a reference makes start_isolate_page_range() fail, in both zones.',
    passesOver: keepsReference,
    conditions: [
      ...hold([D12], { configuration: normal, overrides: { skipOfflineAnyCount: false } }),
      ...hold([D12], { configuration: small, overrides: { skipOfflineAnyCount: false } }),
    ],
    note: 'In ZONE_MOVABLE page_is_unmovable() looks at no more than PageReserved, in every version.',
  },
  {
    id: 'D13',
    title: 'a way around',
    quote: 'We could hack around that',
    statement:
      'Isolation can succeed although an unplugged page has a reference, and nothing is offlined without consent.',
    passesOver: keepsReference,
    conditions: [fail(D12, { configuration: normal }), ...hold([X5], { configuration: normal })],
  },
  {
    id: 'D14',
    title: 'read when cleared',
    quote: 'PF_offline must not be cleared so dumping tools will not touch these pages',
    statement: 'A reader can read an unplugged page between the clearing of its type and the section going offline.',
    passesOver: usesBuddy,
    conditions: [fail(S4, { configuration: readers }), fail(S4, { configuration: kdump })],
  },
  {
    id: 'D15',
    title: 'no order helps',
    quote: "I don't see a way to hack around that",
    statement:
      'Whether the type is cleared before the put or after, and whether isolation is undone before the cancel or after: S4 is violated.',
    passesOver: usesBuddy,
    conditions: [true, false].flatMap((clearsBeforePut) =>
      [true, false].map((cancelBeforeUndo) =>
        fail(S4, { configuration: readersAndUser, overrides: { clearsBeforePut, cancelBeforeUndo } }),
      ),
    ),
  },
  {
    id: 'D16',
    title: 'endless before 5.8',
    quote: '3) scan_movable_pages() ...',
    statement:
      'On 5.4 an attempt on an isolated block with a PageOffline page that stays referenced never ends without a signal.',
    conditions: [fail(X4, { configuration: foreign, kernel: '5.4' })],
  },
  claimOf(D17, { configuration: small }),
  {
    id: 'D18',
    title: 'taken too soon',
    quote: 'but we already un-isolated them. BAD',
    statement: 'An unplugged page that is in the buddy can be allocated before MEM_CANCEL_OFFLINE takes it back.',
    passesOver: usesBuddy,
    conditions: [fail(S7, { configuration: quiet })],
  },
  {
    id: 'D19',
    title: 'not via the buddy',
    quote: 'By not going via the buddy we avoid these issues',
    statement: 'With pages that are never freed to the buddy S3, S4, S5 and S7 hold.',
    passesOver: onlyIf((switches) => !goesViaBuddy(switches), 'goes via the buddy'),
    conditions: hold(SAFE),
  },
  {
    ...claimOf(D21),
    conditions: [small, contig, contigNormal, poison].flatMap((configuration) => hold([D21], { configuration })),
  },
  {
    ...claimOf(H1),
    statement:
      'When offlining the early check refuses nothing; for allocation it refuses exactly the PageOffline pages with count 0.',
    passesOver: hasEarlyCheck,
    conditions: [
      ...hold([H1_OFFLINE, H1], { configuration: contigNormal }),
      ...hold([H1_OFFLINE, H1], { configuration: contig }),
    ],
  },
  claimOf(X1),
  claimOf(X2),
  claimOf(X3),
  claimOf(X4, { configuration: foreign }),
  claimOf(X5),
  claimOf(X6),
  claimOf(X7),
];

/** Every property that some claim rests on, each once. */
export const CLAIMED_PROPERTIES: readonly Property[] = [
  ...new Set(CLAIMS.flatMap(({ conditions }) => conditions.map(({ property }) => property))),
];
