/** Uniform: each possible step is as likely as the others. */

import { UNIFORM } from '../../checker/walk.js';
import type { Strategy } from './strategy.js';

/** Each possible step is as likely as the others. */
export const uniform: Strategy = {
  name: 'uniform',
  title: 'each possible step is as likely as the others',
  learns: false,
  scheduler: () => UNIFORM,
};
