/** A change of the model: what somebody's patch, bug, design, driver or property is made of. Data, and code where it needs any. */

import type { Edit } from '../checker/mutate.js';
import type { AnyProcedure } from '../checker/procedure.js';
import type { Outcome } from '../checker/process.js';
import type { ConfigurationRecord } from '../model/configurations.js';
import type { Actor, Module } from '../model/module.js';
import type { Kernel } from '../model/state.js';
import type { OwnSwitch } from '../model/switches.js';
import type { Property } from '../properties/property.js';

/** The code of an action. */
export type ActionCode = (k: Kernel, ...args: number[]) => Outcome;

/** A design: another with some switches set otherwise. */
export interface OwnDesign {
  readonly title: string;
  /** The design that it is made from, and compared with. */
  readonly from: string;
  readonly set: SwitchSettings;
}

export type SwitchSettings = Readonly<Record<string, boolean | string>>;

/** An actor whose name the model does not know. */
export type OwnActor = Omit<Actor, 'key'> & { readonly key: string };

/** A driver, an actor, a field: see `Module` of the model. */
export type OwnModule = Omit<Module, 'actors'> & { readonly actors?: readonly OwnActor[] };

/** What a configuration has otherwise. */
export interface ConfigurationSettings {
  readonly actors?: Readonly<Record<string, unknown>>;
  readonly [entry: string]: unknown;
}

/** A configuration: another with some entries and actors set otherwise, or one from the beginning. */
export type OwnConfiguration =
  | ({ readonly from: string; readonly name: string; readonly title: string } & ConfigurationSettings)
  | ConfigurationRecord;

/** A way to read what a claim leaves open: who acts, in a configuration. */
export interface OwnReading {
  readonly id: string;
  readonly title: string;
  /** The name of a configuration, which may be one of its own. */
  readonly configuration: string;
  /** Where the kernel has it so; or why no kernel has. */
  readonly source: string;
}

export interface ModelChange {
  /** What it changes, in a few words. */
  readonly title: string;
  /** Why, or where it comes from: for people. */
  readonly about?: string;
  /** Switches set otherwise than the design and the kernel have them, its own among them. */
  readonly set?: SwitchSettings;
  /** Switches of its own, by name. Functions ask for them with `ownSwitch(switches, name)`. */
  readonly switches?: Readonly<Record<string, OwnSwitch>>;
  /** Steps left out, doubled, put off or falsified: see `Edit`. */
  readonly edits?: readonly Edit[];
  /** Other code for actions, by the name that they have in races. It gets the original, and gives what takes its place. */
  readonly actions?: Readonly<Record<string, (original: ActionCode) => ActionCode>>;
  /** Other functions in place of the model's, by the kernel's name or the model's. Each gets the original. */
  readonly functions?: Readonly<Record<string, (original: AnyProcedure) => AnyProcedure>>;
  /** Designs of its own, by name. */
  readonly designs?: Readonly<Record<string, OwnDesign>>;
  /** Drivers, actors and state of its own. */
  readonly modules?: readonly OwnModule[];
  /** Configurations of its own. */
  readonly configurations?: readonly OwnConfiguration[];
  /** Readings of its own, under which `claims` decides the claims too. */
  readonly readings?: readonly OwnReading[];
  /** Properties of its own, of any kind. */
  readonly properties?: readonly Property[];
  /** What the configurations that it is tried in have otherwise with the change: who acts, say. */
  readonly configure?: ConfigurationSettings;
  /** Where it is tried; absent: wherever what it touches can happen. */
  readonly on?: {
    readonly designs?: readonly string[];
    readonly kernels?: readonly string[];
    readonly configurations?: readonly string[];
  };
  /** Of a bug put in: the properties that must fall. */
  readonly expect?: readonly string[];
  /** Of a fix: the properties that must hold with it, and are violated without. */
  readonly mends?: readonly string[];
}

/** Declares a change; a change file exports it by default. */
export function defineChange(change: ModelChange): ModelChange {
  return change;
}
