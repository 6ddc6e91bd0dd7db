/**
 * The order of the kernel's steps in a traced attempt: the recorded trace, without the calls that differences.ts names, must
 * be line by line the trace that the model's path would leave.
 */

import {
  DIFFERENCES,
  type DifferenceId,
  FUNCTIONS_OF_THE_LOOP,
  FUNCTIONS_WITHOUT_STEPS,
  NOTIFICATIONS_WITHOUT_STEPS,
} from './differences.js';
import { type Attempt, expectedLines, NOTIFY_OK, type TraceLine } from './expected_trace.js';
import { buildCalls } from './kernel_calls.js';
import type { Mismatch } from './machine.js';
import { tracedClass } from './page_class.js';
import type { Header, KernelCall, KernelStep, Series } from './recording.js';
import { OFFLINE_PLACES, ONLINE_PLACES } from './step_places.js';

export interface StepComparison {
  /** Lines of the trace that were compared. */
  readonly compared: number;
  readonly mismatches: readonly Mismatch[];
  readonly differences: readonly DifferenceId[];
}

const NOTHING: StepComparison = { compared: 0, mismatches: [], differences: [] };

export function compareSteps(attempt: Attempt): StepComparison {
  const { header, recorded, steps } = attempt;
  if (recorded.steps === undefined) return NOTHING;
  const places = recorded.action.type === 'online' ? ONLINE_PLACES : OFFLINE_PLACES;
  const expected = buildCalls(places, steps)
    .flatMap((call) => [...expectedLines(call, attempt)])
    .filter((line) => isVisible(header, line));
  const lines = recorded.steps.flatMap(repeated).map((call) => lineOf(call, attempt));
  const { kept, notifications } = setAside(header.series, lines);
  const inlined: readonly Series[] = DIFFERENCES.managedInlined.kernels;
  const onlined = kept.some(({ fn }) => fn === 'generic_online_page') && inlined.includes(header.series);
  const differences = [
    ...(notifications ? [DIFFERENCES.notifications.id] : []),
    ...(onlined ? [DIFFERENCES.managedInlined.id] : []),
  ];
  const interrupted = recorded.action.type === 'offline' && recorded.action.interruptAfterMs !== undefined;
  const mismatches = interrupted
    ? firstDiffering(roundsAsOne(expected), roundsAsOne(kept))
    : firstDiffering(expected, kept);
  return { compared: kept.length, mismatches, differences };
}

function lineOf({ observedPages, ...call }: KernelCall, { steps }: Attempt): TraceLine {
  const pages = Object.entries(observedPages).map(([label, page]) => [
    label,
    tracedClass(page, steps.traced.get(label)?.ofKernel === true),
  ]);
  return { ...call, pagesByLabel: Object.fromEntries(pages) };
}

/** Of calls of the attempt's loop that follow each other, those that are the same as one before them are left out. */
function roundsAsOne(lines: readonly TraceLine[]): TraceLine[] {
  const round = new Set<string>();
  return lines.filter((line) => {
    if (!FUNCTIONS_OF_THE_LOOP.includes(line.fn)) {
      round.clear();
      return true;
    }
    const told = tell(line);
    return round.size < round.add(told).size;
  });
}

/**
 * The recorded calls without those that have no step in the model: by the tables, and only if they succeed and leave the
 * traced pages as they found them.
 */
function setAside(series: Series, calls: readonly TraceLine[]): { kept: TraceLine[]; notifications: boolean } {
  const kept: TraceLine[] = [];
  let notifications = false;
  let opened: TraceLine | undefined;
  for (const call of calls) {
    if (opened !== undefined && closes(opened, call)) {
      opened = undefined;
    } else if (opened === undefined && call.phase === 'enter' && isWithoutSteps(series, call, kept.at(-1))) {
      opened = call;
      notifications ||= call.notifier !== undefined;
    } else {
      // Whatever comes between a set-aside call and its return is compared, and so is a call that does not return well.
      if (opened !== undefined) kept.push(opened);
      opened = undefined;
      kept.push(call);
    }
  }
  if (opened !== undefined) kept.push(opened);
  return { kept, notifications };
}

/** @param before the line before it that has a step: a call by the function that it enters */
function isWithoutSteps(series: Series, { fn, notifier }: TraceLine, before: TraceLine | undefined): boolean {
  if (notifier === undefined) {
    const caller = before?.phase === 'enter' ? before.fn : undefined;
    return FUNCTIONS_WITHOUT_STEPS.some(
      (each) => each.fn === fn && (each.calledBy === undefined || each.calledBy === caller),
    );
  }
  const kernels: readonly Series[] = DIFFERENCES.notifications.kernels;
  const unknown = NOTIFICATIONS_WITHOUT_STEPS.includes(notifier) && kernels.includes(series);
  return unknown && fn === 'virtio_mem_memory_notifier_cb';
}

function closes(enter: TraceLine, { fn, phase, ret, pagesByLabel }: TraceLine): boolean {
  const success = enter.notifier === undefined ? 0 : NOTIFY_OK;
  const unchanged = tellPages(enter) === tellPages({ pagesByLabel });
  return phase === 'return' && fn === enter.fn && (ret ?? success) === success && unchanged;
}

/** Functions that this kernel's tracer could not see leave no lines. */
function isVisible({ functionsNotTraceable = [], functionsWithoutReturnProbe = [] }: Header, line: TraceLine): boolean {
  if (functionsNotTraceable.includes(line.fn)) return false;
  return line.phase === 'enter' || !functionsWithoutReturnProbe.includes(line.fn);
}

/** A cycle, as often as it was recorded. */
function repeated(step: KernelStep): KernelCall[] {
  if (!('cycle' in step)) return [step];
  const { cycle, repeat, firstPageStride = 0 } = step;
  return Array.from({ length: repeat }, (_, i) =>
    cycle.map((call) =>
      call.firstPage === undefined ? call : { ...call, firstPage: call.firstPage + i * firstPageStride },
    ),
  ).flat();
}

function firstDiffering(expected: readonly TraceLine[], calls: readonly TraceLine[]): Mismatch[] {
  for (let i = 0; i < Math.max(expected.length, calls.length); i++) {
    const model = tell(expected.at(i));
    const kernel = tell(calls.at(i));
    if (model !== kernel) return [{ what: `step ${i + 1} of the trace`, model, kernel }];
  }
  return [];
}

/** A line of a trace in words, with everything that is compared. */
function tell(line: TraceLine | undefined): string {
  if (line === undefined) return 'the end';
  const { fn, phase, notifier, ret, order, firstPage, pages, managedDelta, context } = line;
  const fields = Object.entries({ notifier, ret, order, firstPage, pages, managedDelta, context });
  const told = fields.flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`]));
  return [`${fn}() ${phase}`, ...told, tellPages(line)].join(', ');
}

function tellPages({ pagesByLabel }: Pick<TraceLine, 'pagesByLabel'>): string {
  const told = Object.entries(pagesByLabel).map(([label, page]) => `${label} ${page}`);
  return told.sort().join(', ');
}
