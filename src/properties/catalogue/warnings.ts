/**
 * That no WARN of the kernel fires: with panic_on_warn each is a crash, without it the first sign of a fault that may do harm
 * later. The others of these files ask what the model has no way to get wrong: the alignment of ranges, that a device exists.
 */

import { Unmap } from '../../model/mm/hwpoison.js';
import { firstPageOf, type Kernel, Owner } from '../../model/state.js';
import type { KernelStep } from '../kinds/kernel_step.js';
import type { StepProperty } from '../kinds/step.js';
import { isOffline } from './state_terms.js';
import { argument, isCall, pageAmong } from './step_terms.js';

/** A WARN of the kernel, and whether a step makes it fire. */
interface Warning {
  readonly in: string;
  readonly about: (step: KernelStep) => boolean;
  readonly fires: (step: KernelStep) => boolean;
  readonly says: string;
}

const outcomeOf = ({ branch, outcome }: KernelStep): string | undefined => branch.action?.outcomes[outcome];

/** The page is of a range that its owner gives back, not one of migration or of a user's. */
function isFreedAsRange({ before, branch, process }: KernelStep): boolean {
  const owner = before.owner[branch.args[0]];
  const inRange = owner === Owner.CONTIG || owner === Owner.DRIVER || owner === Owner.RELEASED;
  return (
    inRange && (process === 'worker' || process.startsWith('contig') || process === 'hugetlb' || process === 'cma')
  );
}

/** Whoever offlines looks at the LRU only of pages that are poisoned. */
const isOffliner = ({ process }: KernelStep): boolean => process.startsWith('sysfs') || process.startsWith('remover');

/** Design E: a page that it passes over has the sign, and its driver's reference alone. */
const isAsSigned = (k: Kernel, page: number): boolean => k.skippable[page] === 1 && k.refcount[page] === 1;

const WARNINGS: readonly Warning[] = [
  {
    // drivers/virtio/virtio_mem.c, all versions.
    in: 'virtio_mem_fake_offline_going_offline',
    about: (step) => isCall(step, 'page_ref_dec_and_test'),
    fires: (step) => outcomeOf(step)?.startsWith('WARN') === true,
    says: 'an unplugged page is still referenced when its block is about to go offline',
  },
  {
    // mm/page_alloc.c, 5.10 to 6.12; 7.3, which has frozen ranges, counts no more.
    in: 'free_contig_range',
    about: (step) => isCall(step, 'put_page_testzero') && isFreedAsRange(step),
    fires: ({ before, branch }) => !before.switches.contigRefAfterUndo && before.refcount[branch.args[0]] !== 1,
    says: 'pages are still in use when their range is freed',
  },
  {
    // The patches of design E.
    in: '__offline_isolated_pages',
    about: (step) => isCall(step, '__offline_isolated_pages') && step.before.switches.sign === 'bit',
    fires: ({ before, branch }) => {
      const [block] = branch.args;
      const end = firstPageOf(before, block + 1);
      return (
        pageAmong(firstPageOf(before, block), end, (page) => isOffline(before, page) && !isAsSigned(before, page)) >= 0
      );
    },
    says: 'a PageOffline page goes offline without the sign, or with another count than 1',
  },
  {
    // drivers/hv/hv_balloon.c, 5.10 to 7.3.
    in: 'hv_memory_notifier',
    about: (step) => isCall(step, 'hv_page_offline_check'),
    fires: (step) => outcomeOf(step) === 'WARN_ON_ONCE',
    says: 'more pages go offline than were ever brought online',
  },
  {
    // mm/memory_hotplug.c, 5.10 and 6.1.
    in: 'do_migrate_range',
    about: (step) => isCall(step, 'PageLRU') && isOffliner(step) && step.before.hwpoison[argument(step, 0)] === 1,
    fires: (step) => outcomeOf(step) === 'yes' && step.before.switches.poisonMigration !== 'with reference',
    says: 'a poisoned page is on the LRU still',
  },
  {
    // mm/rmap.c, 6.1.
    in: 'try_to_unmap_one',
    about: (step) => isCall(step, 'try_to_unmap'),
    fires: (step) => argument(step, 1) === Unmap.WITHOUT_ENTRY && outcomeOf(step) === 'unmapped',
    says: 'a page is unmapped that has no swap space: its content is gone, and its mapping counted for ever',
  },
  {
    // mm/memory_hotplug.c, offline_and_remove_memory_ranges() in 7.3.
    in: 'offline_and_remove_memory',
    about: (step) => isCall(step, 'try_remove_memory') && step.before.switches.contigRefAfterUndo,
    fires: (step) => outcomeOf(step) !== 'removed',
    says: 'blocks that were taken offline under device_hotplug_lock cannot be removed',
  },
];

const firing = (step: KernelStep): Warning | undefined =>
  WARNINGS.find(({ about, fires }) => about(step) && fires(step));

export const WN: StepProperty = {
  id: 'WN',
  title: 'no warning',
  statement: 'No WARN of the kernel fires.',
  kind: 'step',
  concerns: (step) => WARNINGS.some(({ about }) => about(step)),
  broken: (step) => firing(step) !== undefined,
  wrong: (step) => {
    const warning = firing(step);
    return `WARN in ${warning?.in}(): ${warning?.says}${argumentText(step)}`;
  },
};

const argumentText = (step: KernelStep): string =>
  step.branch.action?.touches?.on[0] === 'page' ? ` (page ${argument(step, 0)})` : '';
