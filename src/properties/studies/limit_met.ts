/** A search of a study met a limit before it had seen every state: then nothing can be said. */

import type { Incomplete } from '../../checker/search.js';
import type { Configuration } from '../../model/configuration.js';

export class LimitMet extends Error {
  constructor({ name }: Configuration, met: Incomplete, states: number) {
    super(`${met} met in ${name}, after ${states} states`);
  }
}
