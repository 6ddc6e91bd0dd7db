/**
 * A kernel made ready for races: booted once with its driver, the lab's module and memory plugged, and kept as a snapshot, from
 * which each race begins in a fraction of a second.
 */

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Switches } from '../model/switches.js';
import { builtInit, builtModule } from './build.js';
import { startWithClock } from './guest_clock.js';
import type { LabKernel, Say } from './kernel.js';
import type { KernelCode } from './kernel_code.js';
import { LabModule } from './lab_module.js';
import { type Layout, PLUGGED_BLOCKS } from './layout.js';
import { folderOfBlock, LAB_MODULE, Machine, type MachineOptions, MEMORY_BLOCK_BYTES } from './machine.js';
import { SERIES_FACTS, type Series } from './series.js';
import { sleep } from './timing.js';

/** Changed when what is kept of a kernel is read or made otherwise. */
const READY_VERSION = '8';

/** In milliseconds. */
const RESIZE_LIMIT = 120_000;
const BETWEEN_LOOKS = 20;
/** What the driver's worker may still do when the device has the wanted size. */
const SETTLE = 700;
/** The longest that a task is held. */
const HOLD_LIMIT = 180_000;

/** One for the driver's worker, others for those who race with it: who waits with a spinlock keeps its own. */
export const CPUS = 4;
/** The processor that takes the device's interrupts, on which its worker then runs. */
export const WORKER_CPU = 0;

export interface SessionOptions {
  readonly kernel: LabKernel;
  readonly layout: Layout;
  /** Without the lab's module, so that the kernel is not tainted, and nothing can be held. */
  readonly free?: boolean;
  /** More parameters for the kernel, such as `init_on_alloc=0`. */
  readonly parameters?: string;
  readonly say: Say;
  readonly signal?: AbortSignal;
}

/** What is known of a kernel that was made ready, kept beside its snapshot. */
interface Known {
  readonly code: KernelCode;
  readonly pageChecks: boolean;
}

export class Session {
  readonly #options: SessionOptions;
  readonly #machine: Omit<MachineOptions, 'snapshot'>;
  readonly #snapshot: string;
  readonly #known: Known;

  private constructor(
    options: SessionOptions,
    machine: Omit<MachineOptions, 'snapshot'>,
    snapshot: string,
    known: Known,
  ) {
    this.#options = options;
    this.#machine = machine;
    this.#snapshot = snapshot;
    this.#known = known;
  }

  /** Boots the kernel unless a snapshot of it, made with the same module and memory, is kept. */
  static async open(options: SessionOptions): Promise<Session> {
    const { kernel, layout, parameters = '', free = false, say, signal } = options;
    const init = await builtInit();
    const module = free ? undefined : await builtModule(kernel, say, signal);
    const withModule = module === undefined ? {} : { module };
    const machine = {
      kernel,
      init,
      ...withModule,
      cpus: CPUS,
      parameters,
      ...(signal === undefined ? {} : { signal }),
    };
    const made = digestOf([READY_VERSION, init, module ?? 'free', kernel.release]);
    const memory = digestOf([parameters, layout.configuration.zone, String(layout.initialBytes)]);
    const name = join(kernel.folder, `${free ? 'free' : 'ready'}-${made}-${memory}`);
    const [file, description] = [`${name}.snapshot`, `${name}.json`];
    if (kernel.own || !existsSync(file) || !existsSync(description)) {
      say(`booting ${kernel.release}`);
      if (!free) removeOutdated(kernel.folder, `ready-${made}-`);
      writeFileSync(description, JSON.stringify(await makeReady(machine, layout, file)));
    }
    const known: Known = JSON.parse(readFileSync(description, 'utf8'));
    return new Session(options, machine, file, known);
  }

  /** What of the kernel's code can be used to hold. */
  get code(): KernelCode {
    return this.#known.code;
  }

