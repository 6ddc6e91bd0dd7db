/** A baseline: the violations that are known, in a file that a repository keeps, so that a check fails on news alone. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { Scenario } from '../scenario/scenario.js';
import { parseText } from '../scenario/schema.js';
import { overridesText } from '../scenario/wording.js';
import { checkWritable } from './output_file.js';
import { asUsageError } from './usage_error.js';

const FORMAT = 'pageoffline-baseline/1';

const knownSchema = z.strictObject({
  property: z.string(),
  /** The design, kernel and configuration, in words. */
  place: z.string(),
  /** A step that violates it; absent: however it is violated. */
  by: z.string().exactOptional(),
  /** The properties behind violations of which alone it is violated; absent: it is so by itself. */
  behind: z.array(z.string()).readonly().exactOptional(),
});

const baselineSchema = z.strictObject({ format: z.literal(FORMAT), known: z.array(knownSchema) });

/** A violation that is known. */
export type Known = z.infer<typeof knownSchema>;

/** The known violations. */
export class Baseline {
  readonly known: readonly Known[];
  readonly #byPlace = new Map<string, Known[]>();

  constructor(known: readonly Known[]) {
    this.known = known;
    for (const each of known) this.#byPlace.set(placeKey(each), [...(this.#byPlace.get(placeKey(each)) ?? []), each]);
  }

  /** What is known of a property in a place; empty: nothing violates it. */
  of(property: string, place: string): readonly Known[] {
    return this.#byPlace.get(placeKey({ property, place })) ?? [];
  }

  /** Whether it is known, by its step or by whatever step. */
  has({ property, place, by }: Known): boolean {
    return this.of(property, place).some((each) => each.by === undefined || each.by === by);
  }
}

const placeKey = ({ property, place }: Pick<Known, 'property' | 'place'>): string => JSON.stringify([property, place]);

/** @throws UsageError when the file cannot be read, or is no baseline */
export function readBaseline(path: string): Baseline {
  return new Baseline(asUsageError(path, () => parseText(baselineSchema, readFileSync(path, 'utf8'))).known);
}

/**
 * Looked at before long work, not after.
 * @throws UsageError when no baseline can be saved there: it is a file of another kind, say
 */
export function checkBaselineWritable(path: string): void {
  checkWritable(path);
  if (existsSync(path)) readBaseline(path);
}

/**
 * Keeps what is known of what was asked; what the file has of other places and properties stays. In alphabetical order, so that
 * what changed shows in a diff.
 * @throws UsageError when the file cannot be written
 */
export function saveBaseline(path: string, known: readonly Known[], wasAsked: (known: Known) => boolean): void {
  const kept = existsSync(path) ? readBaseline(path).known.filter((each) => !wasAsked(each)) : [];
  const lines = new Map([...kept, ...known].map((each) => [JSON.stringify(each), each]));
  const sorted = [...lines].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
  const document = { format: FORMAT, known: sorted };
  asUsageError(path, () => writeFileSync(path, `${JSON.stringify(document, undefined, 2)}\n`));
}

/** `D 7.3 walkers`, `D 7.3 putHook=true walkers`. */
export function baselinePlace({ design, kernel, configuration, overrides }: Scenario): string {
  return [design, kernel, overridesText(overrides), configuration.name].filter((text) => text !== '').join(' ');
}
