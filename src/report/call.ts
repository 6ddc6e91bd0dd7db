/** How an action of the model reads as a call of a kernel function: `get_page_unless_zero(page 0) = got`. */

import type { TraceStep } from '../checker/trace.js';
import type { ArgumentKind, KernelAction, Shown } from '../model/atomic.js';
import { actionsNamed } from '../model/modules.js';

/** Something that a call or a change is about, such as page 0. */
export interface Thing {
  readonly kind: string;
  readonly number: number;
}

/** Outcomes that tell a reader nothing: the only one of an action, or the ordinary one, seen from what it changed. */
const QUIET_OUTCOMES: ReadonlySet<string> = new Set([
  'done',
  'ok',
  'passed over',
  'isolated',
  'taken',
  'raised',
  'set',
  'added',
  'removed',
]);

type Call = Pick<TraceStep, 'args' | 'outcome'> & { readonly action: string };

/** Of several actions of one name, one with as many arguments and such an outcome. Undefined: the model has none of this name. */
function declarationOf({ action, args, outcome }: Call): KernelAction | undefined {
  const alike = actionsNamed(action);
  const asMany = alike.filter(({ on }) => on.length === args.length);
  return (
    asMany.find(({ outcomes }) => outcome !== undefined && outcomes.includes(outcome)) ?? asMany.at(0) ?? alike.at(0)
  );
}

const shownOf = (call: Call): Shown => declarationOf(call)?.shown ?? {};

/** A call, and what came of it where that matters. */
export interface CallParts {
  readonly called: string;
  /** What it returns. */
  readonly value?: string;
  /** What else came of it, for a comment. */
  readonly remark?: string;
}

export function callParts(call: Call): CallParts {
  const { value } = outcomeParts(call);
  return { ...calledAs(call), ...(value === undefined ? {} : { value }) };
}

/** The call with its value. */
export function valuedCall({ called, value }: CallParts): string {
  return value === undefined ? called : `${called} = ${value}`;
}

/** The call on one line, as a commit message shows it. */
export function callText(call: CallParts): string {
  return call.remark === undefined ? valuedCall(call) : `${valuedCall(call)} /* ${call.remark} */`;
}

/** What the call names in its arguments. */
export function thingsOf(call: Call): Thing[] {
  const declared = declarationOf(call);
  const told: readonly ArgumentKind[] = declared?.shown.arguments ?? declared?.on ?? [];
  return told.slice(0, call.args.length).flatMap((kind, i) => thingsNumbered(kind, call.args[i], call.args[i - 1]));
}

/** @param before the argument before it, which begins a range that this one may end */
function thingsNumbered(kind: ArgumentKind, number: number, before: number): Thing[] {
  switch (kind) {
    case 'process':
    case 'value':
      return [];
    case 'sub-block end':
      return inRange('sub-block', before + 1, number);
    case 'block end':
      return inRange('block', before + 1, number);
    default:
      return [{ kind, number }];
  }
}

function inRange(kind: string, first: number, end: number): Thing[] {
  return Array.from({ length: end - first }, (_, i) => ({ kind, number: first + i }));
}

function calledAs(call: Call): Omit<CallParts, 'value'> {
  const { action } = call;
  const things = argumentText(call);
  const { remark } = outcomeParts(call);
  const isBare = shownOf(call).bare === true;
  // `__put_page: PageOffline` is a test inside a function.
  const [name, ...inside] = action.split(': ');
  const called = isBare ? action : [`${name}(${things})`, ...inside].join(': ');
  if (remark === undefined) return { called };
  // The arguments have no place in a bare name, so that the remark tells what it is about.
  return { called, remark: isBare && things !== '' ? `${things}: ${remark}` : remark };
}

function argumentText(call: Call): string {
  if (declarationOf(call) === undefined) return call.args.join(', ');
  return namesOf(thingsOf(call));
}

/** `page 0`, `sub-blocks 0, 1`, `pages 0-7`: the kind once, then its numbers. */
export function namesOf(things: readonly Thing[]): string {
  const kinds = [...new Set(things.map(({ kind }) => kind))];
  return kinds
    .map((kind) => {
      const numbers = things.filter((thing) => thing.kind === kind).map(({ number }) => number);
      return `${numbers.length > 1 ? `${kind}s` : kind} ${numbersText(numbers)}`;
    })
    .join(', ');
}

/** Two numbers or fewer as they are, more of them in a row as a range. */
function numbersText(numbers: readonly number[]): string {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  const first = sorted.at(0) ?? 0;
  const last = sorted.at(-1) ?? 0;
  const inARow = last - first === sorted.length - 1;
  return sorted.length > 2 && inARow ? `${first}-${last}` : sorted.join(', ');
}

/** An outcome `-EBUSY: unmovable page` is the value that is returned, and why. */
function outcomeParts(call: Call): { value?: string; remark?: string } {
  const { outcome } = call;
  if (outcome === undefined || QUIET_OUTCOMES.has(outcome)) return {};
  const shownAs = shownOf(call).outcome;
  if (shownAs === 'hidden') return {};
  if (shownAs === 'remark') return { remark: outcome };
  const [value, ...why] = outcome.split(': ');
  return why.length === 0 ? { value } : { value, remark: why.join(': ') };
}
