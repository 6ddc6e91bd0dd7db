/**
 * The instructions of WebAssembly that a search needs, as code that is put together from parts: numbers are bytes, jumps name the
 * label of what they leave or repeat. All values are integers of 32 bits; what is copied, is so in words of 64.
 */

/** What a jump goes to: the end of a block, the beginning of a loop. */
export class Label {}

interface Structure {
  readonly opens: number;
  readonly label: Label | undefined;
  readonly gives: number;
  readonly body: Code;
  readonly otherwise?: Code;
}

interface Jump {
  readonly jumps: number;
  readonly to: Label;
}

export type Code = number | Structure | Jump | readonly Code[];

const Opcode = { BLOCK: 0x02, LOOP: 0x03, IF: 0x04, ELSE: 0x05, END: 0x0b, BR: 0x0c, BR_IF: 0x0d } as const;
const NOTHING = 0x40;
const I32 = 0x7f;

/** The bytes of code. @throws when a jump is to what it does not stand in */
export function bytesOf(code: Code): number[] {
  const bytes: number[] = [];
  const around: (Label | undefined)[] = [];
  const write = (part: Code): void => {
    if (typeof part === 'number') bytes.push(part);
    else if ('jumps' in part) bytes.push(part.jumps, ...unsigned(depthOf(part.to, around)));
    else if ('opens' in part) {
      bytes.push(part.opens, part.gives);
      around.push(part.label);
      write(part.body);
      if (part.otherwise !== undefined) {
        bytes.push(Opcode.ELSE);
        write(part.otherwise);
      }
      around.pop();
      bytes.push(Opcode.END);
    } else for (const inner of part) write(inner);
  };
  write(code);
  return bytes;
}

function depthOf(label: Label, around: readonly (Label | undefined)[]): number {
  const at = around.lastIndexOf(label);
  if (at < 0) throw new Error('a jump to what it does not stand in');
  return around.length - 1 - at;
}

/** A number from 0 on in as few bytes as it takes (LEB128). */
export function unsigned(value: number): number[] {
  if (value < 0x80) return [value];
  const bytes: number[] = [];
  let left = value;
  for (; left >= 0x80; left = Math.floor(left / 0x80)) bytes.push((left % 0x80) | 0x80);
  return [...bytes, left];
}

/** A number of 32 bits with its sign (LEB128). */
function signed(value: number): number[] {
  const bytes: number[] = [];
  let left = value | 0;
  while (left < -0x40 || left >= 0x40) {
    bytes.push((left & 0x7f) | 0x80);
    left >>= 7;
  }
  return [...bytes, left & 0x7f];
}

export const constant = (value: number): Code => [0x41, signed(value)];

export const get = (local: number): Code => [0x20, unsigned(local)];
export const set = (local: number, value: Code): Code => [value, 0x21, unsigned(local)];
/** Sets a local, and is its value. */
export const tee = (local: number, value: Code): Code => [value, 0x22, unsigned(local)];

type Binary = (left: Code, right: Code) => Code;

const operation =
  (opcode: number): Binary =>
  (left, right) => [left, right, opcode];

export const isZero = (value: Code): Code => [value, 0x45];
export const equal = operation(0x46);
export const unequal = operation(0x47);
export const less = operation(0x48);
export const lessUnsigned = operation(0x49);
export const greater = operation(0x4a);
export const greaterUnsigned = operation(0x4b);
export const lessOrEqual = operation(0x4c);
export const greaterOrEqual = operation(0x4e);
export const greaterOrEqualUnsigned = operation(0x4f);
export const plus = operation(0x6a);
export const minus = operation(0x6b);
export const times = operation(0x6c);
/** Traps where it divides by 0. */
export const quotient = operation(0x6d);
/** The remainder, with the sign of what is divided; traps where that is divided by 0. */
export const remainder = operation(0x6f);
export const and = operation(0x71);
export const or = operation(0x72);
export const xor = operation(0x73);
export const shiftLeft = operation(0x74);
export const shiftRight = operation(0x75);
export const shiftRightUnsigned = operation(0x76);

export const anyOf = (values: readonly Code[]): Code => (values.length === 0 ? constant(0) : values.reduce(or));

/** Whether all of these, each 0 or 1, are 1. */
export const allOf = (values: readonly Code[]): Code => (values.length === 0 ? constant(1) : values.reduce(and));

export const fourTimes = (value: Code): Code => shiftLeft(value, constant(2));

/** The first where the condition is not 0. Both are evaluated. */
export const select = (condition: Code, yes: Code, no: Code): Code => [yes, no, condition, 0x1b];

/** Where the memory begins that a module has for itself: the first of its global values, which never changes. */
export const own: Code = [0x23, unsigned(0)];

/** What lies in memory at a constant place behind an address. */
const access =
  (opcode: number) =>
  (address: Code, offset = 0): Code => [address, opcode, 0, unsigned(offset)];

export const load = access(0x28);
export const loadByte = access(0x2d);
export const loadShort = access(0x2e);
export const loadUnsignedShort = access(0x2f);

const storing =
  (opcode: number) =>
  (address: Code, value: Code, offset = 0): Code => [address, value, opcode, 0, unsigned(offset)];

export const store = storing(0x36);
export const storeByte = storing(0x3a);
export const storeShort = storing(0x3b);

const loadLong = access(0x29);

/** Copies 8 bytes between constant places of the module's own memory. */
export const copyLong = (to: number, from: number): Code => [storing(0x37)(own, loadLong(own, from), to)];

/** Whether 8 bytes at two constant places of the module's own memory differ. */
export const differsLong = (one: number, other: number): Code => [loadLong(own, one), loadLong(own, other), 0x52];

export const call = (index: number, ...args: readonly Code[]): Code => [...args, 0x10, unsigned(index)];

/** Calls the function of the table with a number, which takes nothing and gives nothing. @param type of such functions */
export const callAt = (type: number, number: Code): Code => [number, 0x11, unsigned(type), 0];

export const block = (label: Label, ...body: readonly Code[]): Code => ({
  ...{ opens: Opcode.BLOCK, label, gives: NOTHING, body },
});

export const loop = (label: Label, ...body: readonly Code[]): Code => ({
  ...{ opens: Opcode.LOOP, label, gives: NOTHING, body },
});

export const when = (condition: Code, yes: Code, otherwise?: Code): Code => [
  condition,
  {
    ...{ opens: Opcode.IF, label: undefined, gives: NOTHING, body: yes },
    ...(otherwise === undefined ? {} : { otherwise }),
  },
];

/** One of two values, of which only that one is evaluated. */
export const either = (condition: Code, yes: Code, no: Code): Code => [
  condition,
  { opens: Opcode.IF, label: undefined, gives: I32, body: yes, otherwise: no },
];

/** Sets a local to a value that is less. */
export const lower = (local: number, value: Code): Code => when(less(value, get(local)), set(local, value));

export const jump = (to: Label): Code => ({ jumps: Opcode.BR, to });
export const jumpIf = (to: Label, condition: Code): Code => [condition, { jumps: Opcode.BR_IF, to }];

/** Ends the search's call with an error of its own kind. */
export const trap: Code = 0x00;

export const leaveFunction: Code = 0x0f;
