/** A test, as text, that keeps a race for ever: it fails when the race is not possible any more, or not a violation. */

import type { TraceViolation } from '../run/recheck.js';
import type { Trace } from '../run/trace_file.js';
import { headingOf } from '../scenario/wording.js';

/**
 * For vitest, in a project that has the package.
 * @param title what the test is called
 * @param change the file of the change of the model that the race is of, from the folder that the tests run in; absent: there is none
 */
export function emitTest(token: string, title: string, violations: readonly TraceViolation[], change?: string): string {
  const [loader, load] = change === undefined ? ['', []] : ['loadChange, ', [`  await loadChange(${quote(change)});`]];
  return [
    `import { ${loader}violationsOfTrace, traceOfToken } from 'pageoffline';`,
    "import { expect, it } from 'vitest';",
    '',
    `it(${quote(title)}, ${change === undefined ? '' : 'async '}() => {`,
    ...load,
    `  const race = traceOfToken(${quote(token)});`,
    '  expect(violationsOfTrace(race)).toEqual([',
    ...violations.map(
      ({ property, afterStep, wrong }) =>
        `    { property: ${quote(property)}, afterStep: ${afterStep}, wrong: ${quote(wrong)} },`,
    ),
    '  ]);',
    '});',
  ].join('\n');
}

/** What a test of a race is called. */
export function testTitle({ scenario }: Pick<Trace, 'scenario'>, violations: readonly TraceViolation[]): string {
  const violated = violations.map(({ property }) => property).join(', ') || 'no property';
  return `${headingOf(scenario)}, ${scenario.configuration.name}: ${violated} violated`;
}

function quote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
