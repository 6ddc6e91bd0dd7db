/**
 * What a function object was written as, and what the names mean that it takes from around it: its text is parsed, and the values
 * of its module and of the functions around it are asked of the JavaScript engine, as a debugger does.
 */

import { existsSync, readFileSync } from 'node:fs';
import inspector from 'node:inspector';
import { SourceMap } from 'node:module';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ArrowFunctionExpression, type Expression, type FunctionExpression, parseExpressionAt } from 'acorn';

export type FunctionNode = ArrowFunctionExpression | FunctionExpression;

/** A function as it was written. */
export interface Written {
  readonly node: FunctionNode;
  /** What the node's places are counted in. */
  readonly text: string;
}

// biome-ignore lint/complexity/noBannedTypes: any function of the model at all
export type AnyFunction = Function;

/** Where a function stands: a file, and the line of its text's first line, from 1. */
interface Place {
  readonly file: string;
  readonly line: number;
}

/** What the engine knows of a value; `value` of one that is no object. */
interface Remote {
  readonly objectId?: string;
  readonly value?: unknown;
  readonly unserializableValue?: string;
  readonly description?: string;
}

interface RemoteProperty {
  readonly name: string;
  readonly value?: Remote;
}

/** Through this property of the global object values pass between here and the debugger's side. */
const PASSAGE = Symbol.for('pageoffline: a value on its way');

/** The same in code. */
const PASSAGE_TEXT = `globalThis[Symbol.for(${JSON.stringify(Symbol.keyFor(PASSAGE))})]`;

const passage = globalThis as { [PASSAGE]?: unknown };

/** Parsed once, for however many programs. */
const written = new WeakMap<AnyFunction, Written | undefined>();

/** Function objects, read through a session with the engine; to be closed, since code runs slower while it is open. */
export class FunctionTexts {
  readonly #session = new inspector.Session();
  #urls: ReadonlyMap<string, string> | undefined;
  readonly #internals = new Map<AnyFunction, Internals>();
  readonly #modules = new Map<string, Names>();
  /** What the engine calls functions that came from it. */
  readonly #remotes = new Map<unknown, Remote>();
  readonly #resolved = new Map<AnyFunction, Map<string, unknown>>();

  constructor() {
    this.#session.connect();
  }

  close(): void {
    this.#session.disconnect();
    delete passage[PASSAGE];
  }

  /** Undefined for a function that is not written in JavaScript. */
  written(of: AnyFunction): Written | undefined {
    if (!written.has(of)) written.set(of, parsed(Function.prototype.toString.call(of)));
    return written.get(of);
  }

  /**
   * What a name means that stands free in a function.
   * @throws when nothing has the name
   */
  valueOf(of: AnyFunction, name: string): unknown {
    const known = this.#resolved.get(of) ?? new Map<string, unknown>();
    this.#resolved.set(of, known);
    if (!known.has(name)) known.set(name, this.#find(of, name));
    return known.get(name);
  }

  /** `src/model/mm/walkers.ts:72`, for a line of a function's text, from 1. */
  placeOf(of: AnyFunction, line: number): string {
    const { script, line: first } = this.#internalsOf(of);
    const { file, line: at } = inSource({
      file: this.#urlOf(script) ?? 'code without a file',
      line: first + line - 1,
    });
    return `${file}:${at}`;
  }

  /** The engine tells all scripts there are at once, which takes long, and only what is refused is told with its place. */
  #urlOf(script: string): string | undefined {
    if (this.#urls === undefined) {
      const urls = new Map<string, string>();
      this.#session.on('Debugger.scriptParsed', ({ params }) => urls.set(params.scriptId, params.url));
      this.#ask('Debugger.enable', {});
      this.#urls = urls;
    }
    return this.#urls.get(script);
  }

