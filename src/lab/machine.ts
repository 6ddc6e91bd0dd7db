/**
 * A virtual machine of the lab: QEMU with a virtio-mem device alone on node 1, booted with a kernel and the lab's first
 * process, or restored from a snapshot. It lives no longer than the program that started it. Nothing listens on a network.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram, run } from './command.js';
import { cpioArchive } from './cpio.js';
import { type DeviceRegion, type LoggedRequest, readDeviceLog } from './device_log.js';
import { type GuestAnswer, GuestPort } from './guest_port.js';
import { findFile, type LabKernel } from './kernel.js';
import { Missing } from './missing.js';
import { decodePages, type MemoryPage, STRUCT_PAGE_BYTES, VMEMMAP } from './page_memory.js';
import { connectWhenThere, Qmp } from './qmp.js';
import { sleep } from './timing.js';

const MIB = 2 ** 20;

/** The device's memory: where it starts, and what it is divided into. */
export const REGION = {
  startBytes: 2 ** 32,
  sizeBytes: 512 * MIB,
  deviceBlockBytes: 2 * MIB,
  node: 1,
} as const satisfies DeviceRegion & Readonly<Record<string, number>>;

/** Memory that the machine has beside the device's, on node 0. */
const OWN_BYTES = 512 * MIB;

export const MEMORY_BLOCK_BYTES = 128 * MIB;
export const PAGE_BYTES = 4096;
export const PAGEBLOCK_PAGES = 512;
export const PAGES_PER_BLOCK = MEMORY_BLOCK_BYTES / PAGE_BYTES;
/** The memory block that the region starts with. */
export const FIRST_BLOCK = REGION.startBytes / MEMORY_BLOCK_BYTES;
export const BLOCKS = REGION.sizeBytes / MEMORY_BLOCK_BYTES;

/** The folder of a memory block in sysfs. */
export const folderOfBlock = (block: number): string => `/sys/devices/system/memory/memory${block}`;

/** Loaded at the start, in whatever order they depend on each other. */
const BOOT_MODULES = ['virtio', 'virtio_ring', 'virtio_pci_legacy_dev', 'virtio_pci_modern_dev', 'virtio_pci'];
/** Loaded by those who want them. */
const OTHER_MODULES = ['virtio_mem', 'notifier-error-inject', 'memory-notifier-error-inject', 'hwpoison-inject'];
/** The lab's own module, by the name it is loaded by. */
export const LAB_MODULE = 'pageoffline_lab';

/** In milliseconds. */
const BOOT_LIMIT = 300_000;
const UNPACK_LIMIT = 30_000;
const SNAPSHOT_LIMIT = 60_000;
const QUIT_LIMIT = 3_000;
const BETWEEN_LOOKS = 10;

export interface MachineOptions {
  readonly kernel: LabKernel;
  /** The lab's first process and module, see build.ts; without a module nothing is held, and the kernel is not tainted. */
  readonly init: string;
  readonly module?: string;
  readonly cpus: number;
  /** More parameters for the kernel. */
  readonly parameters?: string;
  /** A file to restore instead of booting: a snapshot that a machine with the same options made. */
  readonly snapshot?: string;
  /** A file for the snapshot that this machine is booted to make. */
  readonly makes?: string;
  readonly signal?: AbortSignal;
}

const PARAMETERS = 'console=ttyS0 quiet panic=-1 nokaslr mitigations=off tsc=reliable no_timer_check 8250.nr_uarts=2';

export class Machine {
  readonly kernel: LabKernel;
  readonly #options: MachineOptions;
  readonly #folder: string;
  readonly #qemu: ChildProcess;
  #qmp: Qmp | undefined;
  #port: GuestPort | undefined;
  #ended: string | undefined;

