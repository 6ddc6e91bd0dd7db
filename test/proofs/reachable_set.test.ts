/** The set of all states that a design reaches: pinned by a digest, and the same by generated code and by tables. */

import { expect, test } from 'vitest';
import { search } from '../../src/checker/search.js';
import { compileSystem } from '../../src/checker/system.js';
import { DESIGN_IDS, type DesignId, switchesOf } from '../../src/model/designs.js';
import { kernelSystem } from '../../src/model/system.js';
import { configurationNamed } from '../named.js';

function digest(design: DesignId, name: string, successors: 'generated' | 'tables'): string {
  const system = kernelSystem(configurationNamed(name), switchesOf(design, '5.8'));
  // By name, so that it does not matter which module declares a field.
  const fields = Object.entries(system.fields).sort(([a], [b]) => (a < b ? -1 : 1));
  const program = compileSystem({ ...system, fields: Object.fromEntries(fields) });
  return search(program, { successors }).store.digest();
}

test.each(DESIGN_IDS.flatMap((design) => ['tiny', 'small'].map((name) => [design, name] as const)))(
  'of design %s, configuration %s',
  (design, name) => {
    const generated = digest(design, name, 'generated');
    expect(digest(design, name, 'tables')).toBe(generated);
    expect(generated).toMatchSnapshot();
  },
);
