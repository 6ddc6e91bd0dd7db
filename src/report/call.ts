/** How an action of the model reads as a call of a kernel function: `get_page_unless_zero(page 0) = got`. */

import type { TraceStep } from '../checker/trace.js';

/** Something that a call or a change is about, such as page 0. */
export interface Thing {
  readonly kind: string;
  readonly number: number;
}

/** What an argument numbers; an `end` follows the first of a range and ends it, `hidden` is not for reading. */
type Argument = 'page' | 'sub-block' | 'sub-block end' | 'block' | 'block end' | 'hidden';

interface CallForm {
  readonly args: readonly Argument[];
  /**
   * The outcome as what the function returns (`= -EBUSY`, the default); as a remark for the reader, where the model's step
   * tells more than the kernel's function returns; or not at all, where what the step changed tells it.
   */
  readonly outcome?: 'value' | 'remark' | 'hidden';
  /** The action reads a variable, or its name has its arguments already: no parentheses are added. */
  readonly bare?: true;
}

const PAGE: CallForm = { args: ['page'] };
const SUB_BLOCK: CallForm = { args: ['sub-block'] };
const BLOCK: CallForm = { args: ['block'] };
const NOTHING: CallForm = { args: [] };

/** By action, in the order of the files of the model. An action that is not here shows its arguments as bare numbers. */
const CALLS: Readonly<Record<string, CallForm>> = {
  // page_ref.ts
  get_page_unless_zero: PAGE,
  put_page_testzero: PAGE,
  '__put_page: PageOffline': PAGE,

  // drivers/base/memory.ts
  lock_device_hotplug: { args: ['block', 'hidden'], outcome: 'remark' },
  unlock_device_hotplug: BLOCK,
  // hotplug_locks.ts
  device_lock: { args: ['block', 'hidden'], outcome: 'remark' },
  device_unlock: BLOCK,
  mem_hotplug_begin: { args: ['hidden'] },
  mem_hotplug_done: NOTHING,
  get_online_mems: NOTHING,
  put_online_mems: NOTHING,

  memory_block_change_state: { args: ['block', 'hidden', 'hidden'] },
  memory_block_online: BLOCK,

  // drivers/virtio_mem/
  __SetPageOffline: PAGE,
  page_ref_dec: PAGE,
  page_ref_inc: { args: ['page'], outcome: 'remark' },
  virtio_mem_fake_offline_going_offline: { args: ['page'], outcome: 'remark' },
  page_ref_dec_and_test: { args: ['page'], outcome: 'remark' },
  virtio_mem_clear_fake_offline: { args: ['page'], outcome: 'hidden' },
  __free_pages_core: PAGE,
  __free_pages_ok: PAGE,
  // Of a block in the core, of a page and a sign in the driver: what it changes tells more than either.
  adjust_managed_page_count: { args: ['hidden', 'hidden'] },
  virtio_mem_send_plug_request: SUB_BLOCK,
  virtio_mem_send_unplug_request: SUB_BLOCK,
  virtio_mem_sbm_set_sb_plugged: SUB_BLOCK,
  virtio_mem_sbm_set_sb_unplugged: SUB_BLOCK,
  'mutex_lock(hotplug_mutex)': { args: ['sub-block'], outcome: 'remark', bare: true },
  'mutex_unlock(hotplug_mutex)': { args: [], bare: true },
  hotplug_active: { args: ['hidden'], bare: true },
  // Designs B and D-rcu.
  __ClearPageOffline: { args: ['page'], outcome: 'remark' },
  alloc_contig_range: { args: ['page'], outcome: 'remark' },
  synchronize_rcu: NOTHING,
  virtio_mem_sbm_notify_offline: BLOCK,
  virtio_mem_sbm_notify_online: BLOCK,
  virtio_mem_sbm_notify_going_online: BLOCK,
  virtio_mem_online_page_cb: { args: ['page'], outcome: 'remark' },
  virtio_mem_sbm_test_sb_unplugged: BLOCK,
  virtio_mem_sbm_set_mb_state: BLOCK,
  BUG_ON: NOTHING,
  virtio_mem_bbm_get_bb_state: NOTHING,
  virtio_mem_bbm_set_bb_state: { args: ['hidden'] },
  virtio_mem_bbm_plug_bb: NOTHING,
  virtio_mem_bbm_unplug_bb: NOTHING,
  queue_work: { args: [], outcome: 'remark' },
  virtio_mem_run_wq: NOTHING,
  virtio_mem_memory_notifier_cb: { args: ['block'], outcome: 'remark' },
  notifier_call_chain: { args: [], outcome: 'remark' },
  'removing = true': { args: [], bare: true },
  cancel_work_sync: NOTHING,
  virtio_mem_for_each_mb_state: { args: ['block'], outcome: 'hidden' },
  __ClearPageOfflineSkippable: { args: ['page'], outcome: 'remark' },
  restore_online_page_callback: NOTHING,
  unregister_memory_notifier: NOTHING,

  // drivers/balloon.ts
  DM_BALLOON_RESPONSE: PAGE,
  DM_UNBALLOON_REQUEST: PAGE,

  // fs/kcore.ts
  PageOffline: PAGE,
  copy_from_kernel_nofault: PAGE,

  // fs/vmcore.ts
  read_vmcore: PAGE,

  // mm
  try_get_page: PAGE,
  TestSetPageHWPoison: PAGE,
  is_free_buddy_page: PAGE,
  get_hwpoison_page: PAGE,
  take_page_off_buddy: PAGE,
  ClearPageHWPoison: PAGE,
  action_result: PAGE,
  machine_check: PAGE,
  add_memory: BLOCK,
  create_memory_block_devices: BLOCK,
  hot_add_req: BLOCK,
  device_offline: { args: ['block'], outcome: 'remark' },
  online_types: { args: ['hidden'], bare: true },
  try_reonline_memory_block: { args: ['block'], outcome: 'remark' },
  try_remove_memory: { args: ['block', 'block end'] },
  isolate_freepages_range: { args: ['sub-block'], outcome: 'remark' },
  set_page_refcounted: PAGE,
  scan_movable_pages: PAGE,
  offline_mem_sections: BLOCK,
  online_mem_sections: BLOCK,
  remove_pfn_range_from_zone: BLOCK,
  move_pfn_range_to_zone: { args: ['block', 'hidden'] },
  adjust_present_page_count: BLOCK,
  folio_isolate_lru: PAGE,
  migrate_folio: PAGE,
  folio_putback_lru: PAGE,
  PageLRU: PAGE,
  free_pages_prepare: PAGE,
  free_one_page: PAGE,
  get_pfnblock_migratetype: PAGE,
  free_unref_page_commit: PAGE,
  drain_all_pages: NOTHING,
  zone_pcp_disable: NOTHING,
  zone_pcp_enable: NOTHING,
  __offline_isolated_pages: BLOCK,
  set_migratetype_isolate: { args: ['sub-block', 'hidden'] },
  unset_migratetype_isolate: { args: ['sub-block', 'hidden'] },
  test_pages_isolated: { args: ['sub-block', 'sub-block end', 'hidden'] },
  page_offline_begin: NOTHING,
  page_offline_end: NOTHING,
  page_offline_freeze: NOTHING,
  page_offline_thaw: NOTHING,
  pfn_to_online_page: PAGE,
  rcu_read_lock: { args: ['hidden'] },
  rcu_read_unlock: { args: ['hidden'] },
  alloc_page: { args: ['page', 'hidden'] },
  clear_page: PAGE,
  folio_add_lru: PAGE,
  zap_pte: { args: ['page', 'hidden'], outcome: 'remark' },
};

