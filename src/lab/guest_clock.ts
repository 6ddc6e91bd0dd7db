/**
 * Boots until the guest's clock is right. A kernel that boots on a busy machine may measure its time stamp counter wrongly, and then
 * has a second in some milliseconds: every limit in it, that of a hold too, comes early.
 */

import { Machine, type MachineOptions } from './machine.js';
import { sleep } from './timing.js';

/** In milliseconds. */
const MEASURED = 1_000;
/** How much too fast or too slow a clock may run: what an answer that comes late makes of a second. */
const TOLERANCE = 0.5;
const MOST_BOOTS = 4;

/** @throws when no boot comes to a clock that is right */
export async function startWithClock(options: MachineOptions): Promise<Machine> {
  for (let boots = 1; ; boots++) {
    const machine = await Machine.start(options);
    try {
      const rate = await clockRate(machine);
      if (isRight(rate)) return machine;
      if (boots === MOST_BOOTS) throw new Error(`the guest's clock runs ${rate.toFixed(1)} times as fast as it should`);
    } catch (error) {
      await machine.close();
      throw error;
    }
    await machine.close();
  }
}

export const isRight = (rate: number): boolean => rate > 1 - TOLERANCE && rate < 1 + TOLERANCE;

/** Seconds of the guest in a second. */
async function clockRate(machine: Machine): Promise<number> {
  const [guest, host] = [await uptime(machine), performance.now()];
  await sleep(MEASURED);
  return (1000 * ((await uptime(machine)) - guest)) / (performance.now() - host);
}

const uptime = async (machine: Machine): Promise<number> => Number.parseFloat(await machine.must('read /proc/uptime'));
