/** Makes a plan happen on a machine, segment by segment, and reads the machine's state after each. */

import { NaiveReplay } from '../checker/naive_replay.js';
import { kindOf } from '../checker/process_kind.js';
import type { System } from '../checker/system.js';
import type { TraceStep } from '../checker/trace.js';
import type { Mismatch } from '../conformance/machine.js';
import type { Kernel } from '../model/state.js';
import { startKdamond, stopKdamond } from './kdamond.js';
import type { UsableHold } from './kernel_code.js';
import { LabModule } from './lab_module.js';
import type { Layout } from './layout.js';
import { folderOfBlock, type Machine, PAGE_BYTES, REGION } from './machine.js';
import { Missing } from './missing.js';
import { MODULE_COMMANDS } from './module_commands.js';
import { actorOf, type Cast, isActed } from './places.js';
import { isSignalled, type Segment, taskOf, VETO_ERRNO, vetoes } from './plan.js';
import { type Baseline, compareSeen, look, type Seen } from './seen.js';
import { SERIES_FACTS } from './series.js';
import { CPUS, WORKER_CPU, workerRuns } from './session.js';
import { sleep } from './timing.js';

/** In milliseconds. */
const STRIKE_LIMIT = 15_000;
const END_LIMIT = 10_000;
/** That a process still waits for a lock after this time is taken as: it waits. */
const LOCK_TIME = 300;
const GO_ON_TIME = 700;
const BETWEEN_LOOKS = 20;

/** One segment as it went. */
export interface DrivenSegment {
  readonly segment: Segment;
  readonly seen: Seen;
  /** In which fields model and kernel differ behind it; empty: in none. */
  readonly mismatches: readonly Mismatch[];
}

export interface Driven {
  readonly segments: readonly DrivenSegment[];
  /** What the guest's kernel wrote to its log meanwhile. */
  readonly log: readonly string[];
}

/** Where a process is between its segments. */
type Standing =
  | { readonly at: 'rest' | 'lock' }
  | { readonly at: 'hold'; readonly name: string; readonly by?: UsableHold['by'] };

export class Drive {
  readonly machine: Machine;
  readonly module: LabModule;
  readonly layout: Layout;
  readonly #replay: NaiveReplay<Kernel>;
  readonly #cast: Cast;
  readonly #processes: readonly string[];
  readonly #standing = new Map<string, Standing>();
  readonly #tasks = new Map<string, number>();
  readonly #log: string[] = [];
  #requestedBytes: number;
  #runsBefore = 0;
  #arms = 0;
  #baseline: Baseline = { managed: 0, present: 0 };

  constructor(machine: Machine, layout: Layout, system: System<Kernel>, cast: Cast) {
    this.machine = machine;
    this.#cast = cast;
    this.module = new LabModule(machine);
    this.layout = layout;
    this.#replay = new NaiveReplay(system);
    this.#processes = system.processes.map(({ name }) => name);
    this.#requestedBytes = layout.initialBytes;
  }

  /** The model's state behind the segments that were driven. */
  get model(): Kernel {
    return this.#replay.state;
  }

  get baseline(): Baseline {
    return this.#baseline;
  }

  get log(): readonly string[] {
    return this.#log;
  }

