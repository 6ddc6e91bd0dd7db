/**
 * The same race with nothing held: the same actors by ordinary means, a write to a block's state file and a resize at once, over
 * and over, until it happens. No module is loaded, so that the kernel is as its users have it.
 */

import type { Say } from './kernel.js';
import type { Layout } from './layout.js';
import { folderOfBlock, type Machine, PAGEBLOCK_PAGES, PAGES_PER_BLOCK } from './machine.js';
import { colourChunks, pageText } from './page_memory.js';
import { SERIES_FACTS } from './series.js';
import type { Session } from './session.js';
import { sleep } from './timing.js';

/** In milliseconds. */
const TIME_TO_END = 5_000;
const TIME_AFTER_SIGNAL = 15_000;
const TIME_TO_RESIZE = 8_000;
const BETWEEN_LOOKS = 50;
/** The writer comes after the resize by a random time up to this: the worker is then somewhere in its work. */
const MOST_DELAY = 120;
/** Sub-blocks that the worker is asked to unplug in each attempt. */
const SUB_BLOCKS = 24;
const EINTR = 4;
/** Of a memory block. */
const PAGEBLOCKS = PAGES_PER_BLOCK / PAGEBLOCK_PAGES;

/** How one attempt went. */
export type FreeAttempt =
  | { readonly went: 'ended'; readonly errno: number }
  /** It had to be ended by a signal although nothing was in its way. */
  | { readonly went: 'endless'; readonly evidence: readonly string[] }
  /** The machine was not as it should be before the attempt could begin. */
  | { readonly went: 'not begun'; readonly why: string };

export interface FreeResult {
  readonly attempts: number;
  readonly happened: number;
  /** Attempts by the errno that the write ended with. */
  readonly errnos: Readonly<Record<string, number>>;
  readonly evidence: readonly string[];
  /** As /proc/sys/kernel/tainted has it: 0 is not tainted. */
  readonly tainted: number;
  readonly seconds: number;
}

export interface FreeOptions {
  readonly minutes: number;
  /** Ends after it has happened so often. */
  readonly times: number;
  readonly say: Say;
  readonly signal: AbortSignal;
  /** Between 0 and 1, for the time between resize and write. */
  readonly random: () => number;
}

/** @param session of a machine without the lab's module */
export async function runFree(
  session: Session,
  { minutes, times, say, signal, random }: FreeOptions,
): Promise<FreeResult> {
  const started = performance.now();
  const end = started + minutes * 60_000;
  const errnos: Record<string, number> = {};
  let attempts = 0;
  let happened = 0;
  let evidence: readonly string[] = [];
  let tainted = 0;
  let machine = await session.start();
  try {
    while (performance.now() < end && happened < times && !signal.aborted) {
      const attempt = await tryOnce(machine, session.layout, random() * MOST_DELAY);
      if (attempt.went === 'not begun') {
        // Whatever an attempt left behind, the snapshot has not.
        await machine.close();
        machine = await session.start();
        continue;
      }
      attempts++;
      tainted = Number((await machine.must('read /proc/sys/kernel/tainted')).trim());
      if (attempt.went === 'ended') errnos[attempt.errno] = (errnos[attempt.errno] ?? 0) + 1;
      else {
        happened++;
        evidence = attempt.evidence;
      }
      say(`${attempts} attempts, it happened in ${happened}`);
    }
  } finally {
    await machine.close();
  }
  return { attempts, happened, errnos, evidence, tainted, seconds: (performance.now() - started) / 1000 };
}

async function tryOnce(machine: Machine, layout: Layout, delay: number): Promise<FreeAttempt> {
  const file = `${folderOfBlock(layout.block)}/state`;
  const whole = layout.initialBytes;
  const less = whole - SUB_BLOCKS * SERIES_FACTS[layout.series].subBlockBytes;
  if ((await machine.ask(`read ${file}`)).text !== 'online') {
    const policy = layout.configuration.zone === 'movable' ? 'online_movable' : 'online_kernel';
    const { errno } = await machine.ask(`write ${file} ${policy}`);
    if (errno !== 0) return { went: 'not begun', why: `onlining the block: errno ${errno}` };
  }
  await machine.resize(whole);
  if (!(await untilSize(machine, whole))) return { went: 'not begun', why: 'the driver does not plug the block again' };

  await machine.resize(less);
  await sleep(delay);
  const pid = /pid=(\d+)/.exec(await machine.must(`spawn -1 writer ${file} offline`))?.[1];
  const errno = await untilEnded(machine, TIME_TO_END);
  if (errno !== undefined) return { went: 'ended', errno };
  const before = await summary(machine, layout);
  const isolated = await isolatedPageblocks(machine);
  await machine.ask(`signal ${pid}`);
  const after = await untilEnded(machine, TIME_AFTER_SIGNAL);
  // With all of its block isolated an attempt may only be slow.
  if (after !== EINTR || !before.free || isolated >= PAGEBLOCKS) return { went: 'ended', errno: after ?? -1 };
  return {
    went: 'endless',
    evidence: [
      `the write of "offline" had not returned after ${TIME_TO_END / 1000} s, and a signal ended it with EINTR`,
      `all pages of the block were free or released: ${before.text}`,
      `${isolated} of ${PAGEBLOCKS} pageblocks were isolated`,
    ],
  };
}

async function untilSize(machine: Machine, bytes: number): Promise<boolean> {
  const end = Date.now() + TIME_TO_RESIZE;
  while (Date.now() < end) {
    if ((await machine.size()) === bytes) return true;
    await sleep(BETWEEN_LOOKS);
  }
  return false;
}

async function untilEnded(machine: Machine, limit: number): Promise<number | undefined> {
  const end = Date.now() + limit;
  for (;;) {
    const errno = /errno=(\d+)/.exec((await machine.ask('ended writer')).text)?.[1];
    if (errno !== undefined) return Number(errno);
    if (Date.now() > end) return undefined;
    await sleep(BETWEEN_LOOKS);
  }
}

async function summary(machine: Machine, { firstFrame }: Layout): Promise<{ text: string; free: boolean }> {
  const pages = colourChunks(await machine.pages(firstFrame, PAGES_PER_BLOCK));
  const counts = new Map<string, number>();
  for (const page of pages) counts.set(pageText(page), (counts.get(pageText(page)) ?? 0) + 1);
  const free = [...counts.keys()].every((text) => /^(buddy|none|offline) 0( dirty)?$/.test(text));
  return { text: [...counts].map(([text, count]) => `${count} ${text}`).join(', '), free };
}

/** The column Isolate of /proc/pagetypeinfo, of the device's node. */
async function isolatedPageblocks(machine: Machine): Promise<number> {
  return readIsolated(await machine.must('read /proc/pagetypeinfo'));
}

export function readIsolated(pagetypeinfo: string): number {
  const numbers = pagetypeinfo.slice(pagetypeinfo.indexOf('Number of blocks type'));
  const column = numbers.split('\n')[0].trim().split(/\s+/).slice(4).indexOf('Isolate');
  const rows = numbers.split('\n').filter((line) => /^Node\s+1,/.test(line));
  return rows.reduce(
    (sum, row) =>
      sum +
      Number(
        row
          .replace(/^Node\s+1, zone\s+\S+\s*/, '')
          .trim()
          .split(/\s+/)[column] ?? 0,
      ),
    0,
  );
}
