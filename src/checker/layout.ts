/**
 * The state as bytes with names: one buffer, a typed-array view for each field, and the range of every element.
 * From the ranges follow the bit-packed form that the search stores, the range check, printing and differences.
 */

/** A field of the state: `length` small integers, each between `min` (0 if absent) and `max`. */
export interface FieldSpec {
  readonly length: number;
  readonly min?: number;
  /** One maximum for all elements, or one for each. A maximum equal to `min` makes an element a constant. */
  readonly max: number | readonly number[];
  /** Names of the values from 0 on, for printing. */
  readonly labels?: readonly string[];
  /** What the elements are, for printing: `page` prints `refcount[page 1]`. Absent: a single value without index. */
  readonly index?: string;
  /** Ghost state is the checker's bookkeeping: no code under test could read it. */
  readonly ghost?: boolean;
}

/** The fields of a state, under their names. */
export type Fields = Readonly<Record<string, FieldSpec>>;

/** The cells of one field: a typed array, seen as little as model code needs. */
export interface Cells {
  readonly length: number;
  [index: number]: number;
}

/** The cells of all fields, under their names. */
export type Views<F extends Fields> = { readonly [K in keyof F]: Cells };

/** Where one element lies in the packed form: `bits` at `shift` of 32-bit word `word`. */
export interface Slot {
  readonly field: string;
  readonly element: number;
  readonly min: number;
  readonly max: number;
  readonly bits: number;
  readonly word: number;
  readonly shift: number;
}

/** One named change between two states. */
export interface Change {
  readonly field: string;
  readonly element: number;
  readonly before: number;
  readonly after: number;
  readonly ghost: boolean;
  /** The change in words, as `refcount[page 1] 2 -> 1`. */
  readonly text: string;
}

const WORD_BITS = 32;

/** How the fields of a state lie in memory, unpacked and packed into 32-bit words. */
export class Layout<F extends Fields> {
  readonly fields: F;
  /** Bytes of the unpacked form, a multiple of 4. */
  readonly byteLength: number;
  /** 32-bit words of the packed form. */
  readonly packedWords: number;
  /** Bits of the packed form that carry information. */
  readonly packedBits: number;
  /** Of all elements, in their order. */
  readonly slots: readonly Slot[];
  readonly #offsets: ReadonlyMap<string, number>;

  constructor(fields: F) {
    this.fields = fields;
    for (const [name, spec] of Object.entries(fields)) checkSpec(name, spec);
    const { offsets, byteLength } = placeBytes(fields);
    this.#offsets = offsets;
    this.byteLength = byteLength;
    this.slots = placeBits(fields);
    this.packedWords = Math.max(1, ...this.slots.map((slot) => slot.word + 1));
    this.packedBits = this.slots.reduce((sum, slot) => sum + slot.bits, 0);
  }

  /** The fields of which some element is no constant, in their order. */
  get variables(): string[] {
    return [...new Set(this.slots.filter((slot) => slot.max > slot.min).map((slot) => slot.field))];
  }

  /** A zeroed buffer for one unpacked state. */
  createBuffer(): ArrayBuffer {
    return new ArrayBuffer(this.byteLength);
  }

  /** Where an element begins in the unpacked form. */
  byteOf(field: string, element: number): number {
    const offset = this.#offsets.get(field);
    if (offset === undefined) throw new Error(`there is no field ${field}`);
    return offset + (element * cellBits(this.fields[field])) / 8;
  }

