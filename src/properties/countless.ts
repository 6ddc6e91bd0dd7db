/** Actors of which there can be any number. */

import type { Actors } from '../model/configuration.js';

/** In the order in which they are offered. */
export const COUNTLESS = ['walkers', 'readers', 'briefUsers'] as const satisfies readonly (keyof Actors)[];
export type Countless = (typeof COUNTLESS)[number];
