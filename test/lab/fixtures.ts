/** What was read of real kernels, kept: what of their code can be held at, and what was observed when races were made on 7.3. */

import { readFileSync } from 'node:fs';
import type { Asked } from '../../src/lab/choose_race.js';
import type { DrivenSegment } from '../../src/lab/drive.js';
import type { KernelCode } from '../../src/lab/kernel_code.js';
import type { Observation } from '../../src/lab/observables.js';
import { MODULE_WALKS } from '../../src/lab/places.js';
import type { Reproduction } from '../../src/lab/reproduce.js';
import type { Seen } from '../../src/lab/seen.js';
import type { Series } from '../../src/lab/series.js';
import { configurationNamed, propertyNamed } from '../named.js';

const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../fixtures/lab/${name}`, import.meta.url), 'utf8'));

export const LAB_SERIES = ['5.10', '6.1', '6.12', '7.3'] as const satisfies readonly Series[];

export const codeOf = (series: (typeof LAB_SERIES)[number]) => fixture(`code-${series}.json`) as KernelCode;

interface Observations extends Readonly<Record<string, Observation | readonly Seen[]>> {
  readonly 'segments of S7': readonly Seen[];
}

const observations = fixture('observations-7.3.json') as Observations;

/** What was observed when this property was violated. */
export const observationOf = (property: string) => observations[property] as Observation;

/** What was seen after each segment of the shortest race to S7 that can be driven. */
export const SEEN_OF_S7 = observations['segments of S7'];

/** What a run of `reproduce --design D --kernel 7.3 --property S5` came to, of its result.json. */
export const REPRODUCTION_OF_S5 = fixture('reproduction-7.3.json') as Pick<
  Reproduction,
  'verdict' | 'evidence' | 'seconds'
> & { readonly release: string; readonly segments: readonly DrivenSegment[] };

export const asked = (series: Series, configuration: string, property: string): Asked => ({
  scenario: { design: 'D', kernel: series, configuration: configurationNamed(configuration), overrides: {} },
  property: propertyNamed(property),
  cast: MODULE_WALKS,
});