  /** Switches of the model that are not the series' alone: how this kernel was configured and booted. */
  get switches(): Pick<Switches, 'pageChecks'> {
    return { pageChecks: this.#known.pageChecks };
  }

  get layout(): Layout {
    return this.#options.layout;
  }

  get kernel(): LabKernel {
    return this.#options.kernel;
  }

  /** A machine as it was when it was made ready. */
  start(): Promise<Machine> {
    return Machine.start({ ...this.#machine, snapshot: this.#snapshot });
  }
}

function digestOf(words: readonly string[]): string {
  return createHash('sha256').update(words.join('\0')).digest('hex').slice(0, 12);
}

/** Snapshots that were made with another module or guest are of no use any more, and large. */
function removeOutdated(folder: string, prefix: string): void {
  for (const name of readdirSync(folder)) {
    if (name.startsWith('ready-') && !name.startsWith(prefix)) rmSync(join(folder, name));
  }
}

/** Of a kernel without the lab's module. */
const NO_CODE: KernelCode = { functions: [], instructions: {} };

async function makeReady(options: Omit<MachineOptions, 'snapshot'>, layout: Layout, file: string): Promise<Known> {
  const machine = await startWithClock({ ...options, makes: file });
  try {
    const { text: bootLog } = await machine.ask('log');
    await machine.must(`write /proc/irq/default_smp_affinity ${(2 ** WORKER_CPU).toString(16)}`);
    await machine.must('insmod virtio_mem');
    await plug(machine, layout);
    await emptyLists(machine);
    if (options.module !== undefined) await machine.must(`insmod ${LAB_MODULE} limit_ms=${HOLD_LIMIT}`);
    const code = options.module === undefined ? NO_CODE : await new LabModule(machine).readCode();
    await countWorkerRuns(machine);
    await machine.ask('log');
    await machine.snapshot();
    return { code, pageChecks: checksPages(layout.series, bootLog) };
  } catch (error) {
    await machine.close();
    throw error;
  }
}

/**
 * Whether the allocator checks pages. From 6.3 it does if memory is initialised, or DEBUG_VM is on (mem_debugging_and_hardening_init());
 * before, check_new_pages() was called for every page that left the buddy.
 */
function checksPages(series: Series, bootLog: string): boolean {
  if (!SERIES_FACTS[series].checksPagesByKey) return true;
  return /mem auto-init:.* heap (alloc|free):on/.test(bootLog);
}

/**
 * Plugs the blocks, the last of them partly, all in one zone without a hole: zone->contiguous is set when a block leaves a zone, and
 * not when one joins it. So one block more is plugged, and leaves. What the model has unplugged at first is unplugged while its block
 * is offline: the pages were never given to the allocator since it was onlined.
 */
async function plug(machine: Machine, layout: Layout): Promise<void> {
  const { block, initialBytes } = layout;
  const isMovable = layout.configuration.zone === 'movable';
  const policy = isMovable ? 'online_movable' : 'online_kernel';
  const write = (number: number, word: string) => machine.must(`write ${folderOfBlock(number)}/state ${word}`);
  await machine.must(`write /sys/devices/system/memory/auto_online_blocks ${policy}`);
  // The kernel allocates from blocks of ZONE_NORMAL at once, and none of them could leave.
  if (!isMovable) return resizeTo(machine, initialBytes);
  await resizeTo(machine, (PLUGGED_BLOCKS + 1) * MEMORY_BLOCK_BYTES);
  await write(block, 'offline');
  await resizeTo(machine, initialBytes + MEMORY_BLOCK_BYTES);
  await write(block, policy);
  await write(block + 1, 'offline');
  await resizeTo(machine, initialBytes);
}

/** Hands the pages on another node's per-CPU lists back to the buddy, if it is done a few times. */
const TIMES_TO_EMPTY = 4;

export async function emptyLists(machine: Machine): Promise<void> {
  for (let i = 0; i < TIMES_TO_EMPTY; i++) await machine.must('write /proc/sys/vm/stat_refresh 1');
}

const TRACING = '/sys/kernel/tracing';
const WORKER = 'virtio_mem_run_wq';

/** Has the kernel count how often the driver's worker began and ended. */
export async function countWorkerRuns(machine: Machine): Promise<void> {
  await machine.must(`write ${TRACING}/kprobe_events p:kprobes/began ${WORKER}`);
  await machine.must(`append ${TRACING}/kprobe_events r:kprobes/ended ${WORKER}`);
  await machine.must(`write ${TRACING}/events/kprobes/enable 1`);
}

export interface WorkerRuns {
  readonly began: number;
  readonly ended: number;
}

export async function workerRuns(machine: Machine): Promise<WorkerRuns> {
  const profile = await machine.must(`read ${TRACING}/kprobe_profile`);
  const countOf = (name: string) => Number(new RegExp(`\\b${name}\\s+(\\d+)`).exec(profile)?.[1] ?? 0);
  return { began: countOf('began'), ended: countOf('ended') };
}

/** Asks for a size and waits until the driver is done. @throws when it does not come to it */
export async function resizeTo(machine: Machine, bytes: number): Promise<void> {
  await machine.resize(bytes);
  const end = Date.now() + RESIZE_LIMIT;
  while ((await machine.size()) !== bytes) {
    if (Date.now() > end) throw new Error(`the driver stopped at ${await machine.size()} of ${bytes} bytes`);
    await sleep(BETWEEN_LOOKS);
  }
  await sleep(SETTLE);
}
