/** The lab's module in a guest, by its files under debugfs; see lab/module/pageoffline_lab.c. */

import type { KernelCode, UsableHold } from './kernel_code.js';
import { readKernelCode } from './kernel_code.js';
import type { Machine } from './machine.js';
import { sleep } from './timing.js';

const COMMAND = '/sys/kernel/debug/pageoffline/command';
const RESULTS = '/sys/kernel/debug/pageoffline/results';
const HOLDS = '/sys/kernel/debug/pageoffline/holds';

/** In milliseconds. */
const BETWEEN_LOOKS = 20;

/** How far a hold has come; `inside`: its task is in the function whose return it waits for. */
export type Stage = 'free' | 'armed' | 'inside' | 'holding' | 'passed';

const STAGES: readonly Stage[] = ['free', 'armed', 'inside', 'holding', 'passed'];

export interface HoldState {
  readonly stage: Stage;
  /** Whether it ended by its limit, and not because it was released. */
  readonly late: boolean;
}

/** The lines of the module's file `holds`, by name; of several that go by one name, the one that holds. */
export function readHolds(text: string): Map<string, HoldState> {
  const holds = new Map<string, HoldState>();
  for (const line of text.split('\n')) {
    const [, name, word, late] = /^(\S+) (\S+) late=([01])/.exec(line) ?? [];
    const stage = STAGES.find((each) => each === word);
    if (name === undefined || stage === undefined || holds.get(name)?.stage === 'holding') continue;
    holds.set(name, { stage, late: late === '1' });
  }
  return holds;
}

/** What the module reads of memory: isolation by pageblock, online sections, and the counts of the device's node. */
export interface MemoryState {
  readonly isolated: readonly boolean[];
  readonly sectionsOnline: readonly boolean[];
  /** Signed: a count that went below zero is a finding. */
  readonly managed: number;
  readonly present: number;
}

/** @throws when the text is of another form */
export function readMemoryState(text: string): MemoryState {
  const [, pageblocks, sections, managed, present] =
    /pageblocks ([-i.]*) sections ([o.]*) managed (-?\d+) present (-?\d+)/.exec(text) ?? [];
  if (present === undefined) throw new Error(`the lab's module says of memory: ${text}`);
  return {
    isolated: [...pageblocks].map((each) => each === 'i'),
    sectionsOnline: [...sections].map((each) => each === 'o'),
    managed: Number(managed),
    present: Number(present),
  };
}

export class LabModule {
  readonly #machine: Machine;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** @throws with the errno when the module refuses */
  async command(command: string): Promise<string> {
    await this.#machine.must(`write ${COMMAND} ${command}`);
    return (await this.result('-')) ?? '';
  }

  /** Starts a command in a task of its own, whose name and whose result's name is the id. */
  async spawn(id: string, command: string): Promise<void> {
    await this.#machine.must(`spawn -1 ${id} ${COMMAND} as ${id} ${command}`);
  }

  /** What the latest command with this id came to. */
  async result(id: string): Promise<string | undefined> {
    const lines = (await this.#machine.must(`read ${RESULTS}`)).split('\n');
    return lines.find((line) => line.startsWith(`${id} `))?.slice(id.length + 1);
  }

  async holds(): Promise<Map<string, HoldState>> {
    return readHolds(await this.#machine.must(`read ${HOLDS}`));
  }

  async memory(frame: number, count: number): Promise<MemoryState> {
    return readMemoryState(await this.command(`memory ${frame} ${count}`));
  }

  /** Until a zone of the node changes its size, what is freed there goes through the per-CPU lists at once. */
  async disableLists(node: number): Promise<void> {
    await this.command(`nolists ${node}`);
  }

  /**
   * Arms a hold for a task by its name. Returns the name to ask for and to release.
   * @param value what the argument's or instruction's register must have
   */
  async arm(name: string, hold: UsableHold, task: string, value: string | undefined, errno = 0): Promise<string> {
    switch (hold.by) {
      case 'rest':
        throw new Error('there is nothing to hold by');
      case 'notifier': {
        const veto = errno === 0 ? '' : ` errno=${errno}`;
        await this.command(`notifier ${hold.side} ${hold.action} hold${veto}`);
        return `${hold.side}:${hold.action}`;
      }
      case 'instruction':
        // One of them is reached with this page; they go by one name.
        for (const { address, register } of hold.instructions) {
          await this.command(`hold ${name} ${address} comm=${task} ${register}=${value}`);
        }
        return name;
      default: {
        const returns = hold.by === 'return' ? ' return' : '';
        const argument = hold.argument === undefined ? '' : ` ${hold.argument.register}=${value}`;
        await this.command(`hold ${name} ${hold.function}${returns} comm=${task}${argument}`);
        if (hold.other !== undefined)
          await this.command(`hold ${name} ${hold.other}${returns} comm=${task}${argument}`);
        return name;
      }
    }
  }

  /** A notifier that vetoes without holding. */
  async veto(side: 'before' | 'after', action: string, errno: number): Promise<void> {
    await this.command(`notifier ${side} ${action} errno=${errno}`);
  }

  async release(name: string): Promise<void> {
    await this.#machine.ask(`write ${COMMAND} release ${name}`);
  }

  /** Whether a hold strikes within so many milliseconds. */
  async strikes(name: string, limit: number, gone: () => Promise<boolean>): Promise<boolean> {
    const end = Date.now() + limit;
    while (Date.now() < end) {
      if ((await this.holds()).get(name)?.stage === 'holding') return true;
      if (await gone()) return false;
      await sleep(BETWEEN_LOOKS);
    }
    return false;
  }

  /** What of the kernel's code the table of places can use. */
  readCode(): Promise<KernelCode> {
    return readKernelCode({
      addressOf: async (name) => addressIn(await this.command(`address ${name}`)),
      memory: (address, size) => this.#machine.memory(address, size),
    });
  }
}

/** `0xffffffff81234567`, less 2^64; undefined for `none 2`. */
export function addressIn(text: string): number | undefined {
  return text.startsWith('0x') ? Number(BigInt(text) - 2n ** 64n) : undefined;
}
