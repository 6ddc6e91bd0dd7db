/** `pageoffline try change.ts`: what a change breaks and mends, against the same model without it. */

import type { Comparison } from '../change/comparison.js';
import { type Pair, pairsOf } from '../change/pairs.js';
import {
  configurationCalled,
  designCalled,
  kernelCalled,
  propertyCalled,
  type RegisteredChange,
} from '../change/registered.js';
import { ALL_PROPERTIES } from '../properties/catalogue/all.js';
import type { Limits } from '../properties/decide.js';
import { isNews, type VerdictDifference } from '../properties/differences.js';
import type { Property } from '../properties/property.js';
import { gather, isNewsOf } from '../report/comparison.js';
import { comparisonJson } from '../report/comparison_json.js';
import { comparisonJunit } from '../report/comparison_junit.js';
import { comparisonMarkdown } from '../report/comparison_markdown.js';
import { comparisonText, findingLines } from '../report/comparison_text.js';
import type { Scenario } from '../scenario/scenario.js';
import { count } from '../scenario/wording.js';
import {
  Baseline,
  baselinePlace,
  checkBaselineWritable,
  type Known,
  readBaseline,
  saveBaseline,
} from './baseline_file.js';
import { loadChangeFile } from './change_options.js';
import { type Compared, compareAll } from './compare_all.js';
import { ExitStatus, type StatusOf } from './exit_status.js';
import { requireEffect } from './met_change.js';
import type { Terminal } from './terminal.js';
import { asUsageError, UsageError } from './usage_error.js';

export interface TryOptions {
  readonly design?: readonly string[];
  readonly kernel?: readonly string[];
  readonly configuration?: readonly string[];
  readonly property?: readonly string[];
  /** Properties that must fall; `true`: those that the change itself says. */
  readonly expect?: readonly string[] | true;
  readonly format: TryFormat;
  readonly baseline?: string;
  readonly saveBaseline?: string;
  readonly jobs: number;
  readonly races: boolean;
  readonly limits: Limits;
}

type Printer = (
  change: RegisteredChange['reference'],
  comparisons: readonly Comparison[],
  options: { readonly color: boolean; readonly races: boolean },
) => string;

const PRINTERS = {
  text: comparisonText,
  junit: comparisonJunit,
  markdown: comparisonMarkdown,
  json: comparisonJson,
} as const satisfies Readonly<Record<string, Printer>>;

type TryFormat = keyof typeof PRINTERS;
export const TRY_FORMATS: readonly string[] = Object.keys(PRINTERS);

const NOTHING_KNOWN = new Baseline([]);

type Status = StatusOf<'HOLDS' | 'VIOLATED' | 'NOT_EXHAUSTED'>;

export async function tryChange(file: string, options: TryOptions, terminal: Terminal): Promise<Status> {
  if (options.saveBaseline !== undefined) checkBaselineWritable(options.saveBaseline);
  const known = options.baseline === undefined ? NOTHING_KNOWN : readBaseline(options.baseline);
  const registered = await loadChangeFile(file);
  if (registered.change.readings !== undefined) {
    throw new UsageError(`${file}: readings are of claims: pageoffline claims --change ${file}`);
  }
  const expected = expectedOf(options, registered);
  const compared = await compareWhere(file, registered, expected, known, options, terminal);
  const comparisons = compared
    .flatMap(({ comparison }) => (comparison === undefined ? [] : [comparison]))
    .map((comparison) => withoutKnown(comparison, known));
  const notTried = compared.length - comparisons.length;
  requireMet(registered, comparisons, notTried);
  const print: Printer = PRINTERS[options.format];
  const { races } = options;
  terminal.stdout.write(`${print(registered.reference, comparisons, { races, color: terminal.color })}\n`);
  if (options.saveBaseline !== undefined) saveNews(options.saveBaseline, comparisons);
  if (notTried > 0) terminal.stderr.write(`stopped: ${notTried} of ${compared.length} places were not tried\n`);
  return statusOf(comparisons, notTried, expected, terminal);
}

/** What is to come of a change: the properties that must fall, and those that it must mend. */
interface Expected {
  readonly falls: readonly string[];
  readonly mends: readonly string[];
}

function expectedOf({ expect }: TryOptions, { change }: RegisteredChange): Expected | undefined {
  if (expect === undefined) return undefined;
  const expected =
    expect === true ? { falls: change.expect ?? [], mends: change.mends ?? [] } : { falls: expect, mends: [] };
  if (expected.falls.length + expected.mends.length === 0) {
    throw new UsageError('--expect: the change does not say what must fall: --expect S5');
  }
  asUsageError('--expect', () => expected.falls.forEach(propertyCalled));
  return expected;
}

function compareWhere(
  file: string,
  registered: RegisteredChange,
  expected: Expected | undefined,
  known: Baseline,
  options: TryOptions,
  terminal: Terminal,
): Promise<Compared[]> {
  const { design, kernel, configuration, limits, jobs } = options;
  const where = {
    ...(design === undefined ? {} : { designs: asUsageError('--design', () => design.map(designCalled)) }),
    ...(kernel === undefined ? {} : { kernels: asUsageError('--kernel', () => kernel.map(kernelCalled)) }),
    ...(configuration === undefined
      ? {}
      : { configurations: asUsageError('--configuration', () => configuration.map(configurationCalled)) }),
  };
  const pairs = asUsageError(file, () => pairsOf(registered, where));
  if (pairs.length === 0) throw new UsageError(`${file}: no configuration can be as the change configures it`);
  if (pairs.length > MANY) terminal.stderr.write(`${manyText(pairs)}\n`);
  const properties = [...new Set([...askedOf(options), ...(expected?.falls ?? []), ...(expected?.mends ?? [])])];
  const own = (registered.change.properties ?? []).map(({ id }) => id).filter((id) => properties.includes(id));
  const newsOf = firstNews(known);
  return compareAll(pairs, { properties, own, limits, jobs, changes: [file], newsOf }, terminal);
}

