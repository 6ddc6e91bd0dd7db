/**
 * The module of a search as plain data, so that it can be kept or sent: under a text of all that it hangs on but the code of the
 * checker, so where it is kept, that of another is not to be found.
 */

import { knownText } from '../../checker/known_texts.js';
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

/** What a module hangs on beside its program. Of how it is sorted all else follows from which processes are identical. */
export function kindOf<S>({ program, sorting, mostSuccessors, keepsWays, asks }: ModuleRequest<S>): string {
  const identical = sorting?.classes.map((each) => each.identical);
  const ways = program.automata.map(({ locations }) =>
    locations.map(({ branches }) => branches.map((branch) => Number(keepsWays?.(branch) === true)).join('')).join(),
  );
  return JSON.stringify({ identical, mostSuccessors, ways: keepsWays && ways, asks });
}

/** Undefined where nothing says all of the program. */
export function keyOf<S>(request: ModuleRequest<S>): string | undefined {
  const text = knownText(request.program);
  return text === undefined ? undefined : JSON.stringify([text, kindOf(request)]);
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
