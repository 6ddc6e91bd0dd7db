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

/** Bytes that lie somewhere in memory from the start. */
export interface Data {
  readonly at: number;
  readonly bytes: Uint8Array;
}

export interface ModuleParts {
  /** Of the module `search`, beside its memory; they have the first indexes. */
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
const Kind = { FUNCTION: 0, MEMORY: 2 } as const;

const HEADER = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
/** An expression that is the number 0. */
const AT_ZERO = [0x41, 0, 0x0b];

/** The types of functions there may be, each at its index. */
const SIGNATURES: readonly Signature[] = [
  { params: 0, results: 0 },
  { params: 0, results: 1 },
  { params: 1, results: 0 },
  { params: 1, results: 1 },
  { params: 2, results: 1 },
];

export const typeOf = ({ params, results }: Signature): number => {
  const type = SIGNATURES.findIndex((each) => each.params === params && each.results === results);
  if (type < 0) throw new Error(`no function of ${params} parameters and ${results} results`);
  return type;
};

export function moduleBytes({ imports, functions, table, data }: ModuleParts): Uint8Array<ArrayBuffer> {
  const exported = functions.flatMap(({ exported: name }, i) =>
    name === undefined ? [] : [[text(name), Kind.FUNCTION, unsigned(imports.length + i)]],
  );
  const sections = [
    section(
      Section.TYPE,
      SIGNATURES.map(({ params, results }) => [FUNCTION, times(I32, params), times(I32, results)]),
    ),
    section(Section.IMPORT, [
      [text(IMPORTED_FROM), text('memory'), Kind.MEMORY, 0, 1],
      ...imports.map((each) => [text(IMPORTED_FROM), text(each.name), Kind.FUNCTION, typeOf(each)]),
    ]),
    section(
      Section.FUNCTION,
      functions.map((each) => [typeOf(each)]),
    ),
    section(Section.TABLE, [[ANY_FUNCTION, 0, unsigned(table.length)]]),
    section(Section.EXPORT, exported),
    section(Section.ELEMENT, [[0, AT_ZERO, vector(table.map(unsigned))]]),
    section(Section.CODE, functions.map(codeOf)),
    section(
      Section.DATA,
      data.map(({ at, bytes }) => [0, bytesOf([0x41, signedAddress(at), 0x0b]), unsigned(bytes.length), [...bytes]]),
    ),
  ];
  return Uint8Array.from([HEADER, ...sections].flat());
}

type Bytes = readonly (number | Bytes)[];

const flat = (bytes: Bytes): number[] => bytes.flatMap((each) => (typeof each === 'number' ? [each] : flat(each)));

const vector = (entries: readonly Bytes[]): Bytes => [unsigned(entries.length), ...entries];

function section(id: number, entries: readonly Bytes[]): number[] {
  const body = flat(vector(entries));
  return flat([id, unsigned(body.length), body]);
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
