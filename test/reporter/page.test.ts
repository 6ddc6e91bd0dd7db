import { expect, test } from 'vitest';
import type { Fact, VerdictFact } from './facts.js';
import { drawPage } from './page.js';

const verdict = (more: Partial<VerdictFact>): VerdictFact => ({
  kind: 'verdict',
  property: 'S5',
  title: 'never in buddy',
  design: 'D',
  kernel: '5.8',
  configuration: 'small',
  verdict: 'holds',
  states: 3_313,
  ...more,
});

const FACTS: readonly Fact[] = [
  verdict({}),
  verdict({ configuration: 'tiny', states: 112, verdict: 'violated', steps: 9 }),
  verdict({ property: 'HW', title: 'stays poisoned', verdict: 'vacuous' }),
  verdict({ property: 'S4', title: 'never accessed', verdict: 'violated', steps: 11, onlyBehindOthers: true }),
  verdict({ design: 'A', states: 1_200_000 }),
  {
    kind: 'shrunk',
    ...{ property: 'S5', title: 'never in buddy', design: 'D', kernel: '5.8', configuration: 'walkers' },
    ...{ from: 61, to: 9, states: 1_234, processes: 2, drawing: '    CPU0    CPU1\n\n    f()\n            g()' },
  },
  {
    kind: 'answer',
    ...{ design: 'D', kernel: '5.8', sentence: 'D is safe exactly if nobody looks' },
    proofs: [{ set: 'look', states: 9_000 }],
    races: [{ without: 'look', property: 'S5', steps: 9 }],
  },
  { kind: 'recording', series: '6.1', design: 'D', actions: 4, kernelSteps: 134 },
  { kind: 'recording', series: '6.1', design: 'D', actions: 16, kernelSteps: 0 },
  { kind: 'mutant', mutant: 'forgets', killedBy: ['S5', 'S7'] },
  { kind: 'mutant', mutant: 'equal', killedBy: [] },
  {
    kind: 'bug',
    ...{ fix: 'F9', change: 'readers are kept away', design: 'D', configuration: 'readers', breaks: ['S4'] },
  },
];

test('the page has every fact in its place', async () => {
  await expect(`${drawPage(FACTS)}\n`).toMatchFileSnapshot('golden/page.txt');
});

test.each(FACTS.map((fact) => [fact.kind, fact] as const))('of %s alone it has one part', (_, fact) => {
  expect(drawPage([fact]).match(/^\S.*$/gm)).toHaveLength(1);
});

test('without facts there is no page', () => {
  expect(drawPage([])).toBe('');
});
