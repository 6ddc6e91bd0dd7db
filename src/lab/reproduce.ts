/** Makes a race on a real kernel, and tells whether the kernel does what the model says. */

import type { Program } from '../checker/system.js';
import { Replay, type TraceStep } from '../checker/trace.js';
import { type Kernel, Owner } from '../model/state.js';
import type { Property } from '../properties/property.js';
import { Drive, type Driven, type DrivenSegment } from './drive.js';
import { type Observable, type Observation, observableOf } from './observables.js';
import type { Cast } from './places.js';
import type { Segment } from './plan.js';
import type { Session } from './session.js';
import { sleep } from './timing.js';

/** In milliseconds. */
const TIME_TO_END = 5_000;
const TIME_AFTER_SIGNAL = 15_000;
const BETWEEN_LOOKS = 100;

export interface Race {
  readonly program: Program<Kernel>;
  readonly property: Property;
  readonly trace: readonly TraceStep[];
  readonly segments: readonly Segment[];
  readonly cast: Cast;
}

export type Verdict =
  /** Every state as the model has it, and the violation seen. */
  | 'reproduced'
  /** Model and kernel part, or the violation is not seen. */
  | 'differs'
  /** For a control: every state as the model has it, and no violation seen. */
  | 'holds';

export interface Reproduction {
  readonly verdict: Verdict;
  readonly driven: Driven;
  readonly evidence: readonly string[];
  /** Absent when model and kernel parted before. */
  readonly observation?: Observation;
  readonly console: string;
  readonly deviceLog: string;
  /** In seconds, from the restored snapshot on. */
  readonly seconds: number;
}

/** On a machine that is busy with other work a hold may end by its limit before its task is needed. */
const MOST_TRIES = 3;

/**
 * Drives the race, on a machine of its own; again where a hold ended too early.
 * @param tell called after each segment
 * @throws when nothing is known by which the property's violation could be seen
 */
export async function reproduce(
  session: Session,
  race: Race,
  tell: (driven: DrivenSegment) => void,
): Promise<Reproduction> {
  for (let left = MOST_TRIES - 1; ; left--) {
    const { late, ...made } = await tryOnce(session, race, tell);
    if (!late || left === 0) return made;
  }
}

async function tryOnce(
  session: Session,
  race: Race,
  tell: (driven: DrivenSegment) => void,
): Promise<Reproduction & { readonly late: boolean }> {
  const observable = observableOf(race.property.id);
  if (observable === undefined) throw new Error(`${race.property.id}: nothing is known by which a kernel shows it`);
  const machine = await session.start();
  const started = performance.now();
  try {
    const drive = new Drive(machine, session.layout, race.program.system, race.cast);
    const driven = await drive.run(race.segments, tell);
    const parted = driven.segments.some(({ mismatches }) => mismatches.length > 0);
    const late = parted && [...(await drive.module.holds()).values()].some((hold) => hold.late);
    const observation = parted ? undefined : await observe(drive, race, observable, driven);
    const evidence = observation === undefined ? [] : observable.evidence(observation);
    const verdict = parted ? 'differs' : evidence.length > 0 ? 'reproduced' : 'holds';
    return {
      late,
      verdict,
      driven,
      evidence,
      ...(observation === undefined ? {} : { observation }),
      console: machine.console(),
      deviceLog: machine.deviceLog(),
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    await machine.close();
  }
}

async function observe(drive: Drive, race: Race, { allocates }: Observable, driven: Driven): Promise<Observation> {
  const page = violatorOf(race);
  const seen = driven.segments.at(-1)?.seen ?? (await drive.look());
  const frame = drive.layout.frameOfPage(page);
  const allocated = allocates === true && (await drive.module.command(`alloc ${frame}`)).startsWith('got');
  const reader = race.program.automata.find(({ process }) => process === 'reader');
  await drive.releaseAll();
  const writer = 'sysfs';
  const hasWriter = race.trace.some(({ process }) => process === writer);
  const ended = hasWriter ? await untilEnded(drive, writer, TIME_TO_END) : undefined;
  const after = await drive.look();
  let afterSignal: number | undefined;
  if (hasWriter && ended === undefined) {
    await drive.signal(writer);
    afterSignal = (await untilEnded(drive, writer, TIME_AFTER_SIGNAL))?.errno;
  }
  await drive.readLog();
  const read = reader === undefined ? undefined : await drive.ended(reader.process);
  const bytesRead = Number(/length=(-?\d+)/.exec(read?.text ?? '')?.[1] ?? 0);
  return {
    seen,
    after,
    page,
    waitedSeconds: TIME_TO_END / 1000,
    allocated,
    heldByWalkers: drive.model.speculative[page],
    ...(drive.model.owner[page] === Owner.USER ? { inUse: true } : {}),
    touched: race.trace.some(({ action, outcome }) => action === 'clear_page' && outcome === 'touched'),
    log: drive.log,
    ...(ended === undefined ? {} : { writerErrno: ended.errno }),
    ...(afterSignal === undefined ? {} : { errnoAfterSignal: afterSignal }),
    ...(bytesRead > 0 ? { bytesRead } : {}),
  };
}

/** The page by which the property is violated first; 0 where it is not about a page. */
function violatorOf({ program, property, trace }: Race): number {
  if (property.kind !== 'invariant') return 0;
  const replay = new Replay(program);
  for (const [i, step] of trace.entries()) {
    replay.follow(step, i);
    const page = property.violator(replay.state);
    if (page >= 0) return page;
  }
  return 0;
}

async function untilEnded(drive: Drive, process: string, limit: number): ReturnType<Drive['ended']> {
  const end = Date.now() + limit;
  for (;;) {
    const ended = await drive.ended(process);
    if (ended !== undefined || Date.now() > end) return ended;
    await sleep(BETWEEN_LOOKS);
  }
}
