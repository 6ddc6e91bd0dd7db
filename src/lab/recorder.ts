/**
 * Does actions on a booted kernel, one after another, and writes down what it showed after each, in the form that `conform` reads.
 * No module of the lab is loaded, and one processor runs, so that nothing happens but what is asked for.
 */

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { errnoName } from '../conformance/errno_names.js';
import {
  type Action,
  FORMAT,
  type Header,
  type Observed,
  type ObservedBlock,
  type RecordedAction,
  type Recording,
  type Veto,
} from '../conformance/recording.js';
import { builtInit } from './build.js';
import { type LoggedRequest, mergeRequests, pluggedAfter } from './device_log.js';
import { readIsolated } from './free.js';
import { startWithClock } from './guest_clock.js';
import type { LabKernel, Say } from './kernel.js';
import {
  BLOCKS,
  FIRST_BLOCK,
  folderOfBlock,
  Machine,
  type MachineOptions,
  MEMORY_BLOCK_BYTES,
  PAGE_BYTES,
  PAGEBLOCK_PAGES,
  REGION,
} from './machine.js';
import { alarmsIn } from './observables.js';
import { observeBlock, pagesIn, readZones } from './observed.js';
import { SERIES_FACTS, type Series } from './series.js';
import { countWorkerRuns, emptyLists, workerRuns } from './session.js';
import { sleep } from './timing.js';

/** In milliseconds. */
const WRITE_LIMIT = 6_000;
const SIGNAL_LIMIT = 10_000;
const WORKER_LIMIT = 60_000;
const BETWEEN_LOOKS = 10;
/** Of two equal readings of the worker's runs, after an action that need not start it. */
const BETWEEN_READINGS = 25;

const POLICY = 'online_movable';

/** Records walks of one kernel. */
export interface Bench {
  readonly series: Series;
  /**
   * @param next the action to come, given what was observed so far; undefined: there is none any more
   * @throws when the guest does not answer
   */
  record(seed: number | null, next: (observed: Observed, index: number) => Action | undefined): Promise<Recording>;
}

/** A kernel booted with an empty device, kept as a snapshot from which each recording begins. */
export class RecordingBench implements Bench {
  readonly #machine: MachineOptions;

  private constructor(machine: MachineOptions) {
    this.#machine = machine;
  }

  static async open(kernel: LabKernel, say: Say, signal: AbortSignal): Promise<RecordingBench> {
    const init = await builtInit();
    const machine = { kernel, init, cpus: 1, signal };
    const made = createHash('sha256').update(`${init} ${kernel.release} 3`).digest('hex').slice(0, 12);
    const snapshot = join(kernel.folder, `empty-${made}.snapshot`);
    if (kernel.own || !existsSync(snapshot)) {
      say(`booting ${kernel.release}`);
      await makeReady(machine, snapshot);
    }
    return new RecordingBench({ ...machine, snapshot });
  }

  get series(): Series {
    return this.#machine.kernel.series;
  }