/** Outcomes that tell a reader nothing: the only one of an action, or the ordinary one, seen from what it changed. */
const QUIET_OUTCOMES: ReadonlySet<string> = new Set([
  'done',
  'ok',
  'passed over',
  'isolated',
  'taken',
  'raised',
  'set',
  'added',
  'removed',
]);

/** Whether the report knows how the action reads. */
export function isKnownAction(action: string): boolean {
  return action in CALLS;
}

type Call = Pick<TraceStep, 'args' | 'outcome'> & { readonly action: string };

/** A call, and what came of it where that matters. */
export interface CallParts {
  readonly called: string;
  /** What it returns. */
  readonly value?: string;
  /** What else came of it, for a comment. */
  readonly remark?: string;
}

export function callParts(call: Call): CallParts {
  const { value } = outcomeParts(call);
  return { ...calledAs(call), ...(value === undefined ? {} : { value }) };
}

/** The call with its value. */
export function valuedCall({ called, value }: CallParts): string {
  return value === undefined ? called : `${called} = ${value}`;
}

/** The call on one line, as a commit message shows it. */
export function callText(call: CallParts): string {
  return call.remark === undefined ? valuedCall(call) : `${valuedCall(call)} /* ${call.remark} */`;
}

/** What the call names in its arguments. */
export function thingsOf({ action, args }: Pick<Call, 'action' | 'args'>): Thing[] {
  return (CALLS[action]?.args ?? []).flatMap((kind, i) => {
    if (kind === 'hidden' || i >= args.length) return [];
    if (kind !== 'sub-block end' && kind !== 'block end') return [{ kind, number: args[i] }];
    const first = args[i - 1] + 1;
    const of = kind === 'block end' ? 'block' : 'sub-block';
    return Array.from({ length: args[i] - first }, (_, n) => ({ kind: of, number: first + n }));
  });
}

