/** The draws of one random run: the same from the same seed and number, on any machine. */

import seedrandom from 'seedrandom';
import type { Draw } from '../checker/walk.js';

/** What a run's choices are drawn with. @param run its number in the campaign, from 0 */
export function drawOfRun(seed: string, run: number): Draw {
  const random = seedrandom(`${seed}/${run}`);
  return (below) => Math.floor(random.quick() * below);
}
