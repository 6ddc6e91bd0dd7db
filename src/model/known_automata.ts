/**
 * Compiled processes of the model, known again by what they hang on: their actor, their number, who is called back, and what they
 * read of their context while they are compiled. Where another context agrees in that, nothing about a process can differ, and it is
 * neither unrolled nor held against its generator a second time.
 */

import type { Automaton } from '../checker/automaton.js';
import { compile } from '../checker/compile.js';
import type { Context } from './context.js';
import type { Actor } from './module.js';
import type { Setting } from './setting.js';
import type { Kernel } from './state.js';

/** More than the largest studies come to; with one more, all others are forgotten. */
const MOST = 2_000;

/** What a context has values in. */
const PARTS = {
  switches: ({ switches }: Setting): object => switches,
  geometry: ({ geometry }: Setting): object => geometry,
  configuration: ({ configuration }: Setting): object => configuration,
  demands: ({ demands }: Setting): object => demands,
  actors: ({ configuration }: Setting): object => configuration.actors,
} as const satisfies { readonly [K in keyof Setting | 'actors']: (setting: Setting) => object };

/** A value of a context. */
interface Look {
  readonly part: keyof typeof PARTS;
  readonly name: string;
}

type Locations = Automaton<Kernel>['locations'];

/**
 * What a process reads next, and what is known behind each value that it may get; at the end, what it was compiled to. It reads the
 * same in the same order for as long as it gets the same: so whoever looks along this tree reads what compiling would read, and no more.
 */
type Known = Looking | { readonly locations: Locations };

interface Looking {
  readonly look: Look;
  readonly behind: Map<string, Known>;
}

/** By what else a process hangs on: who it is, who is called back, and which values there are. */
const roots = new Map<string, Known>();
let count = 0;

/**
 * The automaton of a process, compiled, or known from before.
 * @param number which of its actor it is
 * @throws as `compile` does
 */
export function automatonOf(name: string, { run }: Actor, number: number, context: Context): Automaton<Kernel> {
  const callees = [run, context.onlinePage, ...context.notifiers].map(idOf);
  const names = Object.values(PARTS).map((valuesOf) => Object.keys(valuesOf(context)));
  const key = JSON.stringify([number, callees, names]);
  const found = find(roots.get(key), context);
  if (found !== undefined) return { process: name, locations: found };
  const looks: Look[] = [];
  const noting = notingContext(context, (look) => looks.push(look));
  const { locations } = compile(name, () => run(noting, number));
  if (++count > MOST) {
    roots.clear();
    count = 1;
  }
  roots.set(key, withKnown(roots.get(key), looks, context, { locations }));
  return { process: name, locations };
}

const ids = new WeakMap<object, number>();
let given = 0;

function idOf(it: object): number {
  const id = ids.get(it) ?? ++given;
  ids.set(it, id);
  return id;
}

function valueAt(context: Context, { part, name }: Look): string {
  const value: unknown = Reflect.get(PARTS[part](context), name);
  return JSON.stringify(value) ?? String(value);
}

function find(known: Known | undefined, context: Context): Locations | undefined {
  let at = known;
  while (at !== undefined && 'look' in at) at = at.behind.get(valueAt(context, at.look));
  return at?.locations;
}

/** @throws when a process with the same context before it has read something else */
function withKnown(known: Known | undefined, looks: readonly Look[], context: Context, end: Known): Known {
  const [look, ...further] = looks;
  if (look === undefined) return end;
  const here = known ?? { look, behind: new Map<string, Known>() };
  if (!('look' in here) || here.look.part !== look.part || here.look.name !== look.name)
    throw new Error(`a process does not read its context as it did before: ${look.part} ${look.name}`);
  const value = valueAt(context, look);
  here.behind.set(value, withKnown(here.behind.get(value), further, context, end));
  return here;
}

/** The same context, which notes what is read of it: each value when it is read first, before any other is. */
function notingContext(context: Context, note: (look: Look) => void): Context {
  /** A value that was read is there from then on, since a process is run many thousand times. */
  const noting = <T extends object>(part: Look['part'], values: T, noted: Partial<T> = {}): T => {
    const read: T = Object.create(Object.prototype);
    for (const name of Object.keys(values)) {
      const get = () => {
        note({ part, name });
        const value: unknown = Reflect.get(values, name);
        Object.defineProperty(read, name, { value });
        return value;
      };
      Object.defineProperty(read, name, { configurable: true, enumerable: true, get });
    }
    return Object.defineProperties(read, Object.getOwnPropertyDescriptors(noted));
  };
  const { notifiers, onlinePage, switches, geometry, configuration, demands } = context;
  const actors = noting('actors', configuration.actors);
  return {
    ...{ notifiers, onlinePage },
    switches: noting('switches', switches),
    geometry: noting('geometry', geometry),
    configuration: noting('configuration', configuration, { actors }),
    demands: noting('demands', demands),
  };
}
