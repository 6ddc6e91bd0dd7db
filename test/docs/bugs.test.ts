/**
 * Public kernel bugs as changes of the model: each must be found, by the property that it says, and what it breaks must hold
 * without it, or fall in another way; and public fixes, each of which must mend what it says. docs/bugs.md is made of them;
 * `UPDATE_DOCS=1 npx vitest run test/docs` writes it anew.
 */

import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compare } from '../../src/change/comparison.js';
import { loadChange } from '../../src/change/load.js';
import { pairsOf } from '../../src/change/pairs.js';
import {
  changedScenario,
  configurationCalled,
  designCalled,
  type RegisteredChange,
} from '../../src/change/registered.js';
import { ActionError } from '../../src/checker/action_error.js';
import { KERNEL_VERSIONS } from '../../src/model/designs.js';
import { propertyNamed } from '../../src/properties/catalogue/all.js';
import { Decision } from '../../src/properties/decide.js';
import { isNews, type VerdictDifference } from '../../src/properties/differences.js';
import type { Property } from '../../src/properties/property.js';
import type { VerdictCell } from '../../src/properties/verdict.js';
import { gather } from '../../src/report/comparison.js';
import { findingLines } from '../../src/report/comparison_text.js';
import type { Scenario } from '../../src/scenario/scenario.js';
import { expectFile } from './document.js';
import { versionsText } from './versions_text.js';

const FOLDER = 'test/bugs';
const DOCUMENT = 'docs/bugs.md';

const bugs: readonly RegisteredChange[] = await Promise.all(
  readdirSync(FOLDER)
    .sort()
    .map((name) => loadChange(`${FOLDER}/${name}`)),
);

const sections: string[] = [];

/** Where a property falls and where it holds, on all kernels: as they are, or with the change. */
function everywhere(bug: RegisteredChange, properties: readonly Property[], isChanged: boolean): string[] {
  const { on = {} } = bug.change;
  const design = designCalled(on.designs?.[0] ?? 'D');
  const configurations = (on.configurations ?? []).map(configurationCalled);
  const verdictsIn = (scenario: Scenario): readonly VerdictCell[] => {
    const decision = new Decision(isChanged ? changedScenario(scenario, bug) : scenario, properties);
    decision.run();
    return decision.cells().filter(({ verdict, applied }) => verdict === 'violated' || applied !== 0);
  };
  const verdicts = KERNEL_VERSIONS.map((kernel) => {
    const scenarios = configurations.map((configuration) => ({ design, kernel, configuration, overrides: {} }));
    try {
      return { kernel, cells: scenarios.flatMap(verdictsIn) };
    } catch (error) {
      // A change that some version has no place for says nothing of it.
      if (!(error instanceof ActionError) || on.kernels?.includes(kernel) === true) throw error;
      return { kernel, cells: [] };
    }
  });
  return properties.map(({ id }) => {
    const said = verdicts.flatMap(({ kernel, cells }) => {
      const own = cells.filter(({ property }) => property === id);
      return own.length === 0 ? [] : [{ kernel, falls: own.some(({ verdict }) => verdict === 'violated') }];
    });
    const words = [true, false].flatMap((falls) => {
      const kernels = said.filter((each) => each.falls === falls).map(({ kernel }) => kernel);
      return kernels.length === 0 ? [] : [`${falls ? 'falls' : 'holds'} on ${versionsText(kernels)}`];
    });
    return `${id} ${words.join(', ') || 'says nothing'}`;
  });
}

test.each(bugs.map((bug) => [bug.change.title, bug] as const))('%s: what it says falls, or is mended', (_, bug) => {
  const { change, reference } = bug;
  const { expect: expected = [], mends = [] } = change;
  const properties = [...expected, ...mends].flatMap((id) => propertyNamed(id) ?? []);
  const comparisons = pairsOf(bug).map((pair) => compare(pair, properties));
  const fallen = comparisons.flatMap(({ differences }) => differences.filter(isNews));
  expect([...new Set(fallen.map(({ after }: VerdictDifference) => after.property))].sort()).toEqual(
    [...expected].sort(),
  );
  const mended = comparisons.flatMap(({ differences }) => differences.filter(({ kind }) => kind === 'mended'));
  expect([...new Set(mended.map(({ after }) => after.property))].sort()).toEqual([...mends].sort());
  const findings = gather(comparisons).findings.flatMap((finding) => findingLines(finding));
  sections.push(
    [
      `## ${change.title}`,
      `${change.about}`,
      `[${reference.file}](../${reference.file})`,
      ['```', ...findings, '```'].join('\n'),
      `On design ${change.on?.designs?.[0] ?? 'D'}, as kernels are: ${everywhere(bug, properties, false).join('; ')}.\nWith the change: ${everywhere(bug, properties, true).join('; ')}.`,
    ].join('\n\n'),
  );
});

test('the document has them', () => {
  const text = `${[
    '# Kernel bugs, put into the model',
    'Each is a change file of a few lines: what people reported or mended, said in the words of the model. A test puts it in and asks\nthat the property falls which the file names. Behind each race stands what the same model comes to without the bug. Where kernels still\nhave the bug, the change is the fix, and the property must hold with it. The last lines of each say on which kernels the\nproperty falls and holds in these configurations, without the change and with it.',
    ...sections,
  ].join('\n\n')}\n`;
  expectFile(DOCUMENT, text);
});
