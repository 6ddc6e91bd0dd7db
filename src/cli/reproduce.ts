/** `pageoffline reproduce`: a race of the model made on a real kernel, and the kernel's states beside the model's. */

import { changedScenario } from '../change/registered.js';
import { errorMessage } from '../checker/error_message.js';
import type { TraceStep } from '../checker/trace.js';
import { errnoName } from '../conformance/errno_names.js';
import {
  type Asked,
  askedOf,
  type Chosen,
  controlRace,
  givenRace,
  type NoRace,
  searchRace,
} from '../lab/choose_race.js';
import { type FreeResult, runFree } from '../lab/free.js';
import type { Say } from '../lab/kernel.js';
import type { KernelCode } from '../lab/kernel_code.js';
import { Layout } from '../lab/layout.js';
import { NOT_SHOWN, observableOf } from '../lab/observables.js';
import type { Cast } from '../lab/places.js';
import type { Undrivable } from '../lab/plan.js';
import { reproduce as makeRace, type Race, type Reproduction } from '../lab/reproduce.js';
import { SERIES, type Series } from '../lab/series.js';
import { Session } from '../lab/session.js';
import type { Configuration } from '../model/configuration.js';
import { CONFIGURATIONS } from '../model/configurations.js';
import type { DesignId } from '../model/designs.js';
import type { Switches } from '../model/switches.js';
import { ALL_PROPERTIES } from '../properties/catalogue/all.js';
import { Decision } from '../properties/decide.js';
import type { Property } from '../properties/property.js';
import { loadChangeFile } from './change_options.js';
import type { AskedConfiguration } from './configuration_options.js';
import { ExitStatus, type StatusOf } from './exit_status.js';
import { inLab } from './lab.js';
import { labKernelOf } from './lab_arguments.js';
import { type OfChange, readRace } from './race_argument.js';
import { titleOf } from './races.js';
import { headingOf, planText, segmentText, verdictText } from './reproduction_text.js';
import { saveReproduction } from './save_reproduction.js';
import type { Terminal } from './terminal.js';
import { asUsageError, UsageError } from './usage_error.js';

export interface ReproduceOptions extends OfChange {
  readonly design?: DesignId;
  readonly kernel?: Series;
  readonly property?: readonly Property[];
  readonly configured: AskedConfiguration;
  readonly set: Partial<Switches>;
  readonly kernelTree?: string;
  readonly parameters?: string;
  readonly control?: string;
  readonly controlParameters?: string;
  readonly controlSet: Partial<Switches>;
  readonly walker: Cast['walkers'];
  readonly free: boolean;
  readonly minutes: number;
  readonly maxStates: number;
  readonly save?: string;
  readonly json: boolean;
}

type Status = StatusOf<'HOLDS' | 'VIOLATED' | 'NOT_EXHAUSTED'>;