  /** The fields of the unpacked state in a buffer. */
  views(buffer: ArrayBuffer): Views<F> {
    const entries = Object.entries(this.fields).map(([name, spec]) => [
      name,
      new (arrayType(spec))(buffer, this.#offsets.get(name), spec.length),
    ]);
    return Object.fromEntries(entries) as Views<F>;
  }

  /** The first element of these fields that is outside its range, in words, or undefined. */
  outOfRange(views: Views<F>, fields: readonly string[] = Object.keys(this.fields)): string | undefined {
    for (const name of fields) {
      const spec = this.fields[name];
      const min = spec.min ?? 0;
      for (let i = 0; i < spec.length; i++) {
        const value = views[name][i];
        if (value < min || value > maxOf(spec, i))
          return `${this.elementName(name, i)} = ${value}, outside ${min}..${maxOf(spec, i)}`;
      }
    }
    return undefined;
  }

  /** `field[index n]`, or `field` for a single value. */
  elementName(field: string, element: number): string {
    const spec = this.fields[field];
    return spec.index === undefined ? field : `${field}[${spec.index} ${element}]`;
  }

  /** A value as people read it: its label, or the number. */
  valueName(field: string, value: number): string {
    return this.fields[field].labels?.[value] ?? String(value);
  }

  /** Every element that differs, in the order of the fields. */
  differences(before: Views<F>, after: Views<F>): Change[] {
    const changes: Change[] = [];
    for (const [field, spec] of Object.entries(this.fields)) {
      for (let element = 0; element < spec.length; element++) {
        const from = before[field][element];
        const to = after[field][element];
        if (from === to) continue;
        const text = `${this.elementName(field, element)} ${this.valueName(field, from)} -> ${this.valueName(field, to)}`;
        changes.push({ field, element, before: from, after: to, ghost: spec.ghost === true, text });
      }
    }
    return changes;
  }

  /** The whole state, one line a field. */
  print(views: Views<F>): string {
    return Object.entries(this.fields)
      .map(([field, spec]) => {
        const values = Array.from({ length: spec.length }, (_, i) => this.valueName(field, views[field][i]));
        return `${field}: ${values.join(' ')}`;
      })
      .join('\n');
  }

  /** What values an element can have, and how many bits they take. */
  rangeOf(field: string, element: number): { readonly min: number; readonly max: number; readonly bits: number } {
    const slot = this.slots.find((each) => each.field === field && each.element === element);
    if (slot === undefined) throw new Error(`field ${field} has no element ${element}`);
    const { min, max, bits } = slot;
    return { min, max, bits };
  }

  /** By packed word: the bits of these fields. */
  masks(fields: readonly string[]): Int32Array {
    const masks = new Int32Array(this.packedWords);
    for (const { field, bits, word, shift } of this.slots) {
      if (fields.includes(field)) masks[word] |= (2 ** bits - 1) << shift;
    }
    return masks;
  }

  /** Functions between the views and the packed words, generated so that each is straight-line code. */
  packer(views: Views<F>): Packer {
    const { fields, words, tooLarge, unpack } = this.packingCode();
    const source = `
      return {
        pack(out, at) { ${words()
          .map((word, i) => `out[at + ${i}] = ${word};`)
          .join('\n')} return ${tooLarge} === 0; },
        unpack(inp, at) { ${unpack((i) => `inp[at + ${i}]`)} },
      };`;
    const make = new Function(fields.map((_, i) => `f${i}`).join(', '), source) as (...cells: Cells[]) => Packer;
    return make(...fields.map((name) => views[name]));
  }

  /** What generated code says of the packed form, from the slots. */
  packingCode(): PackingCode {
    const used = this.slots.filter((slot) => slot.bits > 0);
    const fields = [...new Set(this.slots.map((slot) => slot.field))];
    const named = (field: string, element: number) => `f${fields.indexOf(field)}[${element}]`;
    const cell = (slot: Slot) => named(slot.field, slot.element);
    const based = (slot: Slot) => (slot.min === 0 ? cell(slot) : `(${cell(slot)} - ${slot.min})`);
    const words: PackingCode['words'] = (other = () => undefined) =>
      Array.from({ length: this.packedWords }, (_, word) => {
        const value = (slot: Slot) => other(slot.field, slot.element) ?? based(slot);
        const parts = used.filter((slot) => slot.word === word).map((slot) => `${value(slot)} << ${slot.shift}`);
        return parts.join(' | ') || '0';
      });
    // A constant element has no bits, so any value but its own is too large; 32 bits have room for all.
    const tooLarge = this.slots
      .filter((slot) => slot.bits < WORD_BITS)
      .map((slot) => `${based(slot)} >>> ${slot.bits}`);
    // Where the bits have more values than the range: below zero above the maximum, but for 32 bits, where it may overflow.
    const left = used
      .filter((slot) => slot.max - slot.min < 2 ** slot.bits - 1)
      .map((slot) =>
        slot.bits < WORD_BITS
          ? `(${slot.max} - ${cell(slot)})`
          : `-(${cell(slot)} > ${slot.max} || ${cell(slot)} < ${slot.min})`,
      );
    const unpack = (word: (index: number) => string) =>
      used
        .map((slot) => {
          const mask = slot.bits === WORD_BITS ? '' : ` & ${2 ** slot.bits - 1}`;
          const bits = `${word(slot.word)} >>> ${slot.shift}${mask}`;
          return `${cell(slot)} = ${slot.min === 0 ? bits : `(${bits}) + ${slot.min}`};`;
        })
        .join('\n');
    const either = (codes: readonly string[]) => `(${codes.join(' | ') || '0'})`;
    return { fields, cell: named, words, tooLarge: either(tooLarge), left: either(left), unpack };
  }
}

/** JavaScript for the packed form; `f0`, `f1` and so on are the cells of `fields`. */
export interface PackingCode {
  readonly fields: readonly string[];
  /** What an element is called. */
  readonly cell: (field: string, element: number) => string;
  /**
   * An expression for each packed word; two states that fit their bits never have the same words.
   * @param other what is packed for an element in place of its own value, counted from its least
   */
  readonly words: (other?: (field: string, element: number) => string | undefined) => readonly string[];
  /** An expression that is 0 when every value fits its bits. */
  readonly tooLarge: string;
  /** An expression that is below 0 when some value that fits its bits is out of range. */
  readonly left: string;
  /** Statements that set the cells from the packed words, each given by an expression. */
  readonly unpack: (word: (index: number) => string) => string;
}

/** Packed form of the views it was made for; `at` is the index of the state's first word. */
export interface Packer {
  /** False when a value does not fit its bits: then other states may pack alike. */
  pack(out: Int32Array, at: number): boolean;
  unpack(inp: Int32Array, at: number): void;
}

function maxOf(spec: FieldSpec, element: number): number {
  return typeof spec.max === 'number' ? spec.max : spec.max[element];
}

function largest(spec: FieldSpec): number {
  return typeof spec.max === 'number' ? spec.max : Math.max(0, ...spec.max);
}

function checkSpec(name: string, spec: FieldSpec): void {
  const min = spec.min ?? 0;
  const wrong = (what: string) => new Error(`field ${name}: ${what}`);
  if (typeof spec.max !== 'number' && spec.max.length !== spec.length)
    throw wrong('one maximum for each element needed');
  for (let i = 0; i < spec.length; i++) if (maxOf(spec, i) < min) throw wrong(`maximum of element ${i} below ${min}`);
  if (min < -(2 ** 31) || largest(spec) >= 2 ** 31) throw wrong('beyond 32 bits');
}

/** How wide the cells of a field are, in bits; those of 8 have no sign. */
export function cellBits(spec: FieldSpec): 8 | 16 | 32 {
  const min = spec.min ?? 0;
  const max = largest(spec);
  // One value beyond the range must be representable, so that a write out of range is seen and not wrapped.
  if (min >= 0 && max < 2 ** 8 - 1) return 8;
  return min > -(2 ** 15) && max < 2 ** 15 - 1 ? 16 : 32;
}

const ARRAY_TYPES = { 8: Uint8Array, 16: Int16Array, 32: Int32Array } as const;

const arrayType = (spec: FieldSpec): Uint8ArrayConstructor | Int16ArrayConstructor | Int32ArrayConstructor =>
  ARRAY_TYPES[cellBits(spec)];

/** Widest fields first, so that every view is aligned. */
function placeBytes(fields: Fields): { offsets: Map<string, number>; byteLength: number } {
  const offsets = new Map<string, number>();
  const widths = Object.entries(fields).map(([name, spec]) => ({
    name,
    spec,
    width: arrayType(spec).BYTES_PER_ELEMENT,
  }));
  let offset = 0;
  for (const { name, spec, width } of widths.sort((a, b) => b.width - a.width)) {
    offsets.set(name, offset);
    offset += width * spec.length;
  }
  return { offsets, byteLength: Math.max(4, Math.ceil(offset / 4) * 4) };
}

/** Elements in order, none across a word border. */
function placeBits(fields: Fields): Slot[] {
  const slots: Slot[] = [];
  let word = 0;
  let shift = 0;
  for (const [field, spec] of Object.entries(fields)) {
    const min = spec.min ?? 0;
    for (let element = 0; element < spec.length; element++) {
      const max = maxOf(spec, element);
      const bits = Math.ceil(Math.log2(max - min + 1));
      if (shift + bits > WORD_BITS) {
        word++;
        shift = 0;
      }
      slots.push({ field, element, min, max, bits, word, shift });
      shift += bits;
    }
  }
  return slots;
}
