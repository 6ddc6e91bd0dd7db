/** What tests hand to the page that closes a run: plain data, each of it found by the test that hands it over. */

import type { TestContext } from 'vitest';

/** A design on a kernel version in a configuration. */
export interface Place {
  readonly design: string;
  readonly kernel: string;
  readonly configuration: string;
}

/** The verdict of an exhaustive search on one property. */
export interface VerdictFact extends Place {
  readonly kind: 'verdict';
  readonly property: string;
  readonly title: string;
  /** Vacuous: it holds, but its condition never applied. */
  readonly verdict: 'holds' | 'vacuous' | 'violated';
  /** Steps of the shortest run, of what is violated. */
  readonly steps?: number;
  /** It is violated only behind violations of other properties. */
  readonly onlyBehindOthers?: boolean;
  readonly states: number;
}

/** A random run that was made as short as can be. */
export interface ShrunkFact extends Place {
  readonly kind: 'shrunk';
  readonly property: string;
  readonly title: string;
  /** Steps of the random run, and of what it was shrunk to. */
  readonly from: number;
  readonly to: number;
  /** Over which it was proved that no run is shorter. */
  readonly states: number;
  /** Processes that take part in the shortest run. */
  readonly processes: number;
  /** It, with a column for each CPU. */
  readonly drawing: string;
}

/** Under which assumptions a design is safe. */
export interface AnswerFact {
  readonly kind: 'answer';
  readonly design: string;
  readonly kernel: string;
  readonly sentence: string;
  /** The minimal sets of assumptions, and in how many states nothing falls under each. */
  readonly proofs: readonly { readonly set: string; readonly states: number }[];
  /** The race that is left without each clause of the sentence, under all others. */
  readonly races: readonly { readonly without: string; readonly property: string; readonly steps: number }[];
}

/** A recording of a real kernel that the model explains. */
export interface RecordingFact {
  readonly kind: 'recording';
  readonly series: string;
  readonly design: string;
  readonly actions: number;
  /** Of the kernel, traced, that are steps of the model. */
  readonly kernelSteps: number;
}

/** A mutant of the model that properties find out, or that has a reason why not. */
export interface MutantFact {
  readonly kind: 'mutant';
  readonly mutant: string;
  readonly killedBy: readonly string[];
}

/** A fix of the kernel's history without which properties are violated that hold with it. */
export interface BugFact {
  readonly kind: 'bug';
  readonly fix: string;
  /** What the kernel changed. */
  readonly change: string;
  readonly design: string;
  readonly configuration: string;
  readonly breaks: readonly string[];
}

export type Fact = VerdictFact | ShrunkFact | AnswerFact | RecordingFact | MutantFact | BugFact;

declare module 'vitest' {
  interface TaskMeta {
    facts?: readonly Fact[];
  }
}

/** Hands facts over. They stand on the page if the test passes. */
export function tell({ task }: Pick<TestContext, 'task'>, ...facts: readonly Fact[]): void {
  task.meta.facts = [...(task.meta.facts ?? []), ...facts];
}
