/**
 * Loads a change from its file. TypeScript is run by jiti: it is one package of plain JavaScript, runs on every Node that this
 * project does, keeps the lines of the file, and gives `pageoffline` as the very modules that are running here, wherever the
 * file lies.
 */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { extname, relative, resolve } from 'node:path';
import { createJiti, type Jiti } from 'jiti';
import { errorMessage } from '../checker/error_message.js';
import { type ChangeReference, isOfEdits } from '../scenario/loaded_changes.js';
import { parseText } from '../scenario/schema.js';
import { anyObject, readChange } from './change_schema.js';
import { changeOfEdits } from './edit_words.js';
import { type RegisteredChange, registerChange } from './registered.js';

/** What change files may be, by the end of their names. */
const ENDS = ['.ts', '.mts', '.js', '.mjs', '.json'];

const DIGEST_LENGTH = 12;

interface Loaded {
  readonly given: unknown;
  /** The texts of the files that it was read from, the change file first. */
  readonly texts: readonly string[];
}

const known = new Map<string, Promise<RegisteredChange>>();

/**
 * Loads a change and makes it known to this process; each file once.
 * @param file a path, from the folder that the process runs in; or the name of a change that sentences make
 * @throws one line that names the file, the line where that is known, and what is wrong there
 */
export async function loadChange(file: string): Promise<RegisteredChange> {
  if (isOfEdits(file)) return changeOfEdits(file);
  const path = resolve(file);
  const loading = known.get(path) ?? load(path, file);
  known.set(path, loading);
  return loading;
}

async function load(path: string, file: string): Promise<RegisteredChange> {
  if (!ENDS.includes(extname(path))) throw new Error(`${file}: a change is a file that ends in ${ENDS.join(', ')}`);
  const { given, texts } = extname(path) === '.json' ? loadJson(path, file) : await loadModule(path, file);
  return located(path, file, () => {
    const change = readChange(given);
    return registerChange(change, referenceOf(change.title, file, texts));
  });
}

function referenceOf(title: string, file: string, texts: readonly string[]): ChangeReference {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text).update('\0');
  return { title, digest: hash.digest('hex').slice(0, DIGEST_LENGTH), file };
}

function loadJson(path: string, file: string): Loaded {
  return located(path, file, () => {
    const text = readFileSync(path, 'utf8');
    return { given: parseText(anyObject, text), texts: [text] };
  });
}

async function loadModule(path: string, file: string): Promise<Loaded> {
  const text = located(path, file, () => readFileSync(path, 'utf8'));
  const jiti = await makeJiti();
  const before = new Set(Object.keys(jiti.cache));
  try {
    const module: unknown = await jiti.import(path);
    const others = Object.keys(jiti.cache).filter((name) => !before.has(name) && name !== path);
    const texts = [text, ...others.sort().map((name) => readFileSync(name, 'utf8'))];
    return { given: exportedBy(module), texts };
  } catch (error) {
    throw locatedError(path, file, error);
  }
}

function exportedBy(module: unknown): unknown {
  if (typeof module === 'object' && module !== null && 'default' in module) return module.default;
  throw new Error('it exports no change: export default defineChange({ … })');
}

/** Loaded when the first change is: it brings along the whole library. */
async function makeJiti(): Promise<Jiti> {
  const [library, model, checker] = await Promise.all([
    import('../index.js'),
    import('../model/index.js'),
    import('../checker/index.js'),
  ]);
  return createJiti(import.meta.url, {
    fsCache: false,
    interopDefault: false,
    virtualModules: { pageoffline: library, 'pageoffline/model': model, 'pageoffline/checker': checker },
  });
}

function located<T>(path: string, file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw locatedError(path, file, error);
  }
}

/** `change.ts:12: what is wrong`, with the line of the file that the error comes from. */
export function locatedError(path: string, file: string, error: unknown): Error {
  const message = errorMessage(error);
  const line = lineIn(path, error);
  return new Error(`${line === undefined ? file : `${file}:${line}`}: ${plain(message, path)}`, { cause: error });
}

/** From the stack of the error, or of one that caused it; or from the text of one that a parser made. */
function lineIn(path: string, error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const said = /\((\d+):\d+\)/.exec(error.message);
  if (said !== null && error.message.includes(relative('/', path))) return said[1];
  const stack = error.stack ?? '';
  const place = stack.indexOf(`${path}:`);
  if (place >= 0) return /^\d+/.exec(stack.slice(place + path.length + 1))?.[0];
  return lineIn(path, error.cause);
}

/** The first line, without the path. */
function plain(message: string, path: string): string {
  const [first] = message.split('\n');
  return first.replace(`${path}:`, '').trim();
}
