/** The shape of a race: what is left of it when the accidents of scheduling are taken away. */

import { kindOf } from '../checker/process_kind.js';
import type { TraceStep } from '../checker/trace.js';
import type { Run } from '../run/run.js';

/**
 * Who took part, told by kind, and what each did in its order with what outcomes; not on which page or block, nor what of
 * one process came before what of another. Equal for races that differ in these alone.
 */
export function shapeOf(run: Run): string {
  const byProcess = new Map<string, string[]>();
  for (const step of run.steps) byProcess.set(step.process, [...(byProcess.get(step.process) ?? []), stepShape(step)]);
  const lanes = [...byProcess].map(([process, steps]) => `${kindOf(process)}: ${steps.join(', ')}`);
  return lanes.sort().join('; ');
}

/**
 * What happened in a run, each once: `walker: put_page_testzero -> reached 0`. For `fc.statistics`, which counts in how many
 * runs it did.
 */
export function whatHappened(run: Run): string[] {
  return [...new Set(run.steps.map((step) => `${kindOf(step.process)}: ${stepShape(step)}`))];
}

/** `put_page_testzero -> reached 0`. */
export function stepShape({ action = 'choice', outcome }: TraceStep): string {
  return outcome === undefined || outcome === 'done' ? action : `${action} -> ${outcome}`;
}
