/**
 * Which processes of a program are identical: their automata are the same, but for the number that each passes to actions as
 * its own. To exchange two of them, with the elements of the state that are theirs, changes nothing of what can happen.
 */

import { type Branch, haveSameBranches } from './automaton.js';
import { PC, type Program } from './system.js';

/** One element of a field of the state. */
export interface ElementOf {
  readonly field: string;
  readonly element: number;
}

/** Processes of which any two can be exchanged. */
export interface Identical {
  readonly processes: readonly number[];
  /** By process: the elements that go with it, its location first; in the same order for each. */
  readonly elements: readonly (readonly ElementOf[])[];
}

/** What a process is numbered as; `argument` is the kind of arguments that are such numbers. */
interface Numbered {
  readonly group: number;
  readonly number: number;
  readonly fields: readonly string[];
  readonly argument: string;
}

/** Each of two processes or more. What `System.alike` says is taken for true; all else is looked up in the automata. */
export function identicalProcesses<S>(program: Program<S>): Identical[] {
  const numbered = numbersOf(program);
  const classes: number[][] = [];
  for (const process of program.automata.keys()) {
    const known = classes.find(([first]) => areIdentical(program, numbered, first, process));
    if (known === undefined) classes.push([process]);
    else known.push(process);
  }
  return classes
    .filter(({ length }) => length > 1)
    .map((processes) => ({ processes, elements: processes.map((process) => elementsOf(process, numbered[process])) }));
}

function elementsOf(process: number, numbered: Numbered | undefined): ElementOf[] {
  const own = numbered?.fields.map((field) => ({ field, element: numbered.number })) ?? [];
  return [{ field: PC, element: process }, ...own];
}

/** By process. None of a group of which somebody has the number of another: then its numbers are no names for oneself. */
function numbersOf<S>({ system, automata }: Program<S>): (Numbered | undefined)[] {
  const numbered: (Numbered | undefined)[] = automata.map(() => undefined);
  for (const [group, { processes, fields, argument }] of (system.alike ?? []).entries()) {
    for (const [number, process] of processes.entries()) numbered[process] = { group, number, fields, argument };
  }
  const kinds = new Set((system.alike ?? []).map(({ argument }) => argument));
  const isOwn = ({ action, args }: Branch<S>, own: Numbered | undefined): boolean =>
    args.every((arg, i) => !kinds.has(action?.touches?.on[i] ?? '') || arg === own?.number);
  const keepToThemselves = automata.every(({ locations }, process) =>
    locations.every(({ branches }) => branches.every((branch) => isOwn(branch, numbered[process]))),
  );
  return keepToThemselves ? numbered : automata.map(() => undefined);
}

const isNumber = <S>(action: Branch<S>['action'], i: number, argument: string | undefined): boolean =>
  argument !== undefined && action?.touches?.on[i] === argument;

function areIdentical<S>(
  { automata, layout }: Program<S>,
  numbered: readonly (Numbered | undefined)[],
  one: number,
  other: number,
): boolean {
  const group = numbered[one]?.group === numbered[other]?.group ? numbered[one] : undefined;
  if (numbered[one] !== group || (group === undefined && numbered[other] !== undefined)) return false;
  const isSameArg = (arg: number, otherArg: number, action: Branch<S>['action'], i: number): boolean =>
    arg === otherArg || isNumber(action, i, group?.argument);
  if (!haveSameBranches(automata[one], automata[other], isSameArg)) return false;
  const elements = [one, other].map((process) => elementsOf(process, numbered[process]));
  const ranges = elements.map((own) => own.map(({ field, element }) => layout.rangeOf(field, element)));
  return ranges[0].every(({ min, max }, i) => min === ranges[1][i].min && max === ranges[1][i].max);
}