  private constructor(options: MachineOptions, folder: string, qemu: ChildProcess) {
    this.kernel = options.kernel;
    this.#options = options;
    this.#folder = folder;
    this.#qemu = qemu;
    const said: Buffer[] = [];
    for (const stream of [qemu.stdout, qemu.stderr]) stream?.on('data', (chunk: Buffer) => said.push(chunk));
    qemu.stdin?.on('error', () => {});
    qemu.on('exit', (code) => {
      this.#ended = `QEMU ended (${code}): ${Buffer.concat(said).toString().trim()}`;
    });
  }

  /**
   * Boots, or restores, and waits until the guest serves commands.
   * @throws {Missing} without QEMU
   * @throws when the guest does not come up
   */
  static async start(options: MachineOptions): Promise<Machine> {
    const program = findProgram('qemu-system-x86_64');
    if (program === undefined) throw new Missing('no QEMU: apt-get install --no-install-recommends qemu-system-x86');
    const folder = mkdtempSync(join(tmpdir(), 'pageoffline-lab-'));
    const initrd = join(folder, 'initrd');
    writeFileSync(initrd, await initialMemory(options));
    const machine = new Machine(options, folder, startQemu(folder, program, qemuArguments(options, folder, initrd)));
    const abort = () => void machine.close();
    options.signal?.addEventListener('abort', abort, { once: true });
    machine.#qemu.once('exit', () => options.signal?.removeEventListener('abort', abort));
    try {
      await machine.#comeUp(options);
      return machine;
    } catch (error) {
      await machine.close();
      throw error;
    }
  }