  /**
   * Drives one segment after another until model and machine part.
   * @param tell called after each
   */
  async run(segments: readonly Segment[], tell: (driven: DrivenSegment) => void): Promise<Driven> {
    const { managed, present } = await this.look();
    this.#baseline = { managed, present };
    const driven: DrivenSegment[] = [];
    for (const segment of segments) {
      if (!this.layout.configuration.pcp) await this.module.disableLists(REGION.node);
      const wrong = await this.#drive(segment);
      for (const step of segment.steps) this.#replay.follow(step);
      const seen = await this.look();
      await this.readLog();
      const mismatches = [
        ...wrong,
        ...compareSeen(this.model, seen, this.layout, this.#baseline, this.#isBetweenPages),
      ];
      driven.push({ segment, seen, mismatches });
      tell(driven[driven.length - 1]);
      if (mismatches.length > 0) break;
    }
    return { segments: driven, log: this.#log };
  }

  /** Whether somebody stands at an instruction of the driver's callback, which goes through a sub-block page by page. */
  get #isBetweenPages(): boolean {
    return [...this.#standing].some(
      ([process, standing]) => kindOf(process) === 'sysfs' && 'by' in standing && standing.by === 'instruction',
    );
  }

  look(): Promise<Seen> {
    return look(this.machine, this.module, this.layout);
  }

  async readLog(): Promise<void> {
    const { text } = await this.machine.ask('log');
    this.#log.push(...text.split('\n').filter((line) => line !== ''));
  }

  /** Lets every process go on. */
  async releaseAll(): Promise<void> {
    for (const name of (await this.module.holds()).keys()) await this.module.release(name);
  }

  /** How the task of a process ended; undefined while it runs, or when it has none. */
  async ended(process: string): Promise<{ readonly errno: number; readonly text: string } | undefined> {
    if (!this.#tasks.has(process)) return undefined;
    const { text } = await this.machine.ask(`ended ${taskOf(process, this.#cast)}`);
    const errno = /errno=(\d+)/.exec(text)?.[1];
    return errno === undefined ? undefined : { errno: Number(errno), text };
  }

  async signal(process: string): Promise<void> {
    const pid = this.#tasks.get(process);
    if (pid !== undefined) await this.machine.ask(`signal ${pid}`);
  }

  /** What of the segment did not come to pass. */
  async #drive(segment: Segment): Promise<Mismatch[]> {
    const { process, steps, stands } = segment;
    await this.#armVetoes(segment);
    const signalled = steps.some(isSignalled);
    if (signalled && this.#at(process).at === 'rest') await this.#beginAndStop(process, steps[0]);
    const name =
      stands.by === 'hold'
        ? await this.module.arm(
            `h${this.#arms++}`,
            stands.hold,
            taskOf(process, this.#cast),
            stands.value,
            stands.errno,
          )
        : undefined;
    if (signalled) await this.signal(process);
    const wrong = await this.#goOn(segment);
    if (name === undefined) {
      this.#standing.set(process, { at: stands.by === 'lock' ? 'lock' : 'rest' });
      return [...wrong, ...(await this.#checkStand(segment))];
    }
    this.#standing.set(process, { at: 'hold', name, ...(stands.by === 'hold' ? { by: stands.hold.by } : {}) });
    const ended = async () => (await this.ended(process)) !== undefined;
    if (await this.module.strikes(name, STRIKE_LIMIT, ended)) return wrong;
    const kernel = (await this.ended(process))?.text ?? 'did not come there';
    return [...wrong, { what: process, model: `stands at the place (${name})`, kernel }];
  }

  #at(process: string): Standing {
    return this.#standing.get(process) ?? { at: 'rest' };
  }

  /** Notifiers that veto in this segment, where the process does not already stand in one of them. */
  async #armVetoes({ process, steps }: Segment): Promise<void> {
    const standing = this.#at(process);
    for (const [i, step] of steps.entries()) {
      if (!vetoes(step)) continue;
      const isHeldThere = i === 0 && standing.at === 'hold' && /^(before|after):GOING/.test(standing.name);
      if (isHeldThere) continue;
      const side = step.choices.some(({ name }) => name === 'notifier before the driver') ? 'before' : 'after';
      const online = steps.some(({ action }) => action === 'move_pfn_range_to_zone');
      await this.module.veto(side, online ? 'GOING_ONLINE' : 'GOING_OFFLINE', VETO_ERRNO);
    }
  }

  /** Begins a process that is to be signalled, and stops it before it does anything that matters. */
  async #beginAndStop(process: string, step: TraceStep): Promise<void> {
    const hold = { by: 'entry', functions: [SIGNAL_STOP], function: SIGNAL_STOP } as const;
    const name = await this.module.arm(`h${this.#arms++}`, hold, taskOf(process, this.#cast), undefined);
    await this.#begin(process, step);
    await this.module.strikes(name, STRIKE_LIMIT, async () => false);
    this.#standing.set(process, { at: 'hold', name });
  }

  /** Lets a process go on from where it is. Returns what its own commands came to otherwise than in the model. */
  async #goOn({ process, steps, stands }: Segment): Promise<Mismatch[]> {
    const standing = this.#at(process);
    if (standing.at === 'hold') await this.module.release(standing.name);
    if (isActed(kindOf(process), this.#cast))
      return this.#act(process, steps, stands.by === 'rest' || stands.by === 'nothing');
    if (standing.at === 'rest') await this.#begin(process, steps[0]);
    return [];
  }

  async #begin(process: string, step: TraceStep): Promise<void> {
    switch (actorOf(kindOf(process), this.#cast)) {
      case 'kdamond':
        return startKdamond(this.machine, this.layout.frameOfPage(pageChosen(step)));
      case 'sysfs':
        return this.#spawn(
          process,
          `spawn ${this.#cpuOf(process)} ${taskOf(process, this.#cast)} ${this.#stateFile} ${this.#wordFor(step)}`,
        );
      case 'worker':
        return this.#resize(step);
      case 'memory error':
        return this.#breakPage(process, this.layout.frameOfPage(pageChosen(step)));
      case 'reader': {
        const frame = this.layout.frameOfPage(pageChosen(step));
        return this.#spawn(
          process,
          `kcore ${this.#cpuOf(process)} ${taskOf(process, this.#cast)} 0x${(DIRECT_MAP + BigInt(frame) * 4096n).toString(16)}`,
        );
      }
      default:
        throw new Error(`${process}: the lab cannot begin it`);
    }
  }

  get #stateFile(): string {
    return `${folderOfBlock(this.layout.block)}/state`;
  }

  #wordFor({ outcome }: TraceStep): string {
    if (outcome === 'block online') return 'offline';
    return this.layout.configuration.zone === 'movable' ? 'online_movable' : 'online_kernel';
  }

  /** One that waits with a spinlock keeps its processor: no other of the race, nor the driver's worker, may need that. */
  #cpuOf(process: string): number {
    const index = this.#processes.indexOf(process);
    return WORKER_CPU + 1 + (index % (CPUS - WORKER_CPU - 1));
  }

