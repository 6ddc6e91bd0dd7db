/** What the sub-procedures of a process need to know besides the state, which only their steps see. */

import { type Process, select } from '../checker/process.js';
import type { Configuration } from './configuration.js';
import type { Geometry, Kernel } from './state.js';
import type { Switches } from './switches.js';

export interface Context {
  readonly switches: Switches;
  readonly geometry: Geometry;
  readonly configuration: Configuration;
}

export function pagesOf({ geometry }: Context, subBlock: number): number[] {
  const first = geometry.firstPage[subBlock];
  return Array.from({ length: geometry.firstPage[subBlock + 1] - first }, (_, i) => first + i);
}

export function subBlocksOf({ geometry }: Context, block: number): number[] {
  return Array.from({ length: geometry.subBlocksPerBlock }, (_, i) => block * geometry.subBlocksPerBlock + i);
}

export function pagesOfBlock(context: Context, block: number): number[] {
  return subBlocksOf(context, block).flatMap((subBlock) => pagesOf(context, subBlock));
}

/** Without users of memory nothing is ever on the LRU, and no process needs to know how to migrate. */
export function hasMovablePages({ configuration }: Context): boolean {
  return configuration.actors.users > 0;
}

/** A choice among `count` things, made together with the action it leads to; none to make when there is one. */
export function* chooseOf(name: string, count: number, of: string): Process<Kernel, number> {
  if (count === 1) return 0;
  const options = Array.from({ length: count }, (_, i) => `${of} ${i}`);
  return yield select(name, options);
}