  #find(of: AnyFunction, name: string): unknown {
    const { script, scopes } = this.#internalsOf(of);
    for (const scope of scopes) {
      const names = this.#namesIn(scope, script);
      if (names.has(name)) return names.get(name);
    }
    if (name in globalThis) return Reflect.get(globalThis, name);
    throw new Error(`${name} is not known here`);
  }

  /** The names of a module are read once for all of its functions: to ask for them is most of the time. */
  #namesIn(scope: Remote, script: string): Names {
    const known = scope.description === 'Module' ? this.#modules.get(script) : undefined;
    if (known !== undefined) return known;
    const properties = this.#propertiesOf(scope, 'result');
    const found = properties.flatMap(({ name, value }) => (value === undefined ? [] : [{ name, value }]));
    const values = this.#take(found.map(({ value }) => value));
    const names: Names = new Map(found.map(({ name }, i) => [name, values[i]]));
    if (scope.description === 'Module') this.#modules.set(script, names);
    return names;
  }

  #internalsOf(of: AnyFunction): Internals {
    const known = this.#internals.get(of);
    if (known !== undefined) return known;
    const found = this.#readInternals(of);
    this.#internals.set(of, found);
    return found;
  }

  #readInternals(of: AnyFunction): Internals {
    const internal = new Map(
      this.#propertiesOf(this.#give(of), 'internalProperties').map((each) => [each.name, each.value]),
    );
    const place = internal.get('[[FunctionLocation]]')?.value as { scriptId: string; lineNumber: number } | undefined;
    const scopes = this.#propertiesOf(internal.get('[[Scopes]]'), 'result').filter(
      ({ value }) => value?.description !== 'Global',
    );
    return {
      script: place?.scriptId ?? '',
      line: (place?.lineNumber ?? 0) + 1,
      scopes: scopes.flatMap(({ value }) => (value === undefined ? [] : [value])),
    };
  }

  #propertiesOf(remote: Remote | undefined, which: 'result' | 'internalProperties'): readonly RemoteProperty[] {
    if (remote?.objectId === undefined) return [];
    const answer = this.#ask('Runtime.getProperties', { objectId: remote.objectId, ownProperties: true });
    return (answer[which] ?? []) as readonly RemoteProperty[];
  }

  #give(value: unknown): Remote {
    const known = this.#remotes.get(value);
    if (known !== undefined) return known;
    passage[PASSAGE] = value;
    return this.#ask('Runtime.evaluate', { expression: PASSAGE_TEXT }).result as Remote;
  }

  /** The values themselves, all in one call. */
  #take(remotes: readonly Remote[]): unknown[] {
    const objects = remotes.filter(({ objectId }) => objectId !== undefined);
    const taken = this.#takeObjects(objects.map(({ objectId }) => ({ objectId })));
    for (const [i, remote] of objects.entries()) this.#remotes.set(taken[i], remote);
    let next = 0;
    return remotes.map(({ objectId, value, unserializableValue }) => {
      if (unserializableValue !== undefined) return Number(unserializableValue);
      return objectId === undefined ? value : taken[next++];
    });
  }

  #takeObjects(objects: readonly { readonly objectId: string | undefined }[]): readonly unknown[] {
    if (objects.length === 0) return [];
    const [{ objectId }] = objects;
    const functionDeclaration = `function (...values) { ${PASSAGE_TEXT} = values; }`;
    this.#ask('Runtime.callFunctionOn', { objectId, functionDeclaration, arguments: objects });
    return passage[PASSAGE] as readonly unknown[];
  }

  /** The answer comes before the call returns: the engine that is asked is this one. */
  #ask(method: string, params: object): Readonly<Record<string, unknown>> {
    let answer: object | undefined;
    this.#session.post(method, params, (error, result) => {
      if (error !== null) throw new Error(`${method}: ${error.message}`);
      answer = result;
    });
    return { ...answer };
  }
}

type Names = ReadonlyMap<string, unknown>;

interface Internals {
  readonly script: string;
  readonly line: number;
  /** From the innermost. */
  readonly scopes: readonly Remote[];
}

/** A method has no text that is an expression by itself, but inside an object. */
function parsed(text: string): Written | undefined {
  if (isNative(text)) return undefined;
  return functionIn(`(${text})`) ?? functionIn(`({${text}})`);
}

const isNative = (text: string): boolean => /\{\s*\[native code\]\s*\}$/.test(text);

function functionIn(text: string): Written | undefined {
  let found: Expression;
  try {
    found = parseExpressionAt(text, 0, { ecmaVersion: 'latest' });
  } catch {
    return undefined;
  }
  const [only] = found.type === 'ObjectExpression' ? found.properties : [];
  const node = only?.type === 'Property' ? only.value : found;
  const isFunction = node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression';
  return isFunction ? { node, text } : undefined;
}

/** A map is asked for the last place of a line, since what stands before the first is told as of the line before. */
const BEHIND_ANY_COLUMN = 10_000;

/** The place in the file that a built file was made from, where a map beside it says so; relative to where the program runs. */
function inSource({ file, line }: Place): Place {
  if (!file.startsWith('file:')) return { file, line };
  const path = fileURLToPath(file);
  const map = mapOf(path);
  const entry = map?.findEntry(line - 1, BEHIND_ANY_COLUMN);
  if (entry === undefined || !('originalSource' in entry)) return { file: relative('', path), line };
  return { file: relative('', fileURLToPath(new URL(entry.originalSource, file))), line: entry.originalLine + 1 };
}

function mapOf(path: string): SourceMap | undefined {
  return existsSync(`${path}.map`) ? new SourceMap(JSON.parse(readFileSync(`${path}.map`, 'utf8'))) : undefined;
}
