/** Programs of scenarios are compiled once. */

import { describe, expect, it } from 'vitest';
import { programOf } from '../../src/scenario/program.js';
import { scenarioOf } from '../../src/scenario/scenario.js';

describe('programOf', () => {
  it('is the same for equal scenarios, whatever their configurations are called', () => {
    const { configuration } = scenarioOf('D', 'tiny');
    const program = programOf(scenarioOf('D', 'tiny'));
    expect(programOf(scenarioOf('D', 'tiny'))).toBe(program);
    expect(programOf(scenarioOf('D', { ...configuration, name: 'other' }))).toBe(program);
  });

  it('is another for another design, kernel, configuration or switch', () => {
    const others = [
      scenarioOf('A', 'tiny'),
      scenarioOf('D', 'tiny', { kernel: '7.3' }),
      scenarioOf('D', 'small'),
      scenarioOf('D', 'tiny', { actors: { readers: 1 } }),
      scenarioOf('D', 'tiny', { overrides: { scanEBUSY: false } }),
    ];
    const programs = [scenarioOf('D', 'tiny'), ...others].map(programOf);
    expect(new Set(programs).size).toBe(programs.length);
  });
});
