/**
 * Every property is violated by some broken variant of the model: a property that nothing can violate says nothing. Each row
 * turns one switch, or adds one actor, in a configuration where the property otherwise holds.
 */

import { describe, expect, test } from 'vitest';
import type { Configuration } from '../../src/model/configuration.js';
import type { DesignId, KernelVersion } from '../../src/model/designs.js';
import type { Switches } from '../../src/model/switches.js';
import { PROPERTIES } from '../../src/properties/catalogue/main.js';
import { Decision } from '../../src/properties/decide.js';
import { configurationNamed, propertyNamed } from '../named.js';

interface Variant {
  readonly property: string;
  readonly design: DesignId;
  readonly kernel: KernelVersion;
  readonly configuration: Configuration;
  readonly broken: Partial<Switches>;
}

const D = { design: 'D', kernel: '7.3' } as const;
const E = { design: 'E', kernel: '7.3' } as const;
const F = { design: 'F', kernel: '7.3' } as const;
const quiet = configurationNamed('quiet');
const small = configurationNamed('small');
const walkers = promptWalkers();
const contig = configurationNamed('contig');
const poison = configurationNamed('poison');
const unload = configurationNamed('unload');

const VARIANTS: readonly Variant[] = [
  { property: 'S5', ...D, configuration: quiet, broken: { callbackUsesBitmap: false } },
  { property: 'S7', ...D, configuration: quiet, broken: { callbackUsesBitmap: false } },
  { property: 'D4', ...D, configuration: small, broken: { callbackUsesBitmap: false } },
  { property: 'M1', ...D, configuration: small, broken: { callbackUsesBitmap: false } },
  { property: 'S3', ...D, configuration: small, broken: { callbackUsesBitmap: false } },
  { property: 'S4', ...D, configuration: quiet, broken: { callbackUsesBitmap: false } },
  { property: 'S17', ...F, configuration: walkers, broken: { frozen: false, sign: 'bit' } },
  { property: 'X2', ...E, configuration: unload, broken: { unloadReleases: false } },
  { property: 'X3', ...E, configuration: unload, broken: { unloadReleases: false } },
  { property: 'X5', ...D, configuration: contig, broken: { contigUndoesAlways: true } },
  { property: 'X6', ...D, configuration: small, broken: { accounting: 'rfc3' } },
  { property: 'X7', ...D, configuration: small, broken: { mutexSync: false } },
  { property: 'HW', ...D, configuration: poison, broken: { refuseHwpoisonOnline: false } },
  { property: 'EF', ...D, configuration: small, broken: { dropAt: 'never' } },
  { property: 'S2', ...D, configuration: configurationNamed('removal'), broken: { dropAt: 'never' } },
];

/** A walker that is not late, so that nothing but the design decides what it may hold. */
function promptWalkers(): Configuration {
  return { ...small, name: 'small, prompt walker', actors: { ...small.actors, worker: false, walkers: ['prompt'] } };
}

/** The verdict on one property, first violations only where they are enough. */
function verdictOf({ property, design, kernel, configuration }: Variant, overrides: Partial<Switches>): string {
  const decision = new Decision({ design, kernel, configuration, overrides }, [propertyNamed(property)]);
  decision.run();
  return decision.cells()[0].verdict;
}

/** 7.3 has a fault of its own, that a failed alloc_contig_range() undoes isolation which another set; not to be mixed in. */
const SOUND: Partial<Switches> = { contigUndoesAlways: false };

describe('a broken variant violates', () => {
  test.each(VARIANTS)('$property ($configuration.name, $broken)', (variant) => {
    expect(verdictOf(variant, SOUND), 'without the fault').toBe('holds');
    expect(verdictOf(variant, { ...SOUND, ...variant.broken }), 'with the fault').toBe('violated');
  });

  test('every property is among them, but for those that only a mutant violates: no switch forgets a lock or a check', () => {
    const covered = new Set(VARIANTS.map(({ property }) => property));
    const missing = PROPERTIES.filter(({ id }) => !covered.has(id));
    expect(missing.map(({ id }) => id)).toEqual(['D9', 'DL']);
  });
});
