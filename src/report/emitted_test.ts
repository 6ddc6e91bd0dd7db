/** A test, as text, that keeps a race for ever: it fails when the race is not possible any more, or not a violation. */

import type { TraceViolation } from '../run/recheck.js';
import type { Trace } from '../run/trace_file.js';
import { headingOf } from '../scenario/wording.js';

/** For vitest, in a project that has the package. @param title what the test is called */
export function emitTest(token: string, title: string, violations: readonly TraceViolation[]): string {
  return [
    "import { violationsOfTrace, traceOfToken } from 'pageoffline';",
    "import { expect, it } from 'vitest';",
    '',
    `it(${quote(title)}, () => {`,
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