  async #spawn(process: string, command: string): Promise<void> {
    const text = await this.machine.must(command);
    this.#tasks.set(process, Number(/pid=(\d+)/.exec(text)?.[1]));
  }

  /** hard_offline_page_store() calls memory_failure(). */
  async #breakPage(process: string, frame: number): Promise<void> {
    const file = '/sys/devices/system/memory/hard_offline_page';
    if ((await this.machine.ask(`read ${file}`)).errno === ENOENT) {
      throw new Missing(`${this.machine.kernel.release} has no memory_failure(): CONFIG_MEMORY_FAILURE is not set`);
    }
    const address = frame * PAGE_BYTES;
    await this.#spawn(process, `spawn ${this.#cpuOf(process)} ${taskOf(process, this.#cast)} ${file} ${address}`);
  }

  /** Asks the device for a sub-block more or less, as the worker finds the one that it takes up. */
  async #resize({ outcome = '' }: TraceStep): Promise<void> {
    this.#runsBefore = (await workerRuns(this.machine)).began;
    const { subBlockBytes } = SERIES_FACTS[this.layout.series];
    this.#requestedBytes += outcome.endsWith('unplugged') ? subBlockBytes : -subBlockBytes;
    await this.machine.resize(this.#requestedBytes);
  }

  /** The commands of an actor of the lab's own, one after another; the last may be held on its way. */
  async #act(process: string, steps: readonly TraceStep[], toTheEnd: boolean): Promise<Mismatch[]> {
    const commands = steps.flatMap((step) => MODULE_COMMANDS[kindOf(process)](step, this.layout, process));
    const wrong: Mismatch[] = [];
    for (const [i, { command, expected }] of commands.entries()) {
      const id = taskOf(process, this.#cast);
      await this.#spawn(
        process,
        `spawn ${this.#cpuOf(process)} ${id} /sys/kernel/debug/pageoffline/command as ${id} ${command}`,
      );
      if (i === commands.length - 1 && !toTheEnd) return wrong;
      await this.#untilEnded(process);
      const result = await this.module.result(id);
      if (expected !== undefined && result?.startsWith(expected) !== true) {
        wrong.push({ what: `${process}: ${command}`, model: expected, kernel: result ?? 'no result' });
      }
    }
    return wrong;
  }

  async #untilEnded(process: string): Promise<boolean> {
    const end = Date.now() + END_LIMIT;
    while (Date.now() < end) {
      if ((await this.ended(process)) !== undefined) return true;
      await sleep(BETWEEN_LOOKS);
    }
    return false;
  }

  /** Whether a process that is held by nothing is where the model has it. */
  async #checkStand({ process, stands }: Segment): Promise<Mismatch[]> {
    if (stands.by === 'nothing') {
      await sleep(GO_ON_TIME);
      return [];
    }
    if (stands.by === 'lock') {
      await sleep(LOCK_TIME);
      const ended = await this.ended(process);
      return ended === undefined ? [] : [{ what: process, model: 'waits for a lock', kernel: ended.text }];
    }
    if (kindOf(process) === 'worker') return this.#untilWorkerRests(process);
    if (actorOf(kindOf(process), this.#cast) === 'kdamond') {
      await stopKdamond(this.machine);
      return [];
    }
    const rests = isActed(kindOf(process), this.#cast) || (await this.#untilEnded(process));
    return rests ? [] : [{ what: process, model: 'has ended', kernel: `runs on after ${END_LIMIT / 1000} s` }];
  }

  async #untilWorkerRests(process: string): Promise<Mismatch[]> {
    const end = Date.now() + END_LIMIT;
    while (Date.now() < end) {
      const { began, ended } = await workerRuns(this.machine);
      if (began > this.#runsBefore && began === ended) return [];
      await sleep(BETWEEN_LOOKS);
    }
    return [{ what: process, model: 'has ended', kernel: `runs on after ${END_LIMIT / 1000} s` }];
  }
}

const ENOENT = 2;
/** A function that every attempt passes before its first signal counts. */
const SIGNAL_STOP = 'start_isolate_page_range';
/** Where all memory is mapped, with `nokaslr`. */
const DIRECT_MAP = 0xffff888000000000n;

function pageChosen({ choices }: TraceStep): number {
  const option = choices.find(({ name }) => name === 'page')?.option ?? 'page 0';
  return Number(option.replace('page ', ''));
}
