/**
 * What each mechanism of the model makes sayable, where, and how many states it costs. The first table of docs/mechanisms.md is made
 * of it; `UPDATE_DOCS=1 npx vitest run test/docs/mechanisms.test.ts` writes it anew. The other is a measurement.
 */

import { describe, expect, test } from 'vitest';
import { search } from '../../src/checker/search.js';
import { KERNEL_VERSIONS } from '../../src/model/designs.js';
import { ACTOR_ENTRIES, ENTRIES } from '../../src/model/modules.js';
import { ALL_PROPERTIES } from '../../src/properties/catalogue/all.js';
import { Decision } from '../../src/properties/decide.js';
import type { Property } from '../../src/properties/property.js';
import {
  MECHANISMS,
  type Mechanism,
  mechanismScenario,
  NO_MECHANISMS,
} from '../../src/properties/studies/mechanisms.js';
import type { VerdictCell } from '../../src/properties/verdict.js';
import { markdownTable } from '../../src/report/markdown_table.js';
import { verdictText } from '../../src/report/verdict_text.js';
import { programOf } from '../../src/scenario/program.js';
import type { Scenario } from '../../src/scenario/scenario.js';
import { propertyNamed } from '../named.js';
import { expectBlock } from './document.js';
import { versionsText } from './versions_text.js';

const DOCUMENT = 'docs/mechanisms.md';
const BLOCK = /(<!-- mechanisms -->\n)([\s\S]*?)(<!-- end of mechanisms -->)/;

test('every actor and every entry that turns something on has one', () => {
  const keys = [...Object.keys(ENTRIES), ...Object.keys(ACTOR_ENTRIES)].filter((key) => !NO_MECHANISMS.includes(key));
  const named = MECHANISMS.flatMap(({ by }) => by);
  expect(keys.filter((key) => !named.includes(key))).toEqual([]);
});

function decided(scenario: Scenario, properties: readonly Property[]): readonly VerdictCell[] {
  const decision = new Decision(scenario, properties);
  decision.run();
  return decision.cells();
}

const statesOf = (scenario: Scenario): number => search(programOf(scenario)).store.size;

const says = ({ verdict, applied }: VerdictCell): string => (applied === 0 ? 'nothing' : verdict);

/** Where the property falls, and where it holds. */
function versionsOf(mechanism: Mechanism, asked: Property): string {
  const said = KERNEL_VERSIONS.map((kernel) => {
    return { kernel, says: says(decided({ ...mechanismScenario(mechanism, true), kernel }, [asked])[0]) };
  });
  const on = (what: string, words: string) => {
    const kernels = said.filter((each) => each.says === what).map(({ kernel }) => kernel);
    return kernels.length === 0 ? [] : [`${words} on ${versionsText(kernels)}`];
  };
  return [...on('violated', 'falls'), ...on('holds', 'holds')].join(', ');
}

const rows: string[][] = [];

describe('what it makes sayable', () => {
  test.each(MECHANISMS.map((mechanism) => [mechanism.name, mechanism] as const))('%s', (name, mechanism) => {
    const { by, set = {}, property, kernel = '7.3' } = mechanism;
    const [there, without] = [true, false].map((isThere) => mechanismScenario(mechanism, isThere));
    const keys = [...by, ...Object.entries(set).map(([key, value]) => `${key}=${value}`)].map((key) => `\`${key}\``);
    const states = [statesOf(without), statesOf(there)].map(String);
    const start = [name, keys.join(', '), kernel, ...states];
    if (property === undefined) {
      const [own, other] = [there, without].map((scenario) => decided(scenario, ALL_PROPERTIES).map(says));
      expect(own).toEqual(other);
      rows.push([...start, '–', '', '']);
      return;
    }
    const asked = propertyNamed(property);
    const [own, other] = [there, without].map((scenario) => decided(scenario, [asked])[0]);
    expect(says(own)).not.toBe('nothing');
    expect(says(own)).not.toBe(says(other));
    const title = `${property} ${asked.title}`;
    rows.push([...start, title, `${verdictText(own)}, without ${verdictText(other)}`, versionsOf(mechanism, asked)]);
  });
});

test('the document has them', () => {
  const head = ['mechanism', 'turned on by', 'on', 'states without', 'with it', 'makes sayable', 'verdict', 'with it'];
  expectBlock(DOCUMENT, BLOCK, `\n${markdownTable(head, rows)}\n\n`);
});
