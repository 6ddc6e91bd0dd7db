/**
 * What is compared of a page: one phrase for what the kernel showed and one for what the model has, equal when they agree.
 * Where several observations stand for one phrase, LOOSE_CLASSES says so.
 */

import { type Kernel, PG_BUDDY, PG_OFFLINE } from '../model/state.js';
import { CLASS, LOOSE_CLASSES, type LooseClass, type PageClass } from './differences.js';
import type { ObservedBlock, PageState, Series } from './recording.js';

/** What an observed page's class depends on besides the page. */
export interface Place {
  readonly series: Series;
  readonly block: Pick<ObservedBlock, 'state' | 'zone'>;
  /** Whether some action of the recording names the page. */
  readonly named: boolean;
  /** Whether the recording has pinned a page by now. */
  readonly pinned: boolean;
}

export function observedClass(place: Place, [type, count, mark]: PageState): PageClass {
  const loose = LOOSE_CLASSES.find((each) => applies(each, place, type, count));
  if (loose !== undefined) return loose.as;
  if (place.block.state === 'online' && type === 'buddy' && count === 0) return CLASS.FREE;
  return words(type, count, mark === 'dirty');
}

function isOf({ types, counts }: Pick<LooseClass, 'types' | 'counts'>, type: string, count: number): boolean {
  const named = 'of' in types ? types.of.includes(type) : !types.not.includes(type);
  return named && count >= counts.from && count <= counts.to;
}

function applies(loose: LooseClass, { series, block, named, pinned }: Place, type: string, count: number): boolean {
  const zone = block.zone === null ? loose.zones.length === 0 : loose.zones.includes(block.zone);
  const inTime = (loose.afterPin !== true || pinned) && (loose.named !== true || named);
  return loose.block === block.state && zone && loose.kernels.includes(series) && inTime && isOf(loose, type, count);
}

/** `kernelPage`: the page is one that the environment takes for the kernel. */
export function modelClass(k: Kernel, page: number, online: boolean, kernelPage: boolean): PageClass {
  const type = modelType(k, page);
  const count = k.refcount[page];
  if (online && type === 'buddy' && count === 0) return CLASS.FREE;
  if (k.lru[page] === 1) return CLASS.PINNED;
  if (online && kernelPage && type === 'none' && count === 1) return CLASS.KERNEL;
  return words(type, count, k.dirty[page] === 1);
}

/** The model's page as a recording would show it. */
export function modelPageState(k: Kernel, page: number): PageState {
  const type = modelType(k, page);
  return k.dirty[page] === 1 ? [type, k.refcount[page], 'dirty'] : [type, k.refcount[page]];
}

/** A traced page as the kernel showed it; `kernelPage`: the kernel held it when the attempt began. */
export function tracedClass([type, count, mark]: PageState, kernelPage: boolean): PageClass {
  const own = words(type, count, mark === 'dirty');
  const whole = LOOSE_CLASSES.find(
    ({ as, types, counts }) =>
      as === (kernelPage ? CLASS.KERNEL : CLASS.PINNED) && isOf({ types, counts }, type, count),
  );
  return whole?.as ?? own;
}

/** A traced page as the model has it, free or not in its own words: when it becomes free is what a trace shows. */
export function tracedModelClass(k: Kernel, page: number, kernelPage: boolean): PageClass {
  const [type, count, mark] = modelPageState(k, page);
  if (k.lru[page] === 1) return CLASS.PINNED;
  if (kernelPage && type === 'none' && count === 1) return CLASS.KERNEL;
  return words(type, count, mark === 'dirty');
}

/** Type names as the recordings have them. */
function modelType(k: Kernel, page: number): string {
  const types = [
    ...((k.pageType[page] & PG_BUDDY) === 0 ? [] : ['buddy']),
    ...((k.pageType[page] & PG_OFFLINE) === 0 ? [] : ['offline']),
    ...(k.reserved[page] === 0 ? [] : ['reserved']),
    ...(k.hwpoison[page] === 0 ? [] : ['hwpoison']),
  ];
  return types.join('+') || 'none';
}

export function words(type: string, count: number, dirty: boolean): PageClass {
  return `${type} ${count}${dirty ? ' dirty' : ''}`;
}