  async record(
    seed: number | null,
    next: (observed: Observed, index: number) => Action | undefined,
  ): Promise<Recording> {
    const machine = await Machine.start(this.#machine);
    try {
      const recorder = new Recorder(machine);
      const actions = [await recorder.do({ type: 'observe' }, 2)];
      for (;;) {
        const action = next(actions[actions.length - 1].observed, actions.length - 1);
        if (action === undefined) break;
        actions.push(await recorder.do(action, actions.length + 2));
      }
      return {
        file: 'live',
        header: headerOf(this.#machine.kernel, seed, actions.length - 1),
        actions,
        unknownFields: [],
      };
    } finally {
      await machine.close();
    }
  }
}

async function makeReady(options: MachineOptions, snapshot: string): Promise<void> {
  const machine = await startWithClock({ ...options, makes: snapshot });
  try {
    await machine.must(`write /sys/devices/system/memory/auto_online_blocks ${POLICY}`);
    await machine.must('insmod virtio_mem');
    await machine.must('insmod notifier-error-inject');
    await countWorkerRuns(machine);
    await machine.ask('log');
    await machine.snapshot();
  } catch (error) {
    await machine.close();
    throw error;
  }
}

export function headerOf(
  { release, series }: Pick<LabKernel, 'release' | 'series'>,
  seed: number | null,
  draws: number,
): Header {
  return {
    format: FORMAT,
    kernel: release,
    series,
    kind: 'walk',
    seed,
    draws,
    memoryBlockBytes: MEMORY_BLOCK_BYTES,
    subBlockBytes: SERIES_FACTS[series].subBlockBytes,
    pageBytes: PAGE_BYTES,
    pageblockBytes: PAGEBLOCK_PAGES * PAGE_BYTES,
    device: {
      type: 'virtio-mem-pci',
      mode: 'SBM',
      regionStartBytes: REGION.startBytes,
      regionSizeBytes: REGION.sizeBytes,
      deviceBlockBytes: REGION.deviceBlockBytes,
      node: REGION.node,
      nodeHasOtherMemory: false,
      firstBlock: FIRST_BLOCK,
      blocks: BLOCKS,
      driverParameters: {},
    },
    autoOnlineBlocks: POLICY,
    virtualCpus: 1,
  };
}

/** A recording as a file, which {@link parseRecording} reads. */
export function recordingText({ header, actions }: Recording): string {
  const lines = actions.map(({ lineNumber: _, ...action }) => action);
  return [header, ...lines].map((line) => `${JSON.stringify(line)}\n`).join('');
}

class Recorder {
  readonly #machine: Machine;
  #requested = 0;
  #requests = 0;
  #runs = 0;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  async do(action: Action, lineNumber: number): Promise<RecordedAction> {
    const errno = await this.#act(action);
    const began = await this.#untilWorkerRests(action.type === 'resize');
    await emptyLists(this.#machine);
    const requests = this.#machine.deviceRequests();
    const observed = await this.#observe(requests, began);
    const { text: log } = await this.#machine.ask('log');
    const recorded: RecordedAction = {
      action,
      errno,
      errnoName: errnoName(errno),
      deviceRequests: mergeRequests(requests.slice(this.#requests)),
      observed,
      kernelLog: [...new Set(alarmsIn(log.split('\n')))],
      lineNumber,
    };
    this.#requests = requests.length;
    this.#runs = began;
    return recorded;
  }

  async #act(action: Action): Promise<number | null> {
    switch (action.type) {
      case 'observe':
        return null;
      case 'resize':
        this.#requested = action.requestedBytes;
        await this.#machine.resize(action.requestedBytes);
        return null;
      case 'offline':
        return this.#vetoed(action.veto, 'GOING_OFFLINE', () => this.#writeState(action.block, 'offline'));
      case 'online':
        return this.#vetoed(action.veto, 'GOING_ONLINE', () => this.#writeState(action.block, action.policy));
      case 'writeState':
        return this.#writeState(action.block, action.value);
      default:
        throw new Error(`the lab does not record the action ${action.type}`);
    }
  }

  /** With the in-tree error injection in the notifier chain, before or after the driver's. */
  async #vetoed(veto: Veto | undefined, event: string, write: () => Promise<number>): Promise<number> {
    if (veto === undefined) return write();
    const module = 'memory-notifier-error-inject';
    await this.#machine.must(`insmod ${module} priority=${veto.when === 'beforeDriver' ? 1 : -1}`);
    const file = `/sys/kernel/debug/notifier-error-inject/memory/actions/MEM_${event}/error`;
    await this.#machine.must(`write ${file} -${veto.errno}`);
    const errno = await write();
    await this.#machine.must(`rmmod ${module.replaceAll('-', '_')}`);
    return errno;
  }

  /** In a child that a signal ends: an attempt may go on for ever. */
  async #writeState(block: number, word: string): Promise<number> {
    const text = await this.#machine.must(`spawn -1 writer ${folderOfBlock(block)}/state ${word}`);
    const pid = /pid=(\d+)/.exec(text)?.[1];
    const errno = await this.#untilEnded(WRITE_LIMIT);
    if (errno !== undefined) return errno;
    await this.#machine.ask(`signal ${pid}`);
    const after = await this.#untilEnded(SIGNAL_LIMIT);
    if (after === undefined) throw new Error(`a write of ${word} does not end, not even by a signal`);
    return after;
  }

  async #untilEnded(limit: number): Promise<number | undefined> {
    const end = Date.now() + limit;
    do {
      const errno = /errno=(\d+)/.exec((await this.#machine.ask('ended writer')).text)?.[1];
      if (errno !== undefined) return Number(errno);
      await sleep(BETWEEN_LOOKS);
    } while (Date.now() < end);
    return undefined;
  }

  /** Returns how often the driver's worker has begun. @param must whether it has to begin */
  async #untilWorkerRests(must: boolean): Promise<number> {
    const end = Date.now() + WORKER_LIMIT;
    let before = -1;
    while (Date.now() < end) {
      const { began, ended } = await workerRuns(this.#machine);
      const rests = began === ended && began === before;
      if (rests && (!must || began > this.#runs)) return began;
      before = began === ended ? began : -1;
      await sleep(BETWEEN_READINGS);
    }
    throw new Error("the driver's worker does not come to rest");
  }

  async #observe(requests: readonly LoggedRequest[], began: number): Promise<Observed> {
    const plugged = pluggedAfter(new Set(), requests);
    const blocks: ObservedBlock[] = [];
    for (let slot = 0; slot < BLOCKS; slot++) blocks.push(await observeBlock(this.#machine, slot, plugged));
    const zones = readZones(await this.#machine.must('read /proc/zoneinfo'));
    const sum = (name: 'managed' | 'present') => Object.values(zones).reduce((total, zone) => total + zone[name], 0);
    const meminfo = await this.#machine.must('read /proc/meminfo');
    return {
      blocks,
      managedPages: sum('managed'),
      presentPages: sum('present'),
      zones,
      isolatedPageblocks: readIsolated(await this.#machine.must('read /proc/pagetypeinfo')),
      deviceSizeBytes: await this.#machine.size(),
      requestedSizeBytes: this.#requested,
      hwpoisonedPages: pagesIn(meminfo, 'HardwareCorrupted'),
      totalRamPages: pagesIn(meminfo, 'MemTotal'),
      driverWorkerRuns: began - this.#runs,
      driverWorkerIdle: true,
    };
  }
}
