/** `pageoffline ablate`: turns each historical fix off, and tells which properties break that held with it. */

import type { DesignId, KernelVersion } from '../model/designs.js';
import type { Limits } from '../properties/decide.js';
import type { Property } from '../properties/property.js';
import {
  type AblatedCell,
  ablate as ablateCells,
  breaks,
  breaksSooner,
  isUndecided,
  type Trial,
  trialsOf,
} from '../properties/studies/ablation.js';
import type { Fix } from '../properties/studies/fixes.js';
import type { VerdictCell } from '../properties/verdict.js';
import { wrap } from '../report/canvas.js';
import { cellJson } from '../report/index.js';
import { digestOf, type Scenario } from '../scenario/scenario.js';
import { overridesText } from '../scenario/wording.js';
import { stylesOf } from './color.js';
import type { AskedConfiguration } from './configuration_options.js';
import { decideAll } from './decide_all.js';
import { ExitStatus, type StatusOf } from './exit_status.js';
import { drawRaceOf, racesOf } from './races.js';
import type { Terminal } from './terminal.js';

const WIDTH = 100;
const INDENT = '  ';
/** More steps than any race has. */
const LAST = 1e6;

const LEGEND = [
  '✘ breaks: held with the fix and is violated without it, in the shortest race; (in parentheses): only',
  'behind a violation of another property. sooner: violated with the fix too, but not so soon.',
];

export interface AblateOptions {
  /** What is asked in place of the configurations in which a fix could matter. */
  readonly among: AskedConfiguration['among'];
  readonly fix: readonly Fix[];
  readonly design: readonly DesignId[];
  /** Absent: the first and the newest kernel that have the fix. */
  readonly kernel?: KernelVersion;
  /** Absent: those that designs are compared by, and what a fix could bring to an end. */
  readonly property?: readonly Property[];
  readonly jobs: number;
  readonly json: boolean;
  readonly races: boolean;
  readonly limits: Limits;
}

/** A trial with its verdicts. */
interface Tried {
  readonly trial: Trial;
  readonly cells: readonly AblatedCell[];
}

export async function ablate(options: AblateOptions, terminal: Terminal): Promise<StatusOf<'HOLDS' | 'NOT_EXHAUSTED'>> {
  const { fix, design, kernel, property, among } = options;
  const asked = {
    ...(kernel === undefined ? {} : { kernel }),
    ...(property === undefined ? {} : { properties: property }),
  };
  const trials = trialsOf({ fixes: fix, designs: design, among, ...asked });
  const tried = await decideTrials(trials, options, terminal);
  const cells = tried.flatMap((each) => each.cells);
  if (options.json) terminal.stdout.write(`${JSON.stringify(cells.map(cellJson), undefined, 2)}\n`);
  else terminal.stdout.write(`${textOf(tried, options, terminal)}\n`);
  return cells.some(isUndecided) ? ExitStatus.NOT_EXHAUSTED : ExitStatus.HOLDS;
}

/** Decides each scenario once for the same properties, however many trials it is part of. */
async function decideTrials(
  trials: readonly Trial[],
  { limits, jobs }: AblateOptions,
  terminal: Terminal,
): Promise<Tried[]> {
  const work = new Map(
    trials.flatMap(({ withFix, without, properties }) =>
      [withFix, without].map((scenario) => {
        const ids = properties.map(({ id }) => id);
        return [keyOf(scenario, properties), { scenario, properties: ids, limits }] as const;
      }),
    ),
  );
  const cells = await decideAll([...work.values()], jobs, terminal);
  const verdicts = new Map([...work.keys()].map((key, i) => [key, cells[i]]));
  return trials.map((trial) => {
    const { fix, withFix, without, properties } = trial;
    const verdictsOf = (scenario: Scenario) => verdicts.get(keyOf(scenario, properties)) ?? [];
    return { trial, cells: ablateCells(fix, verdictsOf(withFix), verdictsOf(without)) };
  });
}

function keyOf(scenario: Scenario, properties: readonly Property[]): string {
  return JSON.stringify([digestOf(scenario), ...properties.map(({ id }) => id)]);
}

function textOf(tried: readonly Tried[], options: AblateOptions, terminal: Terminal): string {
  const { dim } = stylesOf(terminal);
  const sections = options.fix.map((fix) =>
    sectionOf(
      fix,
      tried.filter(({ trial }) => trial.fix.id === fix.id),
      options.races,
      terminal,
    ),
  );
  return [...sections, LEGEND.map(dim).join('\n')].join('\n\n\n');
}