export async function reproduce(
  race: string | undefined,
  options: ReproduceOptions,
  terminal: Terminal,
): Promise<Status | StatusOf<'USAGE'>> {
  const given = race === undefined ? await askedByOptions(options) : await askedByRace(race, options);
  const { series, steps } = given;
  const { scenario, property } = given.asked;
  if (observableOf(property.id) === undefined) {
    const why = NOT_SHOWN[property.id] ?? 'nothing is known by which a kernel shows that it is violated';
    throw new UsageError(`${property.id}: ${why}`);
  }
  const layout = asUsageError('reproduce', () => new Layout(scenario.configuration, series));
  if (options.free) return reproduceFreely(given.asked, layout, options, terminal);
  return inLab(terminal, async (say, signal) => {
    const session = await openSession(layout, options, say, signal);
    const asked = askedOf(given.asked, session.switches);
    const chosen = chooseRace(asked, steps, session, options.maxStates);
    const write = (text: string) => {
      if (!options.json) terminal.stdout.write(text);
    };
    if (!('race' in chosen)) {
      const text = noRaceText(asked, chosen);
      terminal.stdout.write(options.json ? `${JSON.stringify({ verdict: 'none', ...chosen })}\n` : `${text}\n`);
      return ExitStatus.NOT_EXHAUSTED;
    }
    write(`${headingOf(asked, session.kernel.release, chosen)}\n\n${planText(chosen.race.segments)}\n\n`);
    const made = await makeRace(session, chosen.race, (segment) => write(`${segmentText(segment)}\n`));
    const verdict = made.verdict === 'holds' ? 'differs' : made.verdict;
    write(`\n${verdictText(asked.property, verdict, made)}\n`);
    const control = isControlled(options)
      ? await tryControl(given.asked, chosen.race.trace, series, options, say, signal, write)
      : undefined;
    const result = {
      asked: describe(asked, session),
      plan: chosen.race.segments,
      ...made,
      verdict,
      ...(control === undefined ? {} : { control }),
    };
    if (options.save !== undefined) saveReproduction(options.save, { asked, trace: chosen.race.trace, result });
    if (options.json) terminal.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`);
    const controlFails = control !== undefined && control.verdict !== 'holds';
    return verdict === 'reproduced' && !controlFails ? ExitStatus.HOLDS : ExitStatus.VIOLATED;
  });
}

/** Properties that are looked for with nothing held. */
const FREE_PROPERTIES: readonly string[] = ['EF', 'L1'];

async function reproduceFreely(
  { property }: Asked,
  layout: Layout,
  options: ReproduceOptions,
  terminal: Terminal,
): Promise<Status> {
  if (!FREE_PROPERTIES.includes(property.id)) {
    throw new UsageError(
      `--free makes ${FREE_PROPERTIES.join(' and ')}: the windows of ${property.id} are too small for it`,
    );
  }
  return inLab(terminal, async (say, signal) => {
    const session = await openSession(layout, options, say, signal);
    const result = await runFree(session, { minutes: options.minutes, times: 1, say, signal, random: Math.random });
    const { release } = session.kernel;
    const text = options.json
      ? JSON.stringify({ property: property.id, release, ...result }, undefined, 2)
      : freeText(property, release, result);
    terminal.stdout.write(`${text}\n`);
    return result.happened > 0 ? ExitStatus.HOLDS : ExitStatus.NOT_EXHAUSTED;
  });
}

function freeText(property: Property, release: string, result: FreeResult): string {
  const { attempts, happened, errnos, evidence, tainted, seconds } = result;
  const ends = Object.entries(errnos).map(([errno, count]) => `${count} with ${errnoName(Number(errno))}`);
  const taint = tainted === 0 ? 'the kernel is not tainted' : `the kernel is tainted (${tainted})`;
  return [
    `${titleOf(property.id)} on Linux ${release}, nothing held, no module: ${taint}`,
    `${happened === 0 ? 'did not happen' : 'HAPPENED'} in ${attempts} attempts, ${seconds.toFixed(0)} s; others ended: ${ends.join(', ') || 'none'}`,
    ...evidence.map((line) => `  ${line}`),
  ].join('\n');
}

interface AskedRace {
  readonly asked: Asked;
  readonly series: Series;
  /** The steps of the race that was given. */
  readonly steps?: readonly TraceStep[];
}

async function askedByOptions({
  design,
  kernel,
  property = [],
  configured,
  set: overrides,
  walker,
  change: file,
}: ReproduceOptions): Promise<AskedRace> {
  if (design === undefined) throw new UsageError('a race is needed, or --design to search one');
  if (kernel === undefined) throw new UsageError(`--kernel is needed: one of ${SERIES.join(', ')}`);
  const [first] = property;
  if (first === undefined) throw new UsageError('--property is needed to search a race');
  const unchanged = { design, kernel, configuration: configurationFor(first, configured), overrides };
  const scenario = file === undefined ? unchanged : changedScenario(unchanged, await loadChangeFile(file));
  return { asked: { scenario, property: first, cast: { walkers: walker } }, series: kernel };
}

async function askedByRace(race: string, options: ReproduceOptions): Promise<AskedRace> {
  const { kernel, property = [], set, walker, configured } = options;
  if (configured.isGiven()) throw new UsageError('a race is of its configuration: nothing can be set otherwise');
  const { scenario, loop, steps, property: kept } = await readRace(race, options);
  const id = property[0]?.id ?? kept;
  const violated = ALL_PROPERTIES.find((each) => each.id === id);
  if (violated === undefined) throw new UsageError(`${race}: kept for no property: --property says which it violates`);
  const series = kernel ?? SERIES.find((each) => each === scenario.kernel);
  if (series === undefined) {
    throw new UsageError(`--kernel is needed: the race is of ${scenario.kernel}, and there are ${SERIES.join(', ')}`);
  }
  const there = { ...scenario, kernel: series, overrides: { ...scenario.overrides, ...set } };
  return {
    asked: { scenario: there, property: violated, cast: { walkers: walker } },
    series,
    steps: steps.slice(0, loop ?? steps.length),
  };
}

function configurationFor({ id }: Property, configured: AskedConfiguration): Configuration {
  const name = observableOf(id)?.configuration;
  const [configuration] = configured.among(CONFIGURATIONS.filter((each) => each.name === name));
  if (configuration === undefined) throw new UsageError(`--configuration is needed for ${id}`);
  return configuration;
}

function openSession(
  layout: Layout,
  { kernelTree, parameters, free = false }: Partial<Pick<ReproduceOptions, 'kernelTree' | 'parameters' | 'free'>>,
  say: Say,
  signal: AbortSignal,
): Promise<Session> {
  const kernel = labKernelOf(layout.series, kernelTree);
  return Session.open({ kernel, layout, free, say, signal, ...(parameters === undefined ? {} : { parameters }) });
}

/** A race that was given is made as it stands if it can be driven so; otherwise the nearest that can. */
function chooseRace(
  asked: Asked,
  steps: readonly TraceStep[] | undefined,
  { code, layout }: Session,
  maxStates: number,
): Chosen | NoRace {
  const given = steps === undefined ? undefined : givenOrWhy(asked, steps, code, layout);
  if (given !== undefined && 'race' in given) return given;
  const found = searchRace(asked, code, layout, maxStates, () => shortestTrace(asked, maxStates));
  return given === undefined || !('race' in found) ? found : { ...found, instead: given.why };
}

/** A race that was kept for a kernel of other switches may have steps that this one does not take. */
function givenOrWhy(
  asked: Asked,
  steps: readonly TraceStep[],
  code: KernelCode,
  layout: Layout,
): { readonly race: Race } | { readonly why: string } {
  try {
    const given = givenRace(asked, steps, code, layout);
    return 'race' in given ? given : { why: `cannot be driven: ${undrivableText(given.undrivable)}` };
  } catch (error) {
    return { why: `is none of this kernel's: ${errorMessage(error)}` };
  }
}

/** Driven or not. */
function shortestTrace({ scenario, property }: Asked, maxStates: number): readonly TraceStep[] | undefined {
  const decision = new Decision(scenario, [property], { maxStates });
  decision.run();
  return decision.cells()[0]?.trace;
}

function describe({ scenario, property }: Asked, { kernel }: Session): object {
  return { scenario, property: property.id, release: kernel.release };
}

function undrivableText({ process, after, before }: Undrivable): string {
  return `${process} cannot be held between ${after} and ${before}`;
}

function noRaceText({ property, scenario }: Asked, { states, tooFine }: NoRace): string {
  const proved = `None: no interleaving that can be driven on ${scenario.kernel} violates ${property.id}, of all ${states} states`;
  if (tooFine.length === 0) return `${proved}; nor does any other that was looked at`;
  const switches = tooFine.map(({ process, before }) => `${process} would have to be left before ${before}`);
  return [
    `${proved}.`,
    'Too fine in the shortest race there is:',
    ...new Set(switches.map((each) => `  ${each}`)),
  ].join('\n');
}

interface Control {
  readonly release: string;
  readonly verdict: Reproduction['verdict'] | 'cannot be driven';
  readonly evidence: readonly string[];
}

function isControlled({ control, controlParameters, controlSet }: ReproduceOptions): boolean {
  return control !== undefined || controlParameters !== undefined || Object.keys(controlSet).length > 0;
}

/** The same schedule on another kernel, or this one booted otherwise, where the model says that the property holds. */
async function tryControl(
  asked: Asked,
  steps: readonly TraceStep[],
  series: Series,
  options: ReproduceOptions,
  say: Say,
  signal: AbortSignal,
  write: (text: string) => void,
): Promise<Control> {
  const kernel = SERIES.find((each) => each === options.control) ?? series;
  const tree = kernel === options.control ? undefined : (options.control ?? options.kernelTree);
  const parameters = options.controlParameters ?? options.parameters;
  const layout = new Layout(asked.scenario.configuration, kernel);
  const started = {
    ...(tree === undefined ? {} : { kernelTree: tree }),
    ...(parameters === undefined ? {} : { parameters }),
  };
  const session = await openSession(layout, started, say, signal);
  const overrides = { ...asked.scenario.overrides, ...options.controlSet };
  const there = askedOf({ ...asked, scenario: { ...asked.scenario, kernel, overrides } }, session.switches);
  const control = controlRace(there, steps, session.code, layout, options.maxStates);
  const { release } = session.kernel;
  if ('violated' in control) {
    throw new UsageError(
      `--control: the model says that ${asked.property.id} is violated by this race on ${release} too`,
    );
  }
  write(`\nControl on Linux ${release}${parameters === undefined ? '' : ` (${parameters})`}\n`);
  if ('undrivable' in control) {
    write(`cannot be driven: ${undrivableText(control.undrivable)}\n`);
    return { release, verdict: 'cannot be driven', evidence: [] };
  }
  const { verdict, evidence } = await makeRace(session, control.race, (segment) => write(`${segmentText(segment)}\n`));
  write(verdict === 'holds' ? 'HOLDS, as the model says\n' : `${verdict.toUpperCase()}\n${evidence.join('\n')}\n`);
  return { release, verdict, evidence };
}
