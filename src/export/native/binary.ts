/** A module of WebAssembly in its binary form, as far as a search needs one. */

import { bytesOf, type Code, unsigned } from './instructions.js';

/** How many integers a function takes and gives. */
export interface Signature {
  readonly params: number;
  readonly results: 0 | 1;
}

export interface ImportedFunction extends Signature {
  readonly name: string;
}

export interface FunctionCode extends Signature {
  /** Beside its parameters. */
  readonly locals: number;
  readonly body: Code;
  /** Absent: it is only called from inside. */
  readonly exported?: string;
}

/** Bytes that lie somewhere in memory from the start, and never change. */
export interface Data {
  readonly at: number;
  readonly bytes: Uint8Array;
}

export interface ModuleParts {
  /** Of the module `search`, beside its memory and where its own begins; they have the first indexes. */
  readonly imports: readonly ImportedFunction[];
  readonly functions: readonly FunctionCode[];
  /** The indexes of those that are called by number. */
  readonly table: readonly number[];
  readonly data: readonly Data[];
}

const I32 = 0x7f;
const FUNCTION = 0x60;
const ANY_FUNCTION = 0x70;
const IMPORTED_FROM = 'search';

const Section = { TYPE: 1, IMPORT: 2, FUNCTION: 3, TABLE: 4, EXPORT: 7, ELEMENT: 9, CODE: 10, DATA: 11 } as const;
const Kind = { FUNCTION: 0, MEMORY: 2, GLOBAL: 3 } as const;
const UNCHANGING = 0;
/** By several threads, or by one: this is the same memory, but must be told. It has a maximum. */
const SHARED = 3;

/** What 32 bits can address. */
const MOST_PAGES = 2 ** 16;

const HEADER = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
/** An expression that is the number 0. */
const AT_ZERO = [0x41, 0, 0x0b];

/** The type of functions that take and give nothing: it is always there. */
export const NO_VALUES = 0;

/** The types of functions, each at its index. */
class Signatures {
  readonly all: Signature[] = [{ params: 0, results: 0 }];

  indexOf({ params, results }: Signature): number {
    const known = this.all.findIndex((each) => each.params === params && each.results === results);
    return known >= 0 ? known : this.all.push({ params, results }) - 1;
  }
}

export function moduleBytes({ imports, functions, table, data }: ModuleParts): Uint8Array<ArrayBuffer> {
  const exported = functions.flatMap(({ exported: name }, i) =>
    name === undefined ? [] : [[text(name), Kind.FUNCTION, unsigned(imports.length + i)]],
  );
  const signatures = new Signatures();
  const [importedTypes, types] = [imports, functions].map((all) => all.map((each) => signatures.indexOf(each)));
  const sections = [
    section(
      Section.TYPE,
      signatures.all.map(({ params, results }) => [FUNCTION, times(I32, params), times(I32, results)]),
    ),
    section(Section.IMPORT, [
      [text(IMPORTED_FROM), text('memory'), Kind.MEMORY, SHARED, 1, unsigned(MOST_PAGES)],
      // See `own` among the instructions.
      [text(IMPORTED_FROM), text('own'), Kind.GLOBAL, I32, UNCHANGING],
      ...imports.map(({ name }, i) => [text(IMPORTED_FROM), text(name), Kind.FUNCTION, unsigned(importedTypes[i])]),
    ]),
    section(
      Section.FUNCTION,
      types.map((type) => unsigned(type)),
    ),
    section(Section.TABLE, [[ANY_FUNCTION, 0, unsigned(table.length)]]),
    section(Section.EXPORT, exported),
    section(Section.ELEMENT, [[0, AT_ZERO, vector(table.map(unsigned))]]),
    section(Section.CODE, functions.map(codeOf)),
    section(
      Section.DATA,
      data.map(({ at, bytes }) => [0, bytesOf([0x41, signedAddress(at), 0x0b]), unsigned(bytes.length), bytes]),
    ),
  ];
  return flat([HEADER, ...sections]);
}

type Bytes = readonly (number | Uint8Array | Bytes)[];

function flat(bytes: Bytes): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(lengthOf(bytes));
  let at = 0;
  const write = (part: Bytes): void => {
    for (const each of part) {
      if (typeof each === 'number') all[at++] = each;
      else if (each instanceof Uint8Array) {
        all.set(each, at);
        at += each.length;
      } else write(each);
    }
  };
  write(bytes);
  return all;
}

function lengthOf(bytes: Bytes): number {
  let length = 0;
  for (const each of bytes)
    length += typeof each === 'number' ? 1 : each instanceof Uint8Array ? each.length : lengthOf(each);
  return length;
}

const vector = (entries: readonly Bytes[]): Bytes => [unsigned(entries.length), ...entries];

function section(id: number, entries: readonly Bytes[]): Bytes {
  const body = flat(vector(entries));
  return [id, unsigned(body.length), body];
}

const text = (name: string): Bytes => vector([...new TextEncoder().encode(name)].map((byte) => [byte]));

const times = (type: number, count: number): Bytes => vector(Array.from({ length: count }, () => [type]));

/** The address of data, which is below 2 ** 31. */
function signedAddress(at: number): number[] {
  const bytes = unsigned(at);
  // The seventh bit of the last byte would be a sign.
  const last = bytes.at(-1) ?? 0;
  return last < 0x40 ? bytes : [...bytes.slice(0, -1), last | 0x80, 0];
}

function codeOf({ locals, body }: FunctionCode): Bytes {
  const declared = locals === 0 ? [] : [[unsigned(locals), I32]];
  const code = flat([vector(declared), bytesOf(body), 0x0b]);
  return [unsigned(code.length), code];
}
