/**
 * The modules of searches, each made once: for the same program and the same kind of search there is one in this process, and where
 * somebody keeps them also in the next.
 */

import type { NativeMaker } from '../../checker/native_search.js';
import type { Question } from '../../checker/question.js';
import type { Program } from '../../checker/system.js';
import { type Predicate, type TranslatedProgram, translateProgram } from '../program.js';
import { Untranslatable } from '../untranslatable.js';
import {
  askedIn,
  type CompiledModule,
  compiled,
  type KeptModule,
  keyOf,
  kindOf,
  packed,
  unpacked,
} from './kept_module.js';
import { searchOfModules } from './search.js';
import { type ModuleRequest, searchModule } from './search_module.js';
import type { Sharing } from './sharing.js';

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

/** By program: the modules of this process, by kind of search. */
const modules = new WeakMap<object, Map<string, CompiledModule>>();

/** Undefined where the program cannot be translated, or was not and may not be now. */
export function moduleOf<S>(request: ModuleRequest<S>, mayTranslate: boolean): CompiledModule | undefined {
  const { program } = request;
  const known = modules.get(program) ?? new Map<string, CompiledModule>();
  modules.set(program, known);
  const kind = kindOf(request);
  const module = known.get(kind) ?? keptOrMade(request, mayTranslate);
  if (module !== undefined) known.set(kind, module);
  return module;
}

function keptOrMade<S>(request: ModuleRequest<S>, mayTranslate: boolean): CompiledModule | undefined {
  const key = keyOf(request);
  const found = key === undefined ? undefined : kept?.get(key);
  if (found !== undefined) return compiled(unpacked(found));
  const translated = mayTranslate ? translationOf(request.program, askedIn(request)) : undefined;
  if (translated === undefined) return undefined;
  const module = searchModule(request, translated);
  if (key !== undefined) kept?.keep(key, packed(module));
  return compiled(module);
}

/** Without predicates where these cannot be translated; undefined where the program cannot. */
function translationOf<S>(program: Program<S>, asked: readonly Question<S>[]): TranslatedProgram | undefined {
  const predicates = asked.map(({ id, asks }) => ({ id, of: asks }));
  return translatedOrNot(program, predicates) ?? (asked.length > 0 ? translatedOrNot(program, []) : undefined);
}

function translatedOrNot<S>(program: Program<S>, predicates: readonly Predicate<S>[]): TranslatedProgram | undefined {
  try {
    return translateProgram(program, predicates);
  } catch (error) {
    if (error instanceof Untranslatable) return undefined;
    throw error;
  }
}

/**
 * See `NativeMaker`; with modules that are made here, or kept from before.
 * @param sharing how large searches are shared by threads; undefined: they are not
 */
export const searchInWebAssemblyWith = (sharing: Sharing | undefined): NativeMaker =>
  searchOfModules(moduleOf, sharing);

/** In one thread. */
export const searchInWebAssembly: NativeMaker = searchInWebAssemblyWith(undefined);
