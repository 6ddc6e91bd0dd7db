/** A verdict as a JSON document has it. */

import type { VerdictCell } from '../properties/verdict.js';
import { switchesIn } from '../scenario/scenario.js';

/** The configuration by its name, and every switch as it was set, beside those that were set otherwise. */
export function cellJson({ scenario, variation = '', ...rest }: VerdictCell): object {
  const { design, kernel, configuration, overrides, change } = scenario;
  return {
    ...{ design, kernel, configuration: configuration.name, variation, overrides },
    switches: switchesIn(scenario),
    ...(change === undefined ? {} : { change }),
    ...rest,
  };
}
