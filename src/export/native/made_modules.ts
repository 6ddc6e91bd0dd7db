/**
 * The modules of searches, each made once: for the same program and the same kind of search there is one in this process, and where
 * somebody keeps them also in the next.
 */

import { knownText } from '../../checker/known_texts.js';
import type { Program } from '../../checker/system.js';
import { type TranslatedProgram, translateProgram } from '../program.js';
import { Untranslatable } from '../untranslatable.js';
import { type ModuleRequest, type SearchModule, searchModule } from './search_module.js';

/** A module as it is kept: plain data, with bytes in base 64. */
export interface KeptModule extends Omit<SearchModule, 'bytes' | 'workspace'> {
  readonly bytes: string;
  readonly workspace: { readonly at: number; readonly initial: string };
}

/** By a text of all that a module hangs on but the code of the checker: where they are kept, those of another are not found. */
export interface KeptModules {
  get(text: string): KeptModule | undefined;
  keep(text: string, module: KeptModule): void;
}

let kept: KeptModules | undefined;

/** From now on. @param place undefined: nowhere */
export function keepModulesIn(place: KeptModules | undefined): void {
  kept = place;
}

export interface CompiledModule extends Omit<SearchModule, 'bytes'> {
  readonly compiled: WebAssembly.Module;
}

/** By program: the modules of this process, by kind of search. */
const modules = new WeakMap<object, Map<string, CompiledModule>>();

/** Of a program that was translated: undefined where that cannot be done. */
const translations = new WeakMap<object, TranslatedProgram | undefined>();

/** Undefined where the program cannot be translated, or was not and may not be now. */
export function moduleOf<S>(request: ModuleRequest<S>, mayTranslate: boolean): CompiledModule | undefined {
  const { program } = request;
  const known = modules.get(program) ?? new Map<string, CompiledModule>();
  modules.set(program, known);
  const kind = kindOf(request);
  const module = known.get(kind) ?? keptOrMade(request, kind, mayTranslate);
  if (module !== undefined) known.set(kind, module);
  return module;
}

/** What a module hangs on beside its program. Of how it is sorted all else follows from which processes are identical. */
function kindOf<S>({ program, sorting, mostSuccessors, keepsWays, asks }: ModuleRequest<S>): string {
  const identical = sorting?.classes.map((each) => each.identical);
  const ways = program.automata.map(({ locations }) =>
    locations.map(({ branches }) => branches.map((branch) => Number(keepsWays?.(branch) === true)).join('')).join(),
  );
  return JSON.stringify({ identical, mostSuccessors, ways: keepsWays && ways, asks });
}

function keptOrMade<S>(request: ModuleRequest<S>, kind: string, mayTranslate: boolean): CompiledModule | undefined {
  const text = knownText(request.program);
  const key = text === undefined ? undefined : JSON.stringify([text, kind]);
  const found = key === undefined ? undefined : kept?.get(key);
  if (found !== undefined) return compiled(unpacked(found));
  const translated = mayTranslate ? translationOf(request.program) : undefined;
  if (translated === undefined) return undefined;
  const module = searchModule(request, translated);
  if (key !== undefined) kept?.keep(key, packed(module));
  return compiled(module);
}

const compiled = ({ bytes, ...module }: SearchModule): CompiledModule => ({
  ...module,
  compiled: new WebAssembly.Module(bytes),
});

function translationOf<S>(program: Program<S>): TranslatedProgram | undefined {
  if (!translations.has(program)) translations.set(program, translatedOrNot(program));
  return translations.get(program);
}

function translatedOrNot<S>(program: Program<S>): TranslatedProgram | undefined {
  try {
    return translateProgram(program, []);
  } catch (error) {
    if (error instanceof Untranslatable) return undefined;
    throw error;
  }
}

function packed({ bytes, workspace: { at, initial }, ...module }: SearchModule): KeptModule {
  return { ...module, bytes: inBase64(bytes), workspace: { at, initial: inBase64(initial) } };
}

function unpacked({ bytes, workspace: { at, initial }, ...module }: KeptModule): SearchModule {
  return { ...module, bytes: fromBase64(bytes), workspace: { at, initial: fromBase64(initial) } };
}

const inBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const fromBase64 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(text, 'base64'));
