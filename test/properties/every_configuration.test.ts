/** Every property can be asked in every named configuration: whatever it says there, it says it. */

import { expect, test } from 'vitest';
import { CONFIGURATIONS } from '../../src/model/configurations.js';
import { ALL_PROPERTIES } from '../../src/properties/catalogue/all.js';
import { Decision } from '../../src/properties/decide.js';

/** Enough that what each actor does has begun. */
const STATES = 200;

test.each(CONFIGURATIONS.map((configuration) => [configuration.name, configuration] as const))(
  'all of them in %s',
  (_, configuration) => {
    const scenario = { design: 'D', kernel: '7.3', configuration, overrides: {} } as const;
    const decision = new Decision(scenario, ALL_PROPERTIES, { maxStates: STATES });
    decision.run();
    expect(decision.cells().map(({ property }) => property)).toEqual(ALL_PROPERTIES.map(({ id }) => id));
  },
);