function sectionOf(fix: Fix, tried: readonly Tried[], races: boolean, terminal: Terminal): string {
  const { bold } = stylesOf(terminal);
  const heading = [
    ...wrap(`${fix.id}: ${fix.change}`, WIDTH).map(bold),
    ...paragraph(`since ${fix.since}; without it ${overridesText(fix.unfixed)}`),
  ];
  if (tried.length === 0) return [...heading, ...paragraph('No chosen design has it on the chosen kernel.')].join('\n');
  const cells = tried.flatMap((each) => each.cells);
  const configurations = [...new Set(cells.map(({ scenario }) => scenario.configuration.name))].join('; ');
  const summary = [...heading, ...paragraph(`tried: ${placesOf(cells)}, in ${configurations}`), ...findings(cells)];
  return races ? [summary.join('\n'), ...drawings(tried, terminal)].join('\n\n') : summary.join('\n');
}

/** Below a heading: what does not fit the width goes on below, nested. */
function paragraph(text: string): string[] {
  return wrap(text, WIDTH - 2 * INDENT.length).map((line, i) => (i === 0 ? INDENT : INDENT + INDENT) + line);
}

/** `A, D on Linux 5.8; E on Linux 5.8 and 7.3`: designs with equal lists of kernels together. */
function placesOf(cells: readonly VerdictCell[]): string {
  const kernels = groupBy(cells, ({ scenario }) => scenario.design).map(([design, own]) => {
    return { design, versions: [...new Set(own.map(({ scenario }) => scenario.kernel))].join(' and ') };
  });
  return groupBy(kernels, ({ versions }) => versions)
    .map(([versions, own]) => `${own.map(({ design }) => design).join(', ')} on Linux ${versions}`)
    .join('; ');
}

function groupBy<T>(all: readonly T[], keyOfEach: (each: T) => string): (readonly [string, readonly T[]])[] {
  const keys = [...new Set(all.map(keyOfEach))];
  return keys.map((key) => [key, all.filter((each) => keyOfEach(each) === key)]);
}

function findings(cells: readonly AblatedCell[]): string[] {
  const [broken, sooner, undecided] = [cells.filter(breaks), cells.filter(breaksSooner), cells.filter(isUndecided)];
  const nothing = broken.length + undecided.length > 0 ? [] : [nothingBreaks(sooner.length > 0)];
  return [
    ...byPlaces(broken, stepsText).map((text) => `✘ breaks ${text}`),
    ...nothing,
    ...byPlaces(sooner, soonerText).map((text) => `sooner: ${text}`),
    ...byPlaces(undecided, ({ property }) => property).map((text) => `? not decided: ${text}`),
  ].flatMap(paragraph);
}

function nothingBreaks(sooner: boolean): string {
  if (!sooner) return 'Nothing in the model needs it.';
  return 'No property holds only with it, but without it some are violated sooner:';
}

/** Properties that the same designs and kernels violate stand together, each with its shortest race. */
function byPlaces(cells: readonly AblatedCell[], textOfCell: (shortest: AblatedCell) => string): string[] {
  const properties = groupBy(cells, ({ property }) => property);
  return groupBy(properties, ([, own]) => placesOf(own)).map(([places, some]) => {
    return `${some.map(([, own]) => textOfCell(shortest(own))).join(', ')}: ${places}`;
  });
}

/** `S5 in 9 steps`; in parentheses when it is violated only behind another. */
function stepsText({ property, trace = [], loop, rootCauses }: AblatedCell): string {
  const steps = loop === undefined ? `${trace.length} steps` : `${loop} steps and ${trace.length - loop} for ever`;
  const text = `${property} in ${steps}`;
  return rootCauses === undefined ? text : `(${text})`;
}

const soonerText = ({ property, trace = [], stepsWithFix }: AblatedCell): string =>
  `${property} in ${trace.length} steps, not ${stepsWithFix}`;

/** The cell with the shortest race, one that is nobody's consequence first. */
function shortest(cells: readonly AblatedCell[]): AblatedCell {
  const rank = ({ rootCauses, trace = [] }: AblatedCell) => trace.length + (rootCauses === undefined ? 0 : LAST);
  return cells.reduce((best, next) => (rank(next) < rank(best) ? next : best));
}

/** The shortest race of each property that breaks, over all designs and kernels. */
function drawings(tried: readonly Tried[], terminal: Terminal): string[] {
  const broken = tried.flatMap(({ cells }) => cells.filter(breaks));
  const chosen = groupBy(broken, ({ property }) => property).map(([, own]) => shortest(own));
  return racesOf(chosen).map((race) => drawRaceOf(race, terminal));
}
