/** What of a kernel's code the table of places can use: which functions can be probed, and where counts are changed in them. */

import type { CountOperation, Hold } from './places.js';
import { PROBED_FUNCTIONS, PROBED_INSTRUCTIONS } from './places.js';

/** Plain data, so that it can be kept beside a snapshot. */
export interface KernelCode {
  /** The functions that can be probed. */
  readonly functions: readonly string[];
  /** Where in a function a page's count is changed: `operation function`, to the instructions. */
  readonly instructions: Readonly<Record<string, readonly Instruction[]>>;
}

export interface Instruction {
  /** Of the kernel that was asked; with `nokaslr`, the same whenever the same modules are loaded. */
  readonly address: string;
  /** What has the address of the struct page. */
  readonly register: string;
}

/** A hold that this kernel can make: of several functions the one that it has. */
export type UsableHold =
  | Extract<Hold, { by: 'notifier' | 'rest' }>
  | (Extract<Hold, { by: 'entry' | 'return' }> & { readonly function: string; readonly other?: string })
  | (Extract<Hold, { by: 'instruction' }> & {
      readonly function: string;
      readonly instructions: readonly Instruction[];
    });

/** Undefined where the kernel has none of the functions, or has them without the instruction. */
export function usable(code: KernelCode, hold: Hold): UsableHold | undefined {
  if (hold.by === 'notifier' || hold.by === 'rest') return hold;
  if (hold.by !== 'instruction') {
    const firstOf = (names: readonly string[]) => names.find((each) => code.functions.includes(each));
    const name = firstOf(hold.functions);
    if (name === undefined) return undefined;
    if (hold.or === undefined) return { ...hold, function: name };
    const other = firstOf(hold.or);
    return other === undefined ? undefined : { ...hold, function: name, other };
  }
  for (const name of hold.functions) {
    const instructions = code.instructions[instructionKey(hold.operation, name)];
    if (instructions !== undefined) return { ...hold, function: name, instructions };
  }
  return undefined;
}

const instructionKey = (operation: CountOperation, name: string): string => `${operation} ${name}`;

/** The registers of an instruction's operand, by their number in its encoding. */
const REGISTERS = ['ax', 'cx', 'dx', 'bx', undefined, 'bp', 'si', 'di'] as const;
const REGISTERS_WITH_PREFIX = ['r8', 'r9', 'r10', 'r11', undefined, 'r13', 'r14', 'r15'] as const;

/** The offset of the count in struct page. */
const COUNT_OFFSET = 0x34;
/** The digit in the encoding that tells `inc` from `dec`, both of which begin with ff. */
const DIGITS: Readonly<Record<CountOperation, number>> = { increment: 0, decrement: 1 };

/**
 * Every `lock dec` or `lock inc` of 32 bits at a register and the offset of the count. A function may have several: the driver's
 * callback has one for each of its modes.
 */
export function findCountInstructions(
  code: Buffer,
  operation: CountOperation,
): { readonly offset: number; readonly register: string }[] {
  const found: { offset: number; register: string }[] = [];
  for (let offset = 0; offset + 5 <= code.length; offset++) {
    if (code[offset] !== 0xf0) continue;
    const prefixed = code[offset + 1] === 0x41;
    const at = offset + (prefixed ? 2 : 1);
    const operand = code[at + 1];
    const isMeant = code[at] === 0xff && operand >>> 6 === 1 && ((operand >>> 3) & 7) === DIGITS[operation];
    const register = (prefixed ? REGISTERS_WITH_PREFIX : REGISTERS)[operand & 7];
    if (isMeant && register !== undefined && code[at + 2] === COUNT_OFFSET) found.push({ offset, register });
  }
  return found;
}

/** What is asked of a kernel that runs. */
export interface CodeReader {
  /** The address of a function that can be probed, less 2^64. */
  readonly addressOf: (name: string) => Promise<number | undefined>;
  readonly memory: (address: number, size: number) => Promise<Buffer>;
}

/** Whole, from what is kept less 2^64. */
export const addressText = (address: number): string => `0x${(BigInt(address) + 2n ** 64n).toString(16)}`;

/** Longer than any of the functions in which instructions are looked for. */
const MOST_CODE = 2048;

export async function readKernelCode({ addressOf, memory }: CodeReader): Promise<KernelCode> {
  const addresses = new Map<string, number>();
  for (const name of PROBED_FUNCTIONS) {
    const address = await addressOf(name);
    if (address !== undefined) addresses.set(name, address);
  }
  const instructions: Record<string, Instruction[]> = {};
  for (const { functions, operation } of PROBED_INSTRUCTIONS) {
    for (const name of functions) {
      const address = addresses.get(name);
      if (address === undefined) continue;
      const found = findCountInstructions(await memory(address, MOST_CODE), operation).map(({ offset, register }) => {
        return { address: addressText(address + offset), register };
      });
      if (found.length > 0) instructions[instructionKey(operation, name)] = found;
    }
  }
  return { functions: [...addresses.keys()], instructions };
}
