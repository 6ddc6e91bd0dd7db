/** The example of the README, run: what stands between the markers here is what stands there. */

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { holds, interleaving, pct, raceReporter, scenario, scenarioOf, whatHappened } from '../../src/index.js';

test('the example of the README passes', () => {
  vi.spyOn(console, 'log').mockImplementation(() => {});
  // README {
  // A design in a configuration, and a property of the review thread.
  fc.assert(fc.property(interleaving(scenarioOf('F', 'small')), holds('S5')));

  // Drawn scenarios, another strategy, a property of your own.
  const runs = interleaving(scenario({ designs: ['F'] }), { strategy: pct(3) });
  const fewReferences = fc.property(runs, (run) => run.first((k) => (k.refcount[0] ?? 0) > 9) === undefined);
  fc.assert(fewReferences, { numRuns: 10, reporter: raceReporter() });

  // In how many runs did what happen?
  fc.statistics(interleaving(scenarioOf('F', 'walkers')), whatHappened);
  // }
});

test('the README has this example', () => {
  const [, readme = ''] = /```ts\nimport [\s\S]*?\n\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8')) ?? [];
  const [, here = ''] =
    / {2}\/\/ README \{\n([\s\S]*?) {2}\/\/ \}\n/.exec(readFileSync(import.meta.filename, 'utf8')) ?? [];
  expect(readme).toBe(here.replaceAll(/^ {2}/gm, ''));
});
