/** The words in which properties of steps are written: which call a step is, of what, and what pages it is about. */

import type { Touches } from '../../checker/process.js';
import { KERNEL_FIELDS } from '../../model/modules.js';
import { firstPageOf, type Kernel } from '../../model/state.js';
import type { KernelStep } from '../kinds/kernel_step.js';

/** Whether the step is a call of the kernel function of this name. */
export const isCall = ({ branch }: KernelStep, name: string): boolean => branch.action?.name === name;

export const nameOf = ({ branch }: KernelStep): string => branch.action?.name ?? '';

export const argument = ({ branch }: KernelStep, index: number): number => branch.args[index];

/** The first page from `first` to before `end` of which `found` is true, or -1. */
export function pageAmong(first: number, end: number, found: (page: number) => boolean): number {
  for (let page = first; page < end; page++) if (found(page)) return page;
  return -1;
}

export function pageOfSubBlock({ geometry }: Kernel, subBlock: number, found: (page: number) => boolean): number {
  return pageAmong(geometry.firstPage[subBlock], geometry.firstPage[subBlock + 1], found);
}

export function anyPage({ geometry }: Kernel, found: (page: number) => boolean): number {
  return pageAmong(0, geometry.pages, found);
}

/** The fields of struct page: those of a page that onlining initialises, ghosts apart. */
const STRUCT_PAGE: ReadonlySet<string> = new Set(
  Object.entries(KERNEL_FIELDS)
    .filter(([, { of, ghost, onlined }]) => of === 'page' && ghost !== true && onlined !== undefined)
    .map(([name]) => name),
);

/** Kept, since it is asked of every step. */
const looksAtStructPages = new WeakMap<Touches, boolean>();

function looks(touches: Touches): boolean {
  const known = looksAtStructPages.get(touches);
  if (known !== undefined) return known;
  const found = [...touches.reads, ...touches.writes].some((field) => STRUCT_PAGE.has(field));
  looksAtStructPages.set(touches, found);
  return found;
}

/**
 * A page whose struct page the step looks at, or changes, and of which `found` is true; -1 if there is none. Of a step that
 * names a sub-block or a block, one of its pages. A step that names none comes upon its pages on a list, not by their numbers.
 */
export function pageLookedAt({ before, branch, outcome }: KernelStep, found: (page: number) => boolean): number {
  const { action, args } = branch;
  const touches = action?.touches;
  if (touches === undefined || !looks(touches) || touches.blind.includes(action?.outcomes[outcome] ?? '')) return -1;
  const { firstPage } = before.geometry;
  const [first] = args;
  const end = (kind: string): number => (touches.on[1] === kind ? args[1] : first + 1);
  switch (touches.on[0]) {
    case 'page':
      return found(first) ? first : -1;
    case 'sub-block':
      return pageAmong(firstPage[first], firstPage[end('sub-block end')], found);
    case 'block':
      return pageAmong(firstPageOf(before, first), firstPageOf(before, end('block end')), found);
    default:
      return -1;
  }
}
