/** The words in which properties of steps are written: which call a step is, of what, and what pages it is about. */

import type { Kernel } from '../model/state.js';
import type { KernelStep } from './property.js';

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
