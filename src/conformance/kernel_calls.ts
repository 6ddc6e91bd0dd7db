/** The kernel calls that follow from the model's path: a tree of function calls, each with the model's steps inside it. */

import type { Performed } from '../checker/interpreter.js';
import type { Abstraction } from './abstraction.js';
import { CALLED_BY_SUB_BLOCK, OFFLINE_PLACES, ONLINE_ORDER, type Place, type Places, SAME } from './step_places.js';
import type { StepRecorder, Taken } from './step_recorder.js';

/** One call of a kernel function, with the model's steps inside it. */
export interface Call {
  /** Tells two calls of a function apart that follow each other. */
  readonly key: string;
  readonly fn: string;
  readonly notifier?: string;
  readonly order?: number;
  readonly firstPage?: number;
  readonly pages?: number;
  readonly taken: Taken[];
  readonly inner: Call[];
}

type CallHead = Omit<Call, 'taken' | 'inner'>;

/** Isolation that is refused undoes itself what it did; else notifications come between the two. */
const ISOLATE = 'set_migratetype_isolate';
const UNDO = 'unset_migratetype_isolate';

/** @throws when a step of the path has no place in the kernel */
export function buildCalls(places: Places, { taken, abstraction }: StepRecorder): Call[] {
  const root: Call = { key: '', fn: '', taken: [], inner: [] };
  const chunks = chunkOutcomes(taken, abstraction);
  let path: readonly Call[] = [root];
  let place: Place = [];
  for (const each of taken) {
    const name = each.performed.kind === 'step' ? each.performed.action : each.performed.name;
    const found = places[name];
    if (found === undefined) throw new Error(`step "${name}" has no place in the kernel: add it to the table`);
    if (found !== SAME && !(name === UNDO && place === OFFLINE_PLACES[ISOLATE])) place = found;
    path = enter(path, [...place.map(headOf), ...headsOfPage(each.performed, abstraction, chunks)]);
    for (const call of path) call.taken.push(each);
  }
  return root.inner;
}

function headOf(name: string): CallHead {
  const [fn, notifier] = name.split(':');
  return notifier === undefined ? { key: name, fn } : { key: name, fn, notifier };
}

/** Leaves calls and makes calls, until exactly these are open. */
function enter(path: readonly Call[], heads: readonly CallHead[]): readonly Call[] {
  let common = 0;
  while (common < heads.length && path.at(common + 1)?.key === heads[common].key) common++;
  const open = path.slice(0, common + 1);
  for (const head of heads.slice(common)) {
    const call: Call = { ...head, taken: [], inner: [] };
    open.at(-1)?.inner.push(call);
    open.push(call);
  }
  return open;
}

/** The calls that a step of one page is in, beside its place. */
function headsOfPage(performed: Performed, abstraction: Abstraction, chunks: Chunks): CallHead[] {
  if (performed.kind === 'choice') return [];
  const { action, args, outcome } = performed;
  if (action === 'virtio_mem_online_page_cb') return headsOfOnlining(args[0], outcome, abstraction, chunks);
  const fn = CALLED_BY_SUB_BLOCK[action];
  if (fn === undefined || outcome === 'plugged: left alone') return [];
  const { firstPage, pages } = subBlockOf(args[0], abstraction);
  return [{ key: `${fn} ${firstPage}`, fn, firstPage, pages }];
}

/** The sub-block of a model page, as page indices in its block. */
function subBlockOf(page: number, { geometry, pagesPerSubBlock }: Abstraction): { firstPage: number; pages: number } {
  const subBlock = geometry.subBlockOfPage[page] % geometry.subBlocksPerBlock;
  return { firstPage: subBlock * pagesPerSubBlock, pages: pagesPerSubBlock };
}

/** What the driver did with the pages of each chunk that is onlined at once. */
type Chunks = ReadonlyMap<number, ReadonlySet<string>>;

function chunkOf(page: number, abstraction: Abstraction): number {
  return Math.floor(subBlockOf(page, abstraction).firstPage / 2 ** ONLINE_ORDER);
}

function chunkOutcomes(taken: readonly Taken[], abstraction: Abstraction): Chunks {
  const chunks = new Map<number, Set<string>>();
  for (const { performed } of taken) {
    if (performed.kind === 'choice' || performed.action !== 'virtio_mem_online_page_cb') continue;
    const chunk = chunkOf(performed.args[0], abstraction);
    chunks.set(chunk, new Set([...(chunks.get(chunk) ?? []), performed.outcome]));
  }
  return chunks;
}

/** virtio_mem_online_page_cb() of a chunk: all of it at once if it is all plugged or all unplugged, else by sub-block. */
function headsOfOnlining(page: number, outcome: string, abstraction: Abstraction, chunks: Chunks): CallHead[] {
  const chunk = chunkOf(page, abstraction);
  const whole = { firstPage: chunk * 2 ** ONLINE_ORDER, pages: 2 ** ONLINE_ORDER };
  const alike = chunks.get(chunk)?.size === 1;
  const { firstPage, pages } = alike ? whole : subBlockOf(page, abstraction);
  const inner: CallHead =
    outcome === 'onlined'
      ? { key: `onlined ${firstPage}`, fn: 'generic_online_page', order: Math.log2(pages), firstPage }
      : { key: `kept ${firstPage}`, fn: 'virtio_mem_set_fake_offline', firstPage, pages };
  const fn = 'virtio_mem_online_page_cb';
  return [{ key: `${fn} ${chunk}`, fn, order: ONLINE_ORDER, firstPage: whole.firstPage }, inner];
}
