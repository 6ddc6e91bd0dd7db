/**
 * A module: a driver or an actor, with all that it brings along. It registers itself in `modules.ts`, as the modules of the
 * kernel do, and nothing else names it.
 */

import type { Atomic, Process } from '../checker/process.js';
import type { Actors, Configuration } from './configuration.js';
import type { Context, NotifierBlock } from './context.js';
import type { Demands } from './demands.js';
import type { Entries, Entry } from './entry.js';
import type { FieldDeclarations } from './field.js';
import type { Kernel } from './state.js';
import type { Switches } from './switches.js';

/** An entry of a configuration, and what is wrong with it. */
export type Fault = readonly [place: string, message: string];

/** What a part of the model registers: entries of the configuration, state, notifiers, and actors or a driver. */
export interface Module {
  /** The name of a driver that adds memory. It is there only in configurations that name it, with all that it brings along. */
  readonly driver?: string;
  /** State of its own; a declaration beside them adds them to `Kernel`. They are 0 at first. */
  readonly fields?: FieldDeclarations;
  /** Makes the state at the start what the module takes it to be, after those that are registered before it. */
  readonly init?: (k: Kernel) => void;
  /** What it reads of a configuration; a declaration beside them adds them to `Configuration`. */
  readonly entries?: Entries;
  /** What is wrong with a configuration that has the form it should have. */
  readonly faults?: (configuration: Configuration) => readonly Fault[];
  /** What its actors do to state of the core. */
  readonly demands?: (configuration: Configuration, switches: Switches) => Partial<Demands>;
  readonly actors?: readonly Actor[];
  readonly notifiers?: readonly NotifierBlock[];
  /** Its locks that are taken while others are held, or the other way round; the outer ones first. */
  readonly locks?: readonly LockDeclaration[];
  /** set_online_page_callback(): of one driver only. */
  readonly onlinePage?: Atomic<Kernel, [page: number]>;
}

/** A lock whose place in the order of locks matters. */
export interface LockDeclaration {
  /** The kernel's. */
  readonly name: string;
  /** Whether a task has it: by its place among {@link Demands.hotplugTasks}, from 1, or by the name of its process. */
  readonly isHeld: (k: Kernel, task: number, process: string) => boolean;
}

/** Whoever acts on the memory: one process, or several alike. */
export interface Actor {
  /** Its name in a configuration, which says how many there are; a declaration beside it adds it to `Actors`. */
  readonly key: keyof Actors;
  /** What a configuration can say of it, and what it does. */
  readonly entry: Entry<Actors[keyof Actors]>;
  /** The name of its process in traces; several are numbered. */
  readonly name: string;
  /** For people who choose actors: what configurations with it can show, in the middle of a sentence. */
  readonly shows: string;
  /** And what they cannot, whatever else is in them. */
  readonly cannotShow: string;
  /** The process of the actor with this number. */
  readonly run: (context: Context, number: number) => Process<Kernel>;
}

/** `remover`, or `remover 0` and `remover 1` where there are several. */
export function processNames(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => (count === 1 ? name : `${name} ${i}`));
}
