/** What was measured, as it is kept in docs/generators.json: the tables of docs/generators.md are drawn from that alone. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { DESIGN_IDS } from '../../src/model/designs.js';
import { CONFIGURATION_NAMES } from './cases.js';

export const RESULTS = 'docs/generators.json';

const count = z.number().int().nonnegative();
const ofCase = { design: z.enum(DESIGN_IDS), configuration: z.enum(CONFIGURATION_NAMES) };
const byProperty = <T extends z.ZodType>(value: T) => z.record(z.string(), value);

const schema = z.strictObject({
  /** What exhaustive search says. */
  cells: z.array(z.strictObject({ ...ofCase, states: count, shortest: byProperty(count), farthest: count })),
  shrinking: z.array(
    z.strictObject({
      ...ofCase,
      seeds: count,
      counts: byProperty(z.strictObject({ counterexamples: count, exact: count, exactWithScenario: count })),
    }),
  ),
  /** Milliseconds of one shrinking, on the machine that ran it; absent where the seed found nothing to shrink. */
  times: z.array(
    z.strictObject({ ...ofCase, property: z.string(), scenario: z.enum(['keep', 'shrink']), ms: count.optional() }),
  ),
  finding: z.array(
    z.strictObject({
      ...ofCase,
      finder: z.string(),
      seeds: count,
      found: byProperty(
        z.strictObject({ seeds: count, medianRuns: z.number().optional(), seedsByDefault: count.optional() }),
      ),
    }),
  ),
  coverage: z.array(z.strictObject({ finder: z.string(), seeds: count, states: count, visited: z.array(count) })),
  held: z.array(
    z.strictObject({ ...ofCase, strategy: z.string(), runs: count, steps: count, violatedIn: byProperty(count) }),
  ),
});

export type Results = z.infer<typeof schema>;
export type Part = keyof Results;
export const PARTS = schema.keyof().options;

const NOTHING: Results = { cells: [], shrinking: [], times: [], finding: [], coverage: [], held: [] };

export function readResults(path: string): Results {
  return existsSync(path) ? schema.parse(JSON.parse(readFileSync(path, 'utf8'))) : NOTHING;
}

/** One row a line, so that a change shows as the rows that changed. */
export function writeResults(path: string, results: Results): void {
  const parts = PARTS.map((part) => {
    const rows = results[part].map((row) => `\n    ${JSON.stringify(row)}`);
    return `  "${part}": [${rows.join(',')}\n  ]`;
  });
  writeFileSync(path, `{\n${parts.join(',\n')}\n}\n`);
}

/** One row, and the part that it is of. */
export type Measured = { [P in Part]: { readonly part: P; readonly row: Results[P][number] } }[Part];

/** The results with a row in place of the one before it that is of the same; in an order that does not depend on theirs. */
export function withRow(results: Results, { part, row }: Measured): Results {
  const others = results[part].filter((other) => keyOf(other) !== keyOf(row));
  const rows = [...others, row].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return schema.parse({ ...results, [part]: rows });
}

/** What a row is of: equal for rows of which one is to replace the other. */
export function keyOf(
  row: Partial<Record<'design' | 'configuration' | 'finder' | 'property' | 'scenario', string>>,
): string {
  const { configuration, design, property, scenario, finder } = row;
  return [configuration, design, property, scenario, finder].filter((part) => part !== undefined).join(' ');
}
