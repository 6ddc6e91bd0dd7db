/** What a historical fix is for: the verdicts of a design with it and without it, side by side. */

import type { Configuration } from '../../model/configuration.js';
import type { DesignId, KernelVersion } from '../../model/designs.js';
import type { Scenario } from '../../scenario/scenario.js';
import { PROPERTIES } from '../catalogue/main.js';
import { type DifferenceKind, differencesOf } from '../differences.js';
import type { Property } from '../property.js';
import type { VerdictCell, VerdictKind } from '../verdict.js';
import { type Fix, hasFix, kernelsWithFix } from './fixes.js';

/** One design on one kernel in one configuration, with and without a fix. */
export interface Trial {
  readonly fix: Fix;
  readonly withFix: Scenario;
  readonly without: Scenario;
  /** What is decided. */
  readonly properties: readonly Property[];
}

/** The verdict on one property without a fix, and what it was with it. */
export interface AblatedCell extends VerdictCell {
  /** The id of the fix. */
  readonly fix: string;
  /** What the fix makes of it. */
  readonly difference: DifferenceKind;
  readonly withFix: VerdictKind;
  /** For a property that is violated with the fix too: the steps of its shortest race. */
  readonly stepsWithFix?: number;
}

/** What to ablate. */
export interface Ablation {
  readonly fixes: readonly Fix[];
  readonly designs: readonly DesignId[];
  /** Absent: the first and the newest that have the fix. */
  readonly kernel?: KernelVersion;
  /** Absent: those that designs are compared by, and what a fix could bring to an end. */
  readonly properties?: readonly Property[];
  /** What is asked in place of the configurations in which a fix could matter; absent: these. */
  readonly among?: (configurations: readonly Configuration[]) => readonly Configuration[];
}

export function trialsOf({ fixes, designs, kernel, properties, among = (usual) => usual }: Ablation): Trial[] {
  return fixes.flatMap((fix) =>
    designs.flatMap((design) =>
      kernelsFor(fix, design, kernel).flatMap((version) =>
        decisionsOf(fix, properties, among).map((decision) => trial(fix, design, version, decision)),
      ),
    ),
  );
}

/** Properties, and a configuration to decide them in. */
interface ToDecide {
  readonly properties: readonly Property[];
  readonly configuration: Configuration;
}

function decisionsOf(
  { configurations, ends }: Fix,
  properties: readonly Property[] | undefined,
  among: NonNullable<Ablation['among']>,
): ToDecide[] {
  const over = (some: readonly Configuration[], decided: readonly Property[]) =>
    decided.length === 0 ? [] : among(some).map((configuration) => ({ configuration, properties: decided }));
  const small = ends?.configurations ?? [];
  if (properties === undefined) return [...over(configurations, PROPERTIES), ...over(small, ends?.properties ?? [])];
  const byName = new Map([...configurations, ...small].map((each) => [each.name, each]));
  return over([...byName.values()], properties);
}

function kernelsFor(fix: Fix, design: DesignId, kernel: KernelVersion | undefined): KernelVersion[] {
  if (kernel === undefined) return kernelsWithFix(fix, design);
  return hasFix(fix, design, kernel) ? [kernel] : [];
}

function trial(fix: Fix, design: DesignId, kernel: KernelVersion, { properties, configuration }: ToDecide): Trial {
  const common = { design, kernel, configuration };
  return {
    fix,
    withFix: { ...common, overrides: {} },
    without: { ...common, overrides: fix.unfixed },
    properties,
  };
}

/** @param withFix and @param without the cells of the same properties */
export function ablate({ id }: Fix, withFix: readonly VerdictCell[], without: readonly VerdictCell[]): AblatedCell[] {
  return differencesOf(withFix, without).flatMap(({ kind: difference, before, after }) => {
    if (before === undefined) return [];
    const { verdict, trace } = before;
    const steps = trace === undefined ? {} : { stepsWithFix: trace.length };
    return [{ ...after, fix: id, difference, withFix: verdict, ...steps }];
  });
}

/** The property breaks without the fix, and only then. */
export const breaks = ({ difference }: AblatedCell): boolean => difference === 'falls';

/** A race that is only a little shorter lacks the steps of the fix itself, and no more. */
const SOONER = 2 / 3;

/** The property is violated either way, but without the fix much sooner. */
export const breaksSooner = ({ trace, stepsWithFix }: AblatedCell): boolean =>
  trace !== undefined && stepsWithFix !== undefined && trace.length <= SOONER * stepsWithFix;

/** A limit was met, with the fix or without it, before it was known whether the property breaks. */
export const isUndecided = ({ verdict, withFix }: AblatedCell): boolean =>
  withFix === 'not-exhausted' || (verdict === 'not-exhausted' && withFix === 'holds');
