/** An archive in the format of an initramfs: cpio, "newc". Documentation/driver-api/early-userspace/buffer-format.rst. */

export interface ArchiveEntry {
  /** Without a slash before it. */
  readonly path: string;
  /** Absent: a folder. */
  readonly content?: Uint8Array;
  readonly executable?: boolean;
}

const FOLDER_MODE = 0o40755;
const FILE_MODE = 0o100644;
const PROGRAM_MODE = 0o100755;

export function cpioArchive(entries: readonly ArchiveEntry[]): Buffer {
  const members = entries.map(({ path, content, executable }, i) => {
    const mode = content === undefined ? FOLDER_MODE : executable === true ? PROGRAM_MODE : FILE_MODE;
    return member(path, mode, content ?? new Uint8Array(0), i + 1);
  });
  return Buffer.concat([...members, member('TRAILER!!!', 0, new Uint8Array(0), 0)]);
}

function member(path: string, mode: number, content: Uint8Array, inode: number): Buffer {
  const name = Buffer.from(`${path}\0`);
  const links = mode === FOLDER_MODE ? 2 : 1;
  const numbers = [inode, mode, 0, 0, links, 0, content.length, 0, 0, 0, 0, name.length, 0];
  const header = Buffer.from(`070701${numbers.map((number) => number.toString(16).padStart(8, '0')).join('')}`);
  return Buffer.concat([padded(Buffer.concat([header, name])), padded(Buffer.from(content))]);
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}
