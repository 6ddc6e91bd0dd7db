/** The kernel's ELF file inside a bzImage, which boots without being unpacked by the guest. Documentation/arch/x86/boot.rst. */

/** How a payload is packed, by its first bytes, and the program that unpacks it. */
interface Packing {
  readonly magic: readonly number[];
  readonly program: string;
  /** Bytes behind the packed data that the program would stumble over: the unpacked size. */
  readonly trailer: number;
}

const PACKINGS: readonly Packing[] = [
  { magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], program: 'xz', trailer: 4 },
  { magic: [0x28, 0xb5, 0x2f, 0xfd], program: 'zstd', trailer: 4 },
  { magic: [0x1f, 0x8b], program: 'gzip', trailer: 4 },
  // LZ4's legacy format (02 21 4c 18) is left to the guest: such an image boots as it is.
];

export interface Payload {
  readonly program: string;
  readonly packed: Buffer;
}

const SETUP_SECTORS = 0x1f1;
const PAYLOAD_OFFSET = 0x248;
const PAYLOAD_LENGTH = 0x24c;
const SECTOR = 512;

/** Undefined when the image is packed in a way that is not known. */
export function payloadOf(image: Buffer): Payload | undefined {
  const start = ((image[SETUP_SECTORS] || 4) + 1) * SECTOR + image.readUInt32LE(PAYLOAD_OFFSET);
  const payload = image.subarray(start, start + image.readUInt32LE(PAYLOAD_LENGTH));
  const packing = PACKINGS.find(({ magic }) => magic.every((byte, i) => payload[i] === byte));
  if (packing === undefined) return undefined;
  return { program: packing.program, packed: payload.subarray(0, payload.length - packing.trailer) };
}

export function isElf(file: Buffer): boolean {
  return file.subarray(0, 4).equals(Buffer.from([0x7f, 0x45, 0x4c, 0x46]));
}
