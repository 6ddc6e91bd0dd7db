/** What the sub-procedures of a process need to know besides the state, which only their steps see. */

import { type Process, select } from '../checker/process.js';
import type { Configuration } from './configuration.js';
import type { Geometry } from './geometry.js';
import type { Switches } from './switches.js';

export interface Context {
  readonly switches: Switches;
  readonly geometry: Geometry;
  readonly configuration: Configuration;
}

export function pagesOf({ geometry }: Context, subBlock: number): readonly number[] {
  return geometry.pagesOfSubBlock[subBlock];
}

export function subBlocksOf({ geometry }: Context, block: number): readonly number[] {
  return geometry.subBlocksOfBlock[block];
}

export function pagesOfBlock({ geometry }: Context, block: number): readonly number[] {
  return geometry.pagesOfBlock[block];
}

/** Without users of memory nothing is ever on the LRU, and no process needs to know how to migrate. */
export function hasMovablePages({ configuration }: Context): boolean {
  return configuration.actors.users > 0;
}

/** A choice among `count` things, made together with the action it leads to; none to make when there is one. */
export function* chooseOf(name: string, count: number, of: string): Process<never, number> {
  if (count === 1) return 0;
  return yield select(name, numbered(of, count));
}

/** Kept, since a process is run many thousand times while it is compiled. */
const known = new Map<string, readonly string[]>();

/** `page 0`, `page 1` and so on. */
function numbered(of: string, count: number): readonly string[] {
  const key = `${count} ${of}`;
  const names = known.get(key) ?? Array.from({ length: count }, (_, i) => `${of} ${i}`);
  known.set(key, names);
  return names;
}