/** Of more comparisons than these it is said how many there are, and how there would be fewer. */
const MANY = 50;

function manyText(pairs: readonly Pair[]): string {
  const numberOf = (name: (scenario: Scenario) => string) => new Set(pairs.map(({ after }) => name(after))).size;
  const [designs, kernels] = [numberOf(({ design }) => design), numberOf(({ kernel }) => kernel)];
  const configurations = numberOf(({ configuration }) => configuration.name);
  const factors = [count(configurations, 'configuration'), count(designs, 'design'), count(kernels, 'kernel')];
  return `${pairs.length} comparisons, small models first: ${factors.join(', ')}. Fewer with --configuration, --design, --kernel, or "on" in the change; Ctrl-C shows what is known.`;
}

/** The first that is known of each property that falls, in a line. */
function firstNews(known: Baseline): (comparison: Comparison) => string | undefined {
  const told = new Set<string>();
  return (comparison) => {
    const findings = gather([withoutKnown(comparison, known)]).findings.filter(isNewsOf);
    const news = findings.filter(({ property }) => !told.has(property));
    for (const { property } of news) told.add(property);
    return news.length === 0 ? undefined : news.flatMap(findingLines).join('\n');
  };
}

/** Liveness takes several times the time of all else, and comparisons are of two models already. */
const isUsual = ({ kind }: Property): boolean => kind !== 'liveness' && kind !== 'comparison';

function askedOf({ property }: TryOptions): readonly string[] {
  if (property === undefined) return ALL_PROPERTIES.filter(isUsual).map(({ id }) => id);
  asUsageError('--property', () => property.forEach(propertyCalled));
  return property;
}

/**
 * What has no step anywhere was most likely meant otherwise, and so was what changes nothing.
 * @throws UsageError naming the first part of the change that no place has, or an edit that is soon known to change nothing
 */
function requireMet(
  { change, functions, edits }: RegisteredChange,
  comparisons: readonly Comparison[],
  notTried: number,
): void {
  if (notTried > 0) return;
  const met = new Set(comparisons.flatMap((comparison) => comparison.met));
  const [idle] = [
    ...edits.map((edit) => (edit.kind === 'rewrite' ? edit.action : JSON.stringify(edit))),
    ...functions,
  ].filter((part) => !met.has(part));
  if (idle !== undefined) {
    throw new UsageError(
      `"${change.title}" changes nothing that happens where it was tried: ${idle} is never called there`,
    );
  }
  const differences = comparisons.flatMap((comparison) => comparison.differences);
  if (differences.every(({ kind }) => kind === 'same')) requireEffect(comparisons.map(({ pair }) => pair.after));
}

function saveNews(path: string, comparisons: readonly Comparison[]): void {
  const asked = new Set(
    comparisons.flatMap(({ pair, differences }) =>
      differences.map(({ after }) => JSON.stringify([after.property, baselinePlace(pair.after)])),
    ),
  );
  saveBaseline(path, comparisons.flatMap(newsIn), ({ property, place }) =>
    asked.has(JSON.stringify([property, place])),
  );
}

function newsIn({ pair, differences }: Comparison): Known[] {
  return differences.filter(isNews).flatMap((difference) => knownOf(pair.after, difference));
}

function knownOf(scenario: Comparison['pair']['after'], { after, ways = [] }: VerdictDifference): Known[] {
  const told = { property: after.property, place: baselinePlace(scenario) };
  return ways.length === 0 ? [told] : ways.map((by) => ({ ...told, by }));
}

/** What is known counts as the same. */
function withoutKnown(comparison: Comparison, known: Baseline): Comparison {
  const differences = comparison.differences.map((difference): VerdictDifference => {
    const isKnown = knownOf(comparison.pair.after, difference).every((each) => known.has(each));
    return isNews(difference) && isKnown ? { ...difference, kind: 'same' } : difference;
  });
  return { ...comparison, differences };
}

function statusOf(
  comparisons: readonly Comparison[],
  notTried: number,
  expected: Expected | undefined,
  { stderr }: Terminal,
): Status {
  const differences = comparisons.flatMap((comparison) => comparison.differences);
  const isOpen = notTried > 0 || differences.some(({ kind }) => kind === 'open');
  if (expected === undefined) {
    if (differences.some(isNews)) return ExitStatus.VIOLATED;
    return isOpen ? ExitStatus.NOT_EXHAUSTED : ExitStatus.HOLDS;
  }
  const propertiesOf = (some: readonly VerdictDifference[]) => new Set(some.map(({ after }) => after.property));
  const fallen = propertiesOf(differences.filter(isNews));
  const mended = propertiesOf(differences.filter(({ kind }) => kind === 'mended'));
  const standing = expected.falls.filter((id) => !fallen.has(id));
  const broken = expected.mends.filter((id) => !mended.has(id));
  if (standing.length > 0) stderr.write(`expected to fall, and does not: ${standing.join(', ')}\n`);
  if (broken.length > 0) stderr.write(`expected to be mended, and is not: ${broken.join(', ')}\n`);
  if (standing.length + broken.length === 0) return ExitStatus.HOLDS;
  return isOpen ? ExitStatus.NOT_EXHAUSTED : ExitStatus.VIOLATED;
}
