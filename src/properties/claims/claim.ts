/**
 * A claim of the review thread, and what it takes for a design to bear it out: properties that must hold, or that must be
 * violated, each in a configuration.
 */

import type { Configuration } from '../../model/configuration.js';
import type { KernelVersion } from '../../model/designs.js';
import type { Switches } from '../../model/switches.js';
import type { Property } from '../property.js';

export interface Condition {
  readonly property: Property;
  /** What the property's verdict has to be; `violated` where the claim is that something can happen. */
  readonly due: 'holds' | 'violated';
  /** Absent: decided under each reading of the kernel, see `READINGS`. */
  readonly configuration?: Configuration;
  /** Switches set otherwise than the design has them. */
  readonly overrides: Partial<Switches>;
  /** Absent: whatever kernel is asked for. */
  readonly kernel?: KernelVersion;
}

/** A statement of the review thread, and how it is decided. */
export interface Claim {
  /** As in the list of the thread's claims: S, M, D and H for what was written, X for what follows from it. */
  readonly id: string;
  /** A few words, for tables. */
  readonly title: string;
  /** A fragment of the thread; absent where it only implies the claim. */
  readonly quote?: string;
  /** What it says, in one sentence. */
  readonly statement: string;
  /** Why the claim does not speak of a design with these switches; absent, or undefined: it does. */
  readonly passesOver?: (switches: Switches) => string | undefined;
  readonly conditions: readonly Condition[];
  /** What a reader of the verdict should know. */
  readonly note?: string;
}

type Where = Pick<Condition, 'configuration' | 'kernel'> & { readonly overrides?: Partial<Switches> };

/** The properties must hold. */
export function hold(properties: readonly Property[], { overrides = {}, ...where }: Where = {}): Condition[] {
  return properties.map((property) => ({ property, due: 'holds', overrides, ...where }));
}

/** A run that violates the property must exist. */
export function fail(property: Property, { overrides = {}, ...where }: Where = {}): Condition {
  return { property, due: 'violated', overrides, ...where };
}

/** The claim of one property, in the property's own words. */
export function claimOf(property: Property, where: Where = {}): Claim {
  const { id, title, quote, statement } = property;
  return { id, title, ...(quote === undefined ? {} : { quote }), statement, conditions: hold([property], where) };
}
