/** A change that this process knows: what it brings along is declared, and scenarios can name it. */

import { errorMessage } from '../checker/error_message.js';
import { procedureNamed, procedureNames } from '../checker/procedure.js';
import { actionsNamed, declaredActions } from '../model/atomic.js';
import type { Configuration } from '../model/configuration.js';
import { configurationSchema } from '../model/configuration_schema.js';
import { CONFIGURATIONS, configurationOf, declareConfiguration } from '../model/configurations.js';
import {
  DESIGN_IDS,
  DESIGNS,
  type DesignId,
  declareDesign,
  KERNEL_VERSIONS,
  type KernelVersion,
} from '../model/designs.js';
import type { Module } from '../model/module.js';
import { declareModule } from '../model/modules.js';
import { nameAmong, named, noneCalled } from '../model/named.js';
import { checkSwitches, declareSwitch, type Switches } from '../model/switches.js';
import { ALL_PROPERTIES, declareProperty, propertyNamed } from '../properties/catalogue/all.js';
import { declareReading } from '../properties/claims/readings.js';
import { type ChangeReference, isLoaded, type KernelEdit, noteLoaded } from '../scenario/loaded_changes.js';
import type { Scenario } from '../scenario/scenario.js';
import { parse } from '../scenario/schema.js';
import type { ModelChange, OwnConfiguration } from './change.js';

export interface RegisteredChange {
  readonly change: ModelChange;
  readonly reference: ChangeReference;
  readonly edits: readonly KernelEdit[];
  /** The names of the functions that it replaces, as the model has them. */
  readonly functions: readonly string[];
}

const registered = new Map<string, RegisteredChange>();

/**
 * Declares what the change brings along, once in this process.
 * @throws one line when it names what does not exist, with what does; or when a name is taken
 */
export function registerChange(change: ModelChange, reference: ChangeReference): RegisteredChange {
  const known = registered.get(reference.digest);
  if (known !== undefined && isLoaded(reference)) return known;
  declareOwn(change);
  checkNames(change);
  const functions = Object.entries(change.functions ?? {}).map(([name, make]) => {
    const own = functionCalled(name);
    return [own, make(procedureNamed(own) ?? missing(own))] as const;
  });
  const rewrites = Object.entries(change.actions ?? {}).map(
    ([action, make]): KernelEdit => ({ kind: 'rewrite', action, run: (original) => make(original) }),
  );
  const edits = [...(change.edits ?? []), ...rewrites];
  noteLoaded(reference, { edits, procedures: new Map(functions) });
  const made = { change, reference, edits, functions: functions.map(([name]) => name) };
  registered.set(reference.digest, made);
  return made;
}

function missing(name: string): never {
  throw new Error(`functions: ${name} is gone`);
}

function at<T>(place: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new Error(`${place}: ${errorMessage(error)}`, { cause: error });
  }
}

function declareOwn({
  switches = {},
  designs = {},
  modules = [],
  configurations = [],
  properties = [],
  readings = [],
}: ModelChange): void {
  for (const [name, own] of Object.entries(switches)) at('switches', () => declareSwitch(name, own));
  for (const [id, { title, from, set }] of Object.entries(designs)) {
    at(`designs.${id}`, () => {
      const base = DESIGNS[designCalled(from)];
      const status = `a change of ${from}`;
      declareDesign(id, { title, status, switches: { ...base.switches, ...checkSwitches(set) } });
    });
  }
  // The names of its actors and fields are known from here on.
  for (const module of modules) at('modules', () => declareModule(module as Module));
  for (const own of configurations) {
    at(`configurations.${own.name}`, () => declareConfiguration(ownConfiguration(own)));
  }
  for (const { configuration, ...own } of readings) {
    at(`readings.${own.id}`, () => declareReading({ ...own, configuration: configurationCalled(configuration) }));
  }
  for (const property of properties) at('properties', () => declareProperty(property));
}

function ownConfiguration(own: OwnConfiguration): Configuration {
  if (!isMadeFrom(own)) return parse(configurationSchema, configurationOf(own));
  const { from, ...settings } = own;
  return withSettings(configurationCalled(from), settings);
}

const isMadeFrom = (own: OwnConfiguration): own is Extract<OwnConfiguration, { readonly from: string }> =>
  'from' in own;

/** @throws naming the entry that cannot be so */
function withSettings(base: Configuration, settings: NonNullable<ModelChange['configure']>): Configuration {
  const { actors = {}, ...entries } = settings;
  return parse(configurationSchema, { ...base, ...entries, actors: { ...base.actors, ...actors } });
}

/**
 * The scenario with the change at work, and with what that sets and configures.
 * @throws naming the entry of its configuration that cannot be so
 */
export function changedScenario(scenario: Scenario, { change, reference }: RegisteredChange): Scenario {
  const { configure } = change;
  return {
    ...scenario,
    configuration: configure === undefined ? scenario.configuration : withSettings(scenario.configuration, configure),
    overrides: { ...scenario.overrides, ...settingsOf(change) },
    change: reference,
  };
}

function checkNames({ set = {}, on = {}, expect = [], mends = [], edits = [], actions = {} }: ModelChange): void {
  for (const { action } of edits) at('edits', () => checkAction(action));
  for (const action of Object.keys(actions)) at('actions', () => checkAction(action));
  at('set', () => checkSwitches(set));
  at('on.designs', () => on.designs?.map(designCalled));
  at('on.kernels', () => on.kernels?.map(kernelCalled));
  at('on.configurations', () => on.configurations?.map(configurationCalled));
  at('expect', () => expect.map(propertyCalled));
  at('mends', () => mends.map(propertyCalled));
}

/** The switches that it sets, checked when it was registered. */
const settingsOf = ({ set = {} }: ModelChange): Partial<Switches> => checkSwitches(set);

export const designCalled = (id: string): DesignId => nameAmong('design', id, DESIGN_IDS);

export const kernelCalled = (id: string): KernelVersion => nameAmong('kernel', id, KERNEL_VERSIONS);

export const configurationCalled = (name: string): Configuration =>
  named('configuration', name, CONFIGURATIONS, (each) => each.name);

/** @throws when there is no property of this name */
export function propertyCalled(id: string): void {
  if (propertyNamed(id) === undefined) named('property', id, ALL_PROPERTIES, (each) => each.id);
}

function checkAction(name: string): void {
  if (actionsNamed(name).length > 0) return;
  throw new Error(noneCalled('action', name, [...new Set(declaredActions().map((each) => each.name))].sort()));
}

/** Both `offline_pages` and `offlinePages` name one function. */
function functionCalled(name: string): string {
  const plain = (text: string) => text.replaceAll('_', '').toLowerCase();
  const found = procedureNames().find((each) => plain(each) === plain(name));
  return found ?? at('functions', () => nameAmong('function', name, procedureNames()));
}
