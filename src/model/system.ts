/** The model as a system for the checker: its modules put together for a configuration, one process for each actor of it. */

import { knowAs } from '../checker/known_texts.js';
import type { Fields, Views } from '../checker/layout.js';
import type { Alike, ProcessSpec, System } from '../checker/system.js';
import { type Configuration, countOf } from './configuration.js';
import type { Context } from './context.js';
import { demandsOf } from './demands.js';
import { type FieldDeclaration, type FieldDeclarations, specOf } from './field.js';
import { automatonOf } from './known_automata.js';
import { type Actor, type Module, processNames } from './module.js';
import { fieldsOf, isThere, MODULES } from './modules.js';
import { type Setting, settingOf } from './setting.js';
import { bindKernel, type Kernel, Oops } from './state.js';
import type { Switches } from './switches.js';

const hasCrashed = (k: Kernel): boolean => k.oops[0] !== Oops.NONE;
knowAs(hasCrashed, 'halted');

/** @throws when the modules do not go together */
export function kernelSystem(
  configuration: Configuration,
  switches: Switches,
  modules: readonly Module[] = MODULES,
): System<Kernel> {
  const context = contextOf(configuration, switches, modules);
  const actors = thereOf(modules, configuration).flatMap(({ actors: own = [] }) => own);
  return {
    ...kernelState(context, modules),
    processes: actors.flatMap((actor) => processesOf(actor, context)),
    alike: alikeOf(actors, configuration, fieldsOf(modules)),
    halted: hasCrashed,
  };
}

/** The state and how it starts, without anybody who acts on it. */
export function kernelState(
  setting: Setting,
  modules: readonly Module[] = MODULES,
): Pick<System<Kernel>, 'fields' | 'bind' | 'init'> {
  const declared = fieldsOf(modules);
  const there = thereOf(modules, setting.configuration);
  const known = fieldsOf(there);
  return {
    fields: Object.fromEntries(
      Object.entries(declared).map(([name, field]) => {
        const spec = specOf(field, setting);
        // A driver that is not there has no state: properties may still look at its fields.
        return [name, Object.hasOwn(known, name) ? spec : { ...spec, max: spec.min ?? 0 }];
      }),
    ),
    bind: (views: Views<Fields>) => bindKernel(setting, declared, views),
    init: (k) => {
      for (const { init } of there) init?.(k);
    },
  };
}

/**
 * What the procedures of the model need to know.
 * @throws unless just one driver gets the pages that are onlined, as set_online_page_callback() takes one only
 */
export function contextOf(
  configuration: Configuration,
  switches: Switches,
  modules: readonly Module[] = MODULES,
): Context {
  const there = thereOf(modules, configuration);
  const callbacks = there.flatMap(({ onlinePage }) => (onlinePage === undefined ? [] : [onlinePage]));
  const [onlinePage, ...others] = callbacks;
  if (onlinePage === undefined || others.length > 0) {
    throw new Error(`one online_page_callback needed, ${callbacks.length} given`);
  }
  const notifiers = there.flatMap((module) => module.notifiers ?? []).sort((a, b) => b.priority - a.priority);
  const demands = demandsOf(there.map((module) => module.demands?.(configuration, switches) ?? {}));
  return { ...settingOf(configuration, switches, demands), notifiers, onlinePage };
}

function thereOf(modules: readonly Module[], configuration: Configuration): readonly Module[] {
  return modules.filter((module) => isThere(module, configuration));
}

function processesOf(actor: Actor, context: Context): ProcessSpec<Kernel>[] {
  const names = processNames(actor.name, countOf(context.configuration.actors[actor.key]));
  return names.map((name, i) => ({
    ...{ name, run: () => actor.run(context, i) },
    automaton: () => automatonOf(name, actor, i, context),
  }));
}

/** Those of one actor are alike but for the number by which they find what is theirs. */
function alikeOf(actors: readonly Actor[], configuration: Configuration, declared: FieldDeclarations): Alike[] {
  let next = 0;
  return actors.map(({ key }) => {
    const first = next;
    next += countOf(configuration.actors[key]);
    const isOwn = ({ of }: FieldDeclaration) => typeof of === 'object' && of.actor === key;
    return {
      processes: Array.from({ length: next - first }, (_, i) => first + i),
      fields: Object.keys(declared).filter((field) => isOwn(declared[field])),
      argument: 'process',
    };
  });
}
