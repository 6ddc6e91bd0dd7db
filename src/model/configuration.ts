/** A configuration: how much memory there is, who acts on it, and what may go wrong. Data only; the model is built from it. */

/** How many there are of each actor. Whoever acts adds its entry, see `module.ts`. */
// biome-ignore lint/suspicious/noEmptyInterface: modules add to it
export interface Actors {}

/** Whoever reads more than this of a configuration adds entries of its own. */
export interface Configuration {
  readonly name: string;
  /** Who acts, in a few words. */
  readonly title: string;
  readonly blocks: number;
  readonly subBlocksPerBlock: number;
  /** Pages of each sub-block, in order; a sub-block is a pageblock. Each page stands for `weight` pages. */
  readonly subBlockPages: readonly (readonly { readonly weight: number }[])[];
  /** The driver that adds the memory and takes it away, and gets the pages that are onlined; see `modules.ts`. */
  readonly driver: string;
  readonly actors: Actors;
}

/** How many processes an actor has; none of one that a configuration knows nothing of, since a change brought it along later. */
export function countOf(several: Actors[keyof Actors] | undefined): number {
  return typeof several === 'object' ? several.length : Number(several ?? 0);
}
