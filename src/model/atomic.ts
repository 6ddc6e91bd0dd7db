/**
 * Declares an atomic action of the kernel: what it does, what it is about, where the kernel does it, and how a race shows it. The
 * declaration costs nothing at run time; a test runs every action on a state that notes what it touches, and holds the two
 * against each other.
 */

import { type Atomic, atomic as declare, type Outcome, type Touches } from '../checker/process.js';
import type { FieldDeclaration, FieldDeclarations } from './field.js';
import type { FieldName, Kernel } from './state.js';

/**
 * What an argument numbers; an `end` follows the first of a range and is the first behind it, a `process` is one of several of
 * an actor, a `value` numbers nothing of the state. An action touches only what its arguments are about: the cells of a page, those of
 * its sub-block and those of its block; of a sub-block or a block its pages too; and of fields that no argument is about every cell.
 */
export type ArgumentKind = 'page' | 'sub-block' | 'sub-block end' | 'block' | 'block end' | 'process' | 'value';

/**
 * How a race shows a call, where not as `name(arguments) = outcome`. The outcome is what the function returns; a remark for the
 * reader, where the model's step tells more than the kernel's function returns; or hidden, where what the step changed tells it.
 */
export interface Shown {
  readonly outcome?: 'remark' | 'hidden';
  /** Of the first arguments, those that a reader is told. Absent: of all, those that number something. */
  readonly arguments?: readonly ArgumentKind[];
  /** The action is of a variable, or its name has its arguments already: no parentheses are added. */
  readonly bare?: true;
}

/** Fields by name, or which of the declared ones: whoever declares one that is so says with it that the action touches it. */
export type Touched = readonly FieldName[] | ((field: FieldDeclaration, name: string) => boolean);

/** What is said of an action beside what it does. */
export interface About<A extends readonly number[]> {
  readonly on: { readonly [I in keyof A]: ArgumentKind };
  /** What it may read and write, over all states and outcomes; `oops` apart, which any step may raise. */
  readonly reads?: Touched;
  readonly writes?: Touched;
  /** Of an action that looks at struct pages: outcomes by which it looked at none, but found its page on no list, say. */
  readonly blind?: readonly string[];
  /**
   * The kernel function that the step lies in, where its own name is none; `environment` for what no function does, `patch` for
   * one that no kernel has.
   */
  readonly in?: string;
  readonly shown?: Shown;
}

/** An action as it was declared. */
export interface KernelAction extends Atomic<Kernel> {
  readonly touches: Touches;
  readonly on: readonly ArgumentKind[];
  readonly in: string;
  readonly shown: Shown;
}

const declared = new Map<string, KernelAction[]>();

type Run<A extends readonly number[]> = (k: Kernel, ...args: A) => Outcome;

/** An atomic action of the kernel, and what each of its outcomes is as a number. */
export interface Action<A extends readonly number[], O extends string> extends Atomic<Kernel, A> {
  readonly is: { readonly [outcome in O]: number };
}

/** As the checker's `atomic`, with what the action is about. */
export function atomic<A extends readonly number[]>(name: string, about: About<A>, run: Run<A>): Action<A, 'done'>;
export function atomic<A extends readonly number[], const O extends string>(
  name: string,
  about: About<A>,
  outcomes: readonly O[],
  run: Run<A>,
): Action<A, O>;
export function atomic<A extends readonly number[]>(
  name: string,
  about: About<A>,
  ...does: [run: Run<A>] | [outcomes: readonly string[], run: Run<A>]
): Action<A, string> {
  const action = does.length === 1 ? declare(name, does[0]) : declare(name, does[0], does[1]);
  const { outcomes } = action;
  const { on, blind = [], shown = {} } = about;
  const is = Object.fromEntries(outcomes.map((outcome, i) => [outcome, i]));
  const touches = { on: [...on], reads: namesOf(about.reads), writes: namesOf(about.writes), blind };
  if (typeof about.reads === 'function' || typeof about.writes === 'function') byDeclaration.push({ touches, about });
  const whole = { ...action, is, touches };
  declared.set(name, [...actionsNamed(name), { ...whole, on: [...on], in: about.in ?? name, shown }]);
  return whole;
}

/** Actions that touch fields by how these are declared. */
const byDeclaration: {
  readonly touches: { reads: readonly string[]; writes: readonly string[] };
  readonly about: Pick<About<[]>, 'reads' | 'writes'>;
}[] = [];

let declaredFields: FieldDeclarations = {};

/** Tells actions of every field that there is: once the model is put together, and again when a change adds some. */
export function setDeclaredFields(fields: FieldDeclarations): void {
  declaredFields = fields;
  for (const { touches, about } of byDeclaration) {
    touches.reads = namesOf(about.reads);
    touches.writes = namesOf(about.writes);
  }
}

function namesOf(touched: Touched = []): readonly string[] {
  if (typeof touched !== 'function') return touched;
  return Object.entries(declaredFields).flatMap(([name, field]) => (touched(field, name) ? [name] : []));
}

/** Every action of this name that a loaded module of the model declares, in the order of their declaration. */
export function actionsNamed(name: string): readonly KernelAction[] {
  return declared.get(name) ?? [];
}

/** Every action that a loaded module of the model declares, by name. */
export function declaredActions(): readonly KernelAction[] {
  return [...declared.values()].flat();
}