function calledAs(call: Call): Omit<CallParts, 'value'> {
  const { action } = call;
  const things = argumentText(call);
  const { remark } = outcomeParts(call);
  const isBare = CALLS[action]?.bare === true;
  // `__put_page: PageOffline` is a test inside a function.
  const [name, ...inside] = action.split(': ');
  const called = isBare ? action : [`${name}(${things})`, ...inside].join(': ');
  if (remark === undefined) return { called };
  // The arguments have no place in a bare name, so that the remark tells what it is about.
  return { called, remark: isBare && things !== '' ? `${things}: ${remark}` : remark };
}

function argumentText(call: Call): string {
  if (!isKnownAction(call.action)) return call.args.join(', ');
  return namesOf(thingsOf(call));
}

/** `page 0`, `sub-blocks 0, 1`, `pages 0-7`: the kind once, then its numbers. */
export function namesOf(things: readonly Thing[]): string {
  const kinds = [...new Set(things.map(({ kind }) => kind))];
  return kinds
    .map((kind) => {
      const numbers = things.filter((thing) => thing.kind === kind).map(({ number }) => number);
      return `${numbers.length > 1 ? `${kind}s` : kind} ${numbersText(numbers)}`;
    })
    .join(', ');
}

/** Two numbers or fewer as they are, more of them in a row as a range. */
function numbersText(numbers: readonly number[]): string {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  const first = sorted.at(0) ?? 0;
  const last = sorted.at(-1) ?? 0;
  const inARow = last - first === sorted.length - 1;
  return sorted.length > 2 && inARow ? `${first}-${last}` : sorted.join(', ');
}

/** An outcome `-EBUSY: unmovable page` is the value that is returned, and why. */
function outcomeParts({ action, outcome }: Call): { value?: string; remark?: string } {
  if (outcome === undefined || QUIET_OUTCOMES.has(outcome)) return {};
  const shownAs = CALLS[action]?.outcome ?? 'value';
  if (shownAs === 'hidden') return {};
  if (shownAs === 'remark') return { remark: outcome };
  const [value, ...why] = outcome.split(': ');
  return why.length === 0 ? { value } : { value, remark: why.join(': ') };
}
