/** Each recorded action as the model's processes that do the same, and the errno that the writer gets from them. */

import type { Performed } from '../checker/interpreter.js';
import { type Process, step, waitUntil } from '../checker/process.js';
import type { Context } from '../model/context.js';
import {
  lockDeviceHotplug,
  memoryBlockOffline,
  memoryBlockOnline,
  unlockDeviceHotplug,
} from '../model/drivers/base/memory.js';
import { Errno } from '../model/errno.js';
import { pinUserPage, unpinUserPage } from '../model/mm/gup.js';
import { memoryFailure } from '../model/mm/memory_failure.js';
import { BlockState, type Kernel } from '../model/state.js';
import { type Abstraction, modelPageOf } from './abstraction.js';
import { EINVAL, ENOENT, EPERM } from './errno_names.js';
import type { Circumstances, Machine, Mismatch, Ran } from './machine.js';
import { modelPageState } from './page_class.js';
import type { Action, RecordedAction, Veto } from './recording.js';
import { followRequests, HOLDER } from './worker.js';

export interface Done {
  /** What the writer gets in the model; null for an action that has no writer. */
  readonly errno: number | null;
  /** What the model did and chose, where the action alone does not say it. */
  readonly explanation: readonly string[];
  /** What the model could not do. */
  readonly mismatch?: Mismatch;
}

type Observe = (performed: Performed) => void;

export function perform(machine: Machine, abstraction: Abstraction, recorded: RecordedAction, observe: Observe): Done {
  const done = act(machine, abstraction, recorded.action, observe);
  if (done.mismatch !== undefined) return done;
  const followed = followRequests(machine, abstraction, recorded);
  return { ...done, ...followed, explanation: [...done.explanation, ...followed.explanation] };
}

function act(machine: Machine, abstraction: Abstraction, action: Action, observe: Observe): Done {
  switch (action.type) {
    // What the kernel allocates for itself is taken from the observation, see environment.ts.
    case 'observe':
    case 'kernelBuffers':
    case 'freeKernelBuffers':
    case 'resize':
      return { errno: null, explanation: [] };
    case 'writeState':
      return { errno: EINVAL, explanation: [] };
    case 'offline':
    case 'online':
      return storeState(machine, abstraction, action, observe);
    case 'poison':
      return poison(machine, action.pageKind, modelPageOf(abstraction, action.block, action.page));
    case 'pin':
      return pin(machine, modelPageOf(abstraction, action.block, action.page));
    case 'unpin':
      return unpin(machine);
  }
}

/** The one user of memory, who pins pages. */
const USER = 0;

function poison(machine: Machine, pageKind: string, page: number): Done {
  const [type] = modelPageState(machine.kernel, page);
  if (type !== pageKind) return impossible('page to poison', type, pageKind);
  return ran(machine.run(memoryFailure(machine.context, page)), (errno) => ({ errno, explanation: [] }));
}

function pin(machine: Machine, page: number): Done {
  const [type] = modelPageState(machine.kernel, page);
  return ran(machine.run(pinUserPage(page, USER)), (got) =>
    got ? { errno: Errno.OK, explanation: [] } : impossible('page to pin', `${type}, cannot be allocated`, 'allocated'),
  );
}

function unpin(machine: Machine): Done {
  const page = machine.kernel.userPage[USER] - 1;
  if (page < 0) return impossible('pinned page', 'migrated, or none', 'unpinned');
  const process = unpinUserPage(machine.context, page, USER);
  return ran(machine.run(process), () => ({ errno: Errno.OK, explanation: [] }));
}

function impossible(what: string, model: string, kernel: string): Done {
  return { errno: null, explanation: [], mismatch: { what, model, kernel } };
}

function ran<R>(result: Ran<R>, done: (value: R) => Done): Done {
  return 'mismatch' in result ? { errno: null, explanation: [], mismatch: result.mismatch } : done(result.value);
}

/**
 * A write to a block's state file. What never reaches the block is decided here: there is no file of an absent block, and
 * device_online() and device_offline() of a block that is so already return 1, which state_store() makes -EINVAL.
 * drivers/base/memory.c and drivers/base/core.c, all versions.
 */
function storeState(
  machine: Machine,
  { header }: Abstraction,
  action: Extract<Action, { type: 'offline' | 'online' }>,
  observe: Observe,
): Done {
  const block = action.block - header.device.firstBlock;
  const state = machine.kernel.blockState[block];
  const from = action.type === 'offline' ? BlockState.ONLINE : BlockState.OFFLINE;
  if (state === BlockState.ABSENT) return { errno: ENOENT, explanation: [] };
  if (state !== from) return { errno: EINVAL, explanation: [] };

  const explanation: string[] = [];
  const note: Observe = (performed) => {
    if (performed.kind === 'choice' && performed.taken > 0) explanation.push(`${performed.name}: ${performed.option}`);
    observe(performed);
  };
  const movable = action.type === 'online' ? action.policy === 'online_movable' : undefined;
  const process = lockAndChange(machine.context, block, movable);
  return ran(machine.run(process, circumstancesOf(action), note), (error) => ({
    errno: writerErrno(error, action.veto),
    explanation,
  }));
}

function circumstancesOf(action: Extract<Action, { type: 'offline' | 'online' }>): Circumstances {
  return { veto: action.veto, signal: action.type === 'offline' && action.interruptAfterMs !== undefined };
}

/** state_store() of one word, as the model's stateStore() does it for ever. */
function* lockAndChange(context: Context, block: number, movable: boolean | undefined): Process<Kernel, Errno> {
  yield waitUntil(lockDeviceHotplug, block, HOLDER);
  const error =
    movable === undefined
      ? yield* memoryBlockOffline(context, block, HOLDER)
      : yield* memoryBlockOnline(context, block, movable, HOLDER);
  yield step(unlockDeviceHotplug, block);
  return error;
}

/** A notifier's errno is passed through; the driver's own refusal is NOTIFY_BAD, which is -EPERM. */
function writerErrno(error: Errno, veto: Veto | undefined): number {
  return error === Errno.VETO ? (veto?.errno ?? EPERM) : error;
}