  /** Ends the machine and removes its files. */
  async close(): Promise<void> {
    if (this.#ended === undefined) {
      const ended = new Promise((resolve) => this.#qemu.once('exit', resolve));
      this.#qmp?.execute('quit', {}, QUIT_LIMIT).catch(() => {});
      await Promise.race([ended, sleep(QUIT_LIMIT)]);
      this.#qemu.stdin?.end();
    }
    this.#qmp?.close();
    this.#port?.close();
    rmSync(this.#folder, { recursive: true, force: true });
    if (this.#options.makes !== undefined) rmSync(unfinishedMemoryOf(this.#options.makes), { force: true });
  }

  ask(command: string, limit?: number): Promise<GuestAnswer> {
    return this.#guest.ask(command, limit);
  }

  /** As `ask`, for commands that should not fail. @throws with the errno when one does */
  async must(command: string, limit?: number): Promise<string> {
    const { text, errno } = await this.ask(command, limit);
    if (errno !== 0) throw new Error(`the guest, ${command}: errno ${errno}${text === '' ? '' : `: ${text}`}`);
    return text;
  }

  /** Asks the device for another size; the driver is told. */
  async resize(bytes: number): Promise<void> {
    await this.#monitor.execute('qom-set', { path: DEVICE_PATH, property: 'requested-size', value: bytes });
  }

  /** What the device says is plugged, in bytes. */
  async size(): Promise<number> {
    return Number(await this.#monitor.execute('qom-get', { path: DEVICE_PATH, property: 'size' }));
  }

  /** The struct pages of a range; fails where there is no memory block. */
  async pages(pfn: number, count: number): Promise<MemoryPage[]> {
    return decodePages(
      await this.memory(VMEMMAP + STRUCT_PAGE_BYTES * pfn, STRUCT_PAGE_BYTES * count),
      this.kernel.series,
    );
  }

  /** Bytes at a kernel address, which is given less 2^64. */
  async memory(address: number, size: number): Promise<Buffer> {
    const filename = join(this.#folder, 'memory');
    await this.#monitor.execute('memsave', { val: address, size, filename });
    return readFileSync(filename);
  }

  /** Stops all processors while `look` looks, so that it sees one instant. */
  async frozen<T>(look: () => Promise<T>): Promise<T> {
    await this.#monitor.execute('stop');
    try {
      return await look();
    } finally {
      await this.#monitor.execute('cont');
    }
  }

  /** What the driver asked of the device since this machine was started or restored. */
  deviceRequests(): LoggedRequest[] {
    return readDeviceLog(this.#textOf('device.log'), REGION);
  }

  deviceLog(): string {
    return this.#textOf('device.log');
  }

  console(): string {
    return this.#textOf('console.log');
  }

  /** Keeps the machine's state in the file that it was booted to make, and ends it. */
  async snapshot(): Promise<void> {
    const { makes: file } = this.#options;
    if (file === undefined) throw new Error('the machine was not booted to make a snapshot');
    const unfinished = `${file}.new`;
    await this.#monitor.execute('stop');
    await this.#monitor.execute('migrate-set-parameters', { 'max-bandwidth': 2 ** 40 });
    await this.#monitor.execute('migrate', { uri: `exec:cat > ${unfinished}` });
    await this.#untilStatus('query-migrate', (status) => status === 'completed' || status === 'failed');
    renameSync(unfinishedMemoryOf(file), memoryOf(file));
    await this.close();
    renameSync(unfinished, file);
  }

  get #monitor(): Qmp {
    if (this.#qmp === undefined) throw new Error('QEMU is not up');
    return this.#qmp;
  }

  get #guest(): GuestPort {
    if (this.#port === undefined) throw new Error('the guest is not up');
    return this.#port;
  }

  async #comeUp({ snapshot, makes }: MachineOptions): Promise<void> {
    const gone = () => this.#ended;
    this.#qmp = await Qmp.connect(join(this.#folder, 'qmp.sock'), gone);
    if (snapshot !== undefined || makes !== undefined)
      await this.#qmp.execute('migrate-set-capabilities', MEMORY_APART);
    if (snapshot !== undefined) await this.#qmp.execute('migrate-incoming', { uri: `exec:cat ${snapshot}` });
    this.#port = new GuestPort(await connectWhenThere(join(this.#folder, 'guest.sock'), gone));
    if (snapshot === undefined) {
      await this.#port.ready(BOOT_LIMIT);
      return;
    }
    await this.#untilStatus('query-status', (status) => status !== 'inmigrate');
    await this.#qmp.execute('cont');
    await this.must('ping');
  }

  async #untilStatus(query: string, is: (status: unknown) => boolean): Promise<void> {
    const end = Date.now() + SNAPSHOT_LIMIT;
    while (Date.now() < end) {
      const answer = await this.#monitor.execute(query);
      if (typeof answer === 'object' && answer !== null && 'status' in answer && is(answer.status)) return;
      await sleep(BETWEEN_LOOKS);
    }
    throw new Error(`QEMU, ${query}: not done within ${SNAPSHOT_LIMIT / 1000} s`);
  }

  #textOf(name: string): string {
    const path = join(this.#folder, name);
    return existsSync(path) ? readFileSync(path, 'latin1') : '';
  }
}

/**
 * QEMU outlives whoever starts it. Under a shell that waits for the end of its input it does not: when the program that
 * started it is gone, however it went, the input ends, and the shell takes QEMU and its files away.
 */
function startQemu(folder: string, program: string, args: readonly string[]): ChildProcess {
  const script = [
    'exec 3<&0; folder=$1; shift',
    '"$@" 3<&- & qemu=$!',
    '{ cat >/dev/null; kill -9 $qemu; } <&3 2>/dev/null & reader=$!',
    'exec 3<&- 2>/dev/null; trap : INT; wait $qemu; status=$?',
    'kill $reader 2>/dev/null; rm -rf "$folder"; exit $status',
  ].join('\n');
  const words = ['-c', script, 'sh', folder, program, ...args];
  return spawn('sh', words, { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
}

const DEVICE_PATH = '/machine/peripheral/vmem0';

/** What a machine has in memory of its own is no part of the snapshot, but a file that restored machines map. */
const MEMORY_APART = { capabilities: [{ capability: 'x-ignore-shared', state: true }] };
const memoryOf = (snapshot: string): string => `${snapshot}.memory`;
const unfinishedMemoryOf = (snapshot: string): string => `${memoryOf(snapshot)}.new`;

/** The machine's own memory: in a file where a snapshot is to be made, that file as it was where one is restored. */
function ownMemory({ snapshot, makes }: MachineOptions): string {
  const size = `id=r0,size=${OWN_BYTES / MIB}M`;
  if (makes !== undefined) return `memory-backend-file,${size},share=on,mem-path=${unfinishedMemoryOf(makes)}`;
  if (snapshot !== undefined) return `memory-backend-file,${size},share=off,mem-path=${memoryOf(snapshot)}`;
  return `memory-backend-ram,${size}`;
}

function qemuArguments(options: MachineOptions, folder: string, initrd: string): string[] {
  const { kernel, cpus, parameters = '', snapshot } = options;
  const size = `${REGION.sizeBytes / MIB}M`;
  const device = `memdev=m0,node=${REGION.node},requested-size=0M,block-size=${REGION.deviceBlockBytes / MIB}M`;
  const firstNode = `node,nodeid=0,cpus=${cpus === 1 ? '0' : `0-${cpus - 1}`},memdev=r0`;
  return [
    ...['-nodefaults', '-no-user-config', '-nographic', '-no-reboot', '-M', 'q35'],
    ...[
      '-accel',
      'tcg,thread=multi',
      '-cpu',
      'max,la57=off',
      '-smp',
      String(cpus),
      '-m',
      `${OWN_BYTES / MIB}M,maxmem=4096M`,
    ],
    ...['-object', ownMemory(options), '-numa', firstNode, '-numa', `node,nodeid=${REGION.node}`],
    ...['-object', `memory-backend-ram,id=m0,size=${size}`, '-device', `virtio-mem-pci,id=vmem0,${device}`],
    ...['-kernel', kernel.image, '-initrd', initrd, '-append', `${PARAMETERS} ${parameters}`],
    ...['-serial', `file:${join(folder, 'console.log')}`],
    ...['-serial', `unix:${join(folder, 'guest.sock')},server=on,wait=off`],
    ...['-qmp', `unix:${join(folder, 'qmp.sock')},server=on,wait=off`],
    ...['-trace', 'virtio_mem_*', '-D', join(folder, 'device.log')],
    ...(snapshot === undefined ? [] : ['-incoming', 'defer']),
  ];
}

/** The guest's first file system: its first process, and modules. */
async function initialMemory({ kernel, init, module, snapshot }: MachineOptions): Promise<Buffer> {
  // A restored guest has read it long ago.
  if (snapshot !== undefined) return cpioArchive([]);
  const named = await Promise.all([...BOOT_MODULES, ...OTHER_MODULES].map((name) => moduleNamed(kernel, name)));
  const modules = named.filter((each) => each !== undefined);
  return cpioArchive([
    ...['dev', 'proc', 'sys', 'tmp', 'mod'].map((path) => ({ path })),
    { path: 'init', content: readFileSync(init), executable: true },
    { path: 'modlist', content: Buffer.from(`${BOOT_MODULES.join('\n')}\n`) },
    ...modules.map(({ name, content }) => ({ path: `mod/${name}.ko`, content })),
    ...(module === undefined ? [] : [{ path: `mod/${LAB_MODULE}.ko`, content: readFileSync(module) }]),
  ]);
}

/** Undefined where it is built into the kernel, or not there at all. */
async function moduleNamed(
  { modules }: LabKernel,
  name: string,
): Promise<{ name: string; content: Buffer } | undefined> {
  const path = findFile(modules, new RegExp(`^${name.replaceAll('_', '[-_]')}\\.ko(\\.xz|\\.zst|\\.gz)?$`));
  if (path === undefined) return undefined;
  const packed = readFileSync(path);
  const unpacker = UNPACKERS.find(({ ending }) => path.endsWith(ending));
  if (unpacker === undefined) return { name, content: packed };
  return { name, content: await run(unpacker.program, ['-dc'], { input: packed, limit: UNPACK_LIMIT }) };
}

const UNPACKERS = [
  { ending: '.xz', program: 'xz' },
  { ending: '.zst', program: 'zstd' },
  { ending: '.gz', program: 'gzip' },
] as const;
