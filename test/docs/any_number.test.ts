/**
 * What is proved for any number of walkers, and what falls with how many. The tables of docs/any-number.md are made of it;
 * `UPDATE_DOCS=1 npx vitest run test/docs/any_number.test.ts` writes them anew.
 */

import { describe, expect, test } from 'vitest';
import { DESIGN_IDS, type DesignId, type KernelVersion } from '../../src/model/designs.js';
import { type AskedOfAny, decideForAny, type ForAnyNumber } from '../../src/properties/any_number.js';
import { EXPLAINED } from '../../src/properties/studies/explain.js';
import { markdownTable } from '../../src/report/markdown_table.js';
import { scenarioOf } from '../../src/scenario/scenario.js';
import { ASSUMED, assumptionsOf } from '../properties/assumed.js';
import { expectBlock } from './document.js';

const DOCUMENT = 'docs/any-number.md';
const block = (name: string) => new RegExp(`(<!-- ${name} -->\\n)([\\s\\S]*?)(<!-- end of ${name} -->)`);

const KERNELS = ['5.8', '7.3'] as const;

const askedOf = (design: DesignId, kernel: KernelVersion, name: string, assumed: readonly string[]): AskedOfAny => ({
  scenario: { ...scenarioOf(design, name, { actors: { walkers: ['prompt'] } }), kernel },
  actor: 'walkers',
  properties: EXPLAINED,
  restrictions: assumptionsOf(assumed).map(({ restriction }) => restriction),
});

function decided(asked: AskedOfAny): ReadonlyMap<string, ForAnyNumber> {
  const deciding = decideForAny(asked, { few: { maxStates: 20_000 } });
  let next = deciding.next(false);
  while (next.done !== true) next = deciding.next(false);
  return new Map(next.value.map((found) => [found.property.id, found]));
}

function cellOf(found: ForAnyNumber | undefined): string {
  if (found?.verdict === 'violated') return `✘ ${found.with}`;
  if (found?.verdict === 'holds') return found.applied === 0 ? '–' : '✔';
  return '?';
}

const statesOf = (found: ReadonlyMap<string, ForAnyNumber>): string =>
  [...found.values()].flatMap((each) => (each.verdict === 'holds' ? [String(each.states)] : []))[0] ?? '';

const cellsOf = (found: ReadonlyMap<string, ForAnyNumber>): string[] =>
  EXPLAINED.map(({ id }) => cellOf(found.get(id)));

const IDS = EXPLAINED.map(({ id }) => id);

describe('under what it assumes', () => {
  const rows: string[][] = [];
  const cases = DESIGN_IDS.flatMap((design) => {
    const { [design]: assumed } = ASSUMED;
    return assumed === undefined ? [] : KERNELS.map((kernel) => [design, kernel, assumed] as const);
  });

  test.each(cases)('design %s on %s is proved for any number', (design, kernel, assumed) => {
    const found = decided(askedOf(design, kernel, 'walkers', assumed));
    expect([...found.values()].filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
    const short = assumptionsOf(assumed).map((each) => each.short);
    rows.push([design, kernel, short.join('; ') || 'nothing', statesOf(found), ...cellsOf(found)]);
  });

  test('the document has them', () => {
    const head = ['design', 'kernel', 'assumed besides', 'states', ...IDS];
    expectBlock(DOCUMENT, block('proved'), `\n${markdownTable(head, rows)}\n\n`);
  });
});

describe('under no assumption', () => {
  const rows: string[][] = [];
  const reasons = new Set<string>();

  test.each(DESIGN_IDS.flatMap((design) => KERNELS.map((kernel) => [design, kernel] as const)))(
    'design %s on %s is decided as far as it goes',
    (design, kernel) => {
      const found = decided(askedOf(design, kernel, 'tiny', []));
      for (const each of found.values()) if (each.verdict === 'open') reasons.add(each.why);
      rows.push([design, kernel, statesOf(found), ...cellsOf(found)]);
    },
  );

  test('the document has it', () => {
    const head = ['design', 'kernel', 'states', ...IDS];
    const why = [...reasons].sort().map((reason) => `- ${reason}`);
    expectBlock(DOCUMENT, block('bare'), `\n${markdownTable(head, rows)}\n\n${why.join('\n')}\n\n`);
  });
});
