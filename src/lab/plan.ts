/**
 * How a race is made on a kernel: its steps in segments, between which another process goes on, and for each segment where its
 * process then stands, and by what it is held there.
 */

import { kindOf } from '../checker/process_kind.js';
import type { Program } from '../checker/system.js';
import { Replay, type TraceStep } from '../checker/trace.js';
import type { Kernel } from '../model/state.js';
import { type KernelCode, type UsableHold, usable } from './kernel_code.js';
import type { Layout } from './layout.js';
import { STRUCT_PAGE_BYTES } from './page_memory.js';
import { type Argument, actorOf, type Cast, holdText, isActed } from './places.js';
import { type NextStep, nameOfNext, rowBetween, strikes } from './standing.js';

/** Where a process stands when its segment is over. */
export type Stand =
  | {
      readonly by: 'hold';
      readonly hold: UsableHold;
      /** What the register of the hold must have. */
      readonly value?: string;
      /** What a notifier that holds returns when it is released. */
      readonly errno: number;
    }
  /** It waits for a lock that another process has. */
  | { readonly by: 'lock' }
  /** It has not begun, has ended, or is the lab's own and waits for its next command. */
  | { readonly by: 'rest' }
  /** Nobody moves after it, so that it need not stand anywhere. */
  | { readonly by: 'nothing' };

export interface Segment {
  readonly process: string;
  readonly steps: readonly TraceStep[];
  /** Steps of the trace up to the end of the segment. */
  readonly end: number;
  readonly stands: Stand;
}

/** Why a race is no plan: the process would have to stand where it cannot be held. */
export interface Undrivable {
  readonly process: string;
  /** The step after which it would have to stand, and the one before. */
  readonly after: string;
  readonly before: string;
  /** Steps of the trace before. */
  readonly at: number;
}

/** What an injected veto returns: EIO, which no notifier of the kernel returns by itself. */
export const VETO_ERRNO = 5;

export type Planned = { readonly segments: readonly Segment[] } | { readonly undrivable: Undrivable };

/** @throws when the program cannot take the steps */
export function planOf(
  program: Program<Kernel>,
  trace: readonly TraceStep[],
  code: KernelCode,
  layout: Layout,
  cast: Cast,
): Planned {
  const replay = new Replay(program);
  const before = new Map<string, string>();
  const segments: Segment[] = [];
  let steps: TraceStep[] = [];
  for (const [i, step] of trace.entries()) {
    // One that ends and begins anew is told to, whoever moves between.
    const begins = steps.length > 0 && standsAtRest(replay, step.process, before.get(step.process), cast);
    if (begins && !isActed(kindOf(step.process), cast)) {
      segments.push({ process: step.process, steps, end: i, stands: { by: 'rest' } });
      steps = [];
    }
    replay.follow(step, i);
    if (step.action !== undefined) before.set(step.process, step.action);
    steps.push(step);
    const isLast = i === trace.length - 1;
    if (!isLast && trace[i + 1].process === step.process) continue;
    const later = trace.slice(i + 1).find(({ process }) => process === step.process);
    const stands = standOf(replay, step.process, before.get(step.process), later, code, layout, cast, isLast);
    if (stands === undefined) {
      const process = program.automata.findIndex((automaton) => automaton.process === step.process);
      const next = replay.branches(process).map(nameOfNext);
      return {
        undrivable: {
          process: step.process,
          after: step.action ?? '',
          before: [...new Set(next)].join(' or '),
          at: i + 1,
        },
      };
    }
    segments.push({ process: step.process, steps, end: i + 1, stands });
    steps = [];
  }
  return { segments };
}

function standsAtRest(replay: Replay<Kernel>, name: string, before: string | undefined, cast: Cast): boolean {
  const process = replay.program.automata.findIndex((automaton) => automaton.process === name);
  return rowBetween(name, before, replay.branches(process), cast)?.hold.by === 'rest';
}

/** @param later the process's next step in the trace */
function standOf(
  replay: Replay<Kernel>,
  name: string,
  before: string | undefined,
  later: TraceStep | undefined,
  code: KernelCode,
  layout: Layout,
  cast: Cast,
  isLast: boolean,
): Stand | undefined {
  const process = replay.program.automata.findIndex((automaton) => automaton.process === name);
  const branches = replay.branches(process);
  // Behind a crash nobody comes anywhere.
  if (isLast && replay.program.system.halted?.(replay.state) === true) return { by: 'nothing' };
  const row = rowBetween(name, before, branches, cast);
  const hold = row === undefined ? undefined : usable(code, row.hold);
  if (branches.length === 0 || hold?.by === 'rest') return { by: 'rest' };
  if (hold !== undefined && strikes(hold, branches, replay.state)) {
    const value = registerValueOf(hold, branches, layout);
    const errno = later !== undefined && vetoes(later) ? VETO_ERRNO : 0;
    return { by: 'hold', hold, errno, ...(value === undefined ? {} : { value }) };
  }
  if (!replay.enabled().some((move) => move.process === process)) return { by: 'lock' };
  return isLast ? { by: 'nothing' } : undefined;
}

export function vetoes({ choices }: Pick<TraceStep, 'choices'>): boolean {
  return choices.some(({ option }) => option === 'NOTIFY_BAD');
}

export function isSignalled({ choices }: Pick<TraceStep, 'choices'>): boolean {
  return choices.some(({ name, option }) => name === 'signal_pending' && option === 'yes');
}

function registerValueOf(hold: UsableHold, [next]: readonly NextStep[], layout: Layout): string | undefined {
  if (hold.by === 'instruction') return structPageText(layout.frameOfPage(next.args[0]));
  if (hold.by !== 'entry' && hold.by !== 'return') return undefined;
  return hold.argument === undefined ? undefined : argumentText(hold.argument, next.args[0], layout);
}

function argumentText({ is, of }: Argument, named: number, layout: Layout): string {
  const subBlock = of === 'sub-block of the page' ? layout.geometry.subBlockOfPage[named] : named;
  const frame = of === 'page' ? layout.frameOfPage(named) : layout.frameOfSubBlock(subBlock);
  return is === 'frame' ? String(frame) : structPageText(frame);
}

/** The address of a struct page, whole. */
export function structPageText(frame: number): string {
  return `0x${(VMEMMAP_START + BigInt(STRUCT_PAGE_BYTES * frame)).toString(16)}`;
}

const VMEMMAP_START = 0xffffea0000000000n;

/** By what a process is held, in a few words. */
export function standText(stands: Stand): string {
  switch (stands.by) {
    case 'hold':
      return `held by ${holdText(usableText(stands.hold))}`;
    case 'lock':
      return 'waits for a lock';
    case 'rest':
      return 'at rest';
    case 'nothing':
      return 'goes on';
  }
}

/** With the function that this kernel has. */
function usableText(hold: UsableHold): UsableHold {
  return 'function' in hold ? { ...hold, functions: [hold.function] } : hold;
}

/** `walker0` for `walker 0`: a task's name has no space. The kernel's own tasks have theirs. */
export function taskOf(process: string, cast: Cast): string {
  const actor = actorOf(kindOf(process), cast);
  return KERNEL_TASKS[actor] ?? process.replaceAll(' ', '');
}

const KERNEL_TASKS: Readonly<Record<string, string>> = { worker: 'kworker', kdamond: 'kdamond' };
