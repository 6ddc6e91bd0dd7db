/**
 * The module of a search as plain data, so that it can be kept or sent: under a text of all that it hangs on but the code of the
 * checker, so where it is kept, that of another is not to be found.
 */

import { knownText } from '../../checker/known_texts.js';
import type { Question } from '../../checker/question.js';
import type { ModuleRequest, SearchModule } from './search_module.js';

export interface CompiledModule extends Omit<SearchModule, 'bytes'> {
  readonly compiled: WebAssembly.Module;
}

/**
 * Where a search has its module from; undefined: it has none.
 * @param mayTranslate whether one may be made that is not known, which takes about a second
 */
export type ModuleSource = <S>(request: ModuleRequest<S>, mayTranslate: boolean) => CompiledModule | undefined;

/** With bytes in base 64. */
export interface KeptModule extends Omit<SearchModule, 'bytes' | 'workspace'> {
  readonly bytes: string;
  readonly workspace: { readonly at: number; readonly initial: string };
}

/** All that is asked of states of the model, the invariants first; nothing without these. */
export const askedIn = <S>({ invariants, questions }: ModuleRequest<S>): readonly Question<S>[] =>
  invariants.length === 0 ? [] : [...invariants, ...questions];

/** Numbers of functions that no text says all of. */
const numbers = new WeakMap<object, number>();
let numbered = 0;

/** What a question is in this process. */
function nameOf<S>({ asks }: Question<S>): string | number {
  const known = knownText(asks) ?? numbers.get(asks);
  if (known !== undefined) return known;
  numbers.set(asks, ++numbered);
  return numbered;
}

/** What a module hangs on beside its program. Of how it is sorted all else follows from which processes are identical. */
export function kindOf<S>(request: ModuleRequest<S>): string {
  const { program, sorting, mostSuccessors, keepsWays, invariants } = request;
  const identical = sorting?.classes.map((each) => each.identical);
  const ways = program.automata.map(({ locations }) =>
    locations.map(({ branches }) => branches.map((branch) => Number(keepsWays?.(branch) === true)).join('')).join(),
  );
  const asked = askedIn(request).map(nameOf);
  return JSON.stringify({ identical, mostSuccessors, ways: keepsWays && ways, invariants: invariants.length, asked });
}

/** Undefined where nothing says all of the program, or of what is asked. */
export function keyOf<S>(request: ModuleRequest<S>): string | undefined {
  const texts = [request.program, ...askedIn(request).map(({ asks }) => asks)].map(knownText);
  return texts.includes(undefined) ? undefined : JSON.stringify([texts[0], kindOf(request)]);
}

export const compiled = ({ bytes, ...module }: SearchModule): CompiledModule => ({
  ...module,
  compiled: new WebAssembly.Module(bytes),
});

export function packed({ bytes, workspace: { at, initial }, ...module }: SearchModule): KeptModule {
  return { ...module, bytes: inBase64(bytes), workspace: { at, initial: inBase64(initial) } };
}

export function unpacked({ bytes, workspace: { at, initial }, ...module }: KeptModule): SearchModule {
  return { ...module, bytes: fromBase64(bytes), workspace: { at, initial: fromBase64(initial) } };
}

const inBase64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
