/** A baseline: the violations that are known, in a file that a repository keeps, so that a check fails on news alone. */

import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { Scenario } from '../scenario/scenario.js';
import { parseText } from '../scenario/schema.js';
import { overridesText } from '../scenario/wording.js';
import { asUsageError } from './usage_error.js';

const FORMAT = 'pageoffline-baseline/1';

const knownSchema = z.strictObject({
  property: z.string(),
  /** The design, kernel and configuration, in words. */
  place: z.string(),
  /** The step that violates it, where it was violated in another way before; absent: however it is violated. */
  by: z.string().exactOptional(),
});

const baselineSchema = z.strictObject({ format: z.literal(FORMAT), known: z.array(knownSchema) });

/** A violation that is known. */
export type Known = z.infer<typeof knownSchema>;

/** @throws UsageError when the file cannot be read, or is no baseline */
export function readBaseline(path: string): ReadonlySet<string> {
  const { known } = asUsageError(path, () => parseText(baselineSchema, readFileSync(path, 'utf8')));
  return new Set(known.map(keyOf));
}

/** In alphabetical order, so that what changed shows in a diff. @throws UsageError when the file cannot be written */
export function saveBaseline(path: string, known: readonly Known[]): void {
  const sorted = [...new Map(known.map((each) => [keyOf(each), each])).entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  const document = { format: FORMAT, known: sorted.map(([, each]) => each) };
  asUsageError(path, () => writeFileSync(path, `${JSON.stringify(document, undefined, 2)}\n`));
}

export const keyOf = ({ property, place, by = '' }: Known): string => JSON.stringify([property, place, by]);

/** `D 7.3 walkers`, `D 7.3 putHook=true walkers`. */
export function baselinePlace({ design, kernel, configuration, overrides }: Scenario): string {
  return [design, kernel, overridesText(overrides), configuration.name].filter((text) => text !== '').join(' ');
}
