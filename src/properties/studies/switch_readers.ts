/**
 * Which functions of the model read a switch, found by running the model with a record that notes its readers: while its
 * processes are compiled, and while its actions run in the states that a search finds first.
 */

import { unrolled } from '../../checker/compile.js';
import { Search } from '../../checker/search.js';
import { compileSystem, type Program } from '../../checker/system.js';
import { CONFIGURATIONS } from '../../model/configurations.js';
import { type DesignId, type KernelVersion, switchesOf } from '../../model/designs.js';
import type { Kernel } from '../../model/state.js';
import type { Switches, SwitchName } from '../../model/switches.js';
import { kernelSystem } from '../../model/system.js';

/** By switch, the names of functions, in alphabetical order. */
export type SwitchReaders = ReadonlyMap<SwitchName, readonly string[]>;

/** Enough for every action to have run; a reader is noted again and again. */
const MAX_STATES = 1_500;

const known = new Map<string, SwitchReaders>();

/** The functions that read each of some switches in one of the designs. To ask who reads takes long: name no more than needed. */
export function switchReaders(
  designs: readonly DesignId[],
  kernel: KernelVersion,
  names: readonly SwitchName[],
): SwitchReaders {
  const key = JSON.stringify([designs, kernel, names]);
  const readers = known.get(key) ?? readersIn(designs, kernel, names);
  known.set(key, readers);
  return readers;
}

function readersIn(designs: readonly DesignId[], kernel: KernelVersion, names: readonly SwitchName[]): SwitchReaders {
  const notes = new Notes(names);
  if (names.length === 0) return notes.readers();
  for (const design of designs) {
    for (const configuration of CONFIGURATIONS) {
      const system = kernelSystem(configuration, notes.recording(switchesOf(design, kernel)));
      const program = notes.during(() => naming(compileSystem<Kernel>(system, unrolled), notes));
      const search = new Search(program, { maxStates: MAX_STATES, successors: 'tables' });
      notes.during(() => search.run());
    }
  }
  return notes.readers();
}

/** The program, with every action saying when it runs. */
function naming(program: Program<Kernel>, notes: Notes): Program<Kernel> {
  const automata = program.automata.map((automaton) => ({
    ...automaton,
    locations: automaton.locations.map(({ branches }) => ({
      branches: branches.map((branch) => {
        const { action } = branch;
        if (action === undefined) return branch;
        const run: typeof action.run = (k, ...args) => notes.inAction(action.name, () => action.run(k, ...args));
        return { ...branch, action: { ...action, run } };
      }),
    })),
  }));
  return { ...program, automata };
}

/** Who read which switch so far. */
class Notes {
  /** Of each switch whose readers are asked for. */
  readonly #readers: ReadonlyMap<SwitchName, Set<string>>;
  /** Only what processes and actions read counts, not what sets the state up. */
  #listening = false;
  #action: string | undefined;

  constructor(names: readonly SwitchName[]) {
    this.#readers = new Map(names.map((name) => [name, new Set()]));
  }

  during<T>(work: () => T): T {
    this.#listening = true;
    try {
      return callersByName(work);
    } finally {
      this.#listening = false;
    }
  }

  inAction<T>(name: string, work: () => T): T {
    this.#action = name;
    try {
      return work();
    } finally {
      this.#action = undefined;
    }
  }

  /** The same switches, whose every reading is noted. */
  recording(switches: Switches): Switches {
    const readersOf: ReadonlyMap<string | symbol, Set<string>> = this.#readers;
    const get = (target: Switches, name: string | symbol): unknown => {
      const readers = this.#listening ? readersOf.get(name) : undefined;
      const reader = readers === undefined ? undefined : (callerOf(get) ?? this.#action);
      if (reader !== undefined) readers?.add(reader);
      return Reflect.get(target, name);
    };
    return new Proxy(switches, { get });
  }

  readers(): SwitchReaders {
    return new Map([...this.#readers].map(([name, readers]) => [name, [...readers].sort()]));
  }
}

/** The name of the function that called `callee`; undefined when it has none of its own, as most actions. */
function callerOf(callee: (target: Switches, name: string | symbol) => unknown): string | undefined {
  const trace: { stack?: unknown } = {};
  Error.captureStackTrace(trace, callee);
  const name = typeof trace.stack === 'string' ? trace.stack : undefined;
  return name === 'run' ? undefined : name;
}

/** Meanwhile a stack is the name of the one function on top: to write one down takes long where source maps are looked up. */
function callersByName<T>(work: () => T): T {
  const { stackTraceLimit, prepareStackTrace } = Error;
  Object.assign(Error, {
    stackTraceLimit: 1,
    prepareStackTrace: (_: Error, [top]: NodeJS.CallSite[]) => top?.getFunctionName(),
  });
  try {
    return work();
  } finally {
    Object.assign(Error, { stackTraceLimit, prepareStackTrace });
  }
}
