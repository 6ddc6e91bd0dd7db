/** Whether random runs and exhaustive search agree: a violation that only random runs see is a fault of engine, walk or model. */

import type { Results } from './results.js';
import { keyOf } from './results.js';

/** One line for each violation of what exhaustive search says holds. */
export function disagreements({ cells, held }: Results): string[] {
  return held.flatMap(({ design, configuration, violatedIn }) => {
    const cell = cells.find((each) => keyOf(each) === keyOf({ design, configuration }));
    const wrong = Object.keys(violatedIn).filter((id) => cell?.shortest[id] === undefined);
    return wrong.map(
      (id) => `${design}, ${configuration}: random runs violate ${id}, which exhaustive search says holds`,
    );
  });
}
