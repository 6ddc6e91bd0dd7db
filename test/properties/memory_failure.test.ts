/** What becomes of damaged memory when its block goes offline and comes back, as docs/findings.md has it. */

import { describe, expect, test } from 'vitest';
import { search } from '../../src/checker/search.js';
import { compileSystem } from '../../src/checker/system.js';
import { type KernelVersion, switchesOf } from '../../src/model/designs.js';
import { Damage } from '../../src/model/mm/hwpoison.js';
import { type Kernel, PG_BUDDY } from '../../src/model/state.js';
import { kernelSystem } from '../../src/model/system.js';
import { PROPERTIES } from '../../src/properties/catalogue/main.js';
import { Decision } from '../../src/properties/decide.js';
import { configurationNamed } from '../named.js';

const configuration = configurationNamed('poison');

function violated(kernel: KernelVersion): string[] {
  const decision = new Decision({ design: 'D', kernel, configuration, overrides: {} }, PROPERTIES);
  decision.run();
  return decision
    .cells()
    .filter(({ verdict }) => verdict === 'violated')
    .map(({ property }) => property);
}

describe('design D forgets damage with the memmap', () => {
  test.each(['5.4', '5.8', '5.10', '6.1'] as const)('on %s', (kernel) => {
    expect(violated(kernel)).toContain('HW');
  });

  test.each(['6.12', '6.17', '7.3'] as const)('and not on %s', (kernel) => {
    expect(violated(kernel)).not.toContain('HW');
  });
});

test('a poisoned unplugged page is subtracted from the managed count by the accounting of 6.11', () => {
  expect(violated('6.1')).not.toContain('X6');
  expect(violated('6.12')).toContain('X6');
  expect(violated('7.3')).toContain('X6');
});

test('before 5.13 a poisoned unplugged page keeps its block online for ever', () => {
  expect(violated('5.10')).toContain('EF');
  expect(violated('6.1')).not.toContain('EF');
});

test('a mark that is not counted yet is lost with the memmap, on 7.3 too', () => {
  const program = compileSystem(kernelSystem(configuration, switchesOf('D', '7.3')));
  const lostMark = (k: Kernel, page: number) =>
    k.damage[page] === Damage.MARKED && k.hwpoison[page] === 0 && (k.pageType[page] & PG_BUDDY) !== 0;
  const holds = (k: Kernel) => !lostMark(k, 0) && !lostMark(k, 1);
  const { violations } = search(program, { invariants: [{ id: 'mark kept', holds }] });
  expect(violations.has('mark kept')).toBe(true);
});
