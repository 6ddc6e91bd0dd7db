/**
 * Replay tokens: a race in one word, to be pasted into a mail or a command line.
 *
 * `po1:D:5.8:walkers:uniform:S5:0120:k3xq9` is the design, the kernel version, the configuration, what found the race, the
 * property, the steps, and a check of their names. A configuration that is changed has the changes behind a `+`. Each step
 * is the index of a move among those that are possible there, by process and then by branch, as a digit from 0 to z, or as
 * `_` and two digits; a `.` stands where the steps begin that are then repeated for ever.
 */

import { hashText } from '../checker/hash.js';
import type { Program } from '../checker/system.js';
import { Replay, type TraceStep } from '../checker/trace.js';
import type { Configuration } from '../model/configuration.js';
import { CONFIGURATIONS } from '../model/configurations.js';
import type { Kernel } from '../model/state.js';
import type { Scenario } from '../scenario/scenario.js';
import { programOfTrace, programsFor } from './program_of_trace.js';
import type { Trace } from './trace_file.js';

/** What a replay token begins with. */
export const TOKEN_VERSION = 'po1';

/** What a token says before its steps are looked up in the model. */
export interface TokenParts {
  readonly design: string;
  readonly kernel: string;
  /** The name of a configuration, and what is set otherwise than it has it. */
  readonly configuration: string;
  readonly changes: ScenarioDifference;
  readonly foundBy: string;
  readonly property?: string;
  readonly loop?: number;
  readonly indices: readonly number[];
  readonly check: string;
}

/** Values of a configuration (null: not set), and of switches. */
interface ScenarioDifference {
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly switches: Readonly<Record<string, unknown>>;
  /** The change of the model, as scenarios name it; absent: there is none. */
  readonly change?: unknown;
}

/** @throws when the scenario cannot take the steps */
export function tokenOf(trace: Trace): string {
  const { scenario, foundBy, property, loop, steps } = trace;
  const { design, kernel } = scenario;
  const digits = indicesOf(programOfTrace(trace), steps).map(writeIndex);
  if (loop !== undefined) digits.splice(loop, 0, LOOP);
  const parts = [TOKEN_VERSION, design, kernel, writeConfiguration(scenario), foundBy, property ?? NONE];
  return [...parts, digits.join(''), checkOf(steps)].join(':');
}

export function tokenOfRun(
  { scenario, steps }: Pick<Trace, 'scenario' | 'steps'>,
  foundBy: string,
  property: string,
): string {
  return tokenOf({ scenario, foundBy, property, steps });
}

/** @throws one line when the text is no token */
export function readToken(text: string): TokenParts {
  const [version, design, kernel, configured, foundBy, property, digits, check, ...rest] = text.split(':');
  if (version !== TOKEN_VERSION) throw new Error(`not a replay token: one begins with ${TOKEN_VERSION}:`);
  if (check === undefined || rest.length > 0) {
    throw new Error(`not a replay token: 8 parts with : between them needed, ${text.split(':').length} given`);
  }
  const { indices, loop } = readIndices(digits);
  const [configuration, changed] = configured.split('+');
  return {
    design,
    kernel,
    configuration,
    changes: changed === undefined ? { configuration: {}, switches: {} } : readDifference(changed),
    foundBy,
    ...(property === NONE ? {} : { property }),
    ...(loop === undefined ? {} : { loop }),
    indices,
    check,
  };
}

/**
 * The steps that a token stands for.
 * @throws one line when the model has other steps there: then it is of another version than the one that made the token
 */
export function stepsOfToken(scenario: Scenario, parts: TokenParts): TraceStep[] {
  const [first, ...others] = programsFor(scenario, parts.property);
  const steps = others.map((program) => attempt(() => stepsIn(program, parts))).find((each) => each !== undefined);
  return steps ?? stepsIn(first, parts);
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function stepsIn(program: Program<Kernel>, { indices, check }: TokenParts): TraceStep[] {
  const replay = new Replay(program);
  const steps = indices.map((index, i) => {
    const move = replay.enabled().at(index);
    const step = move === undefined ? undefined : replay.move(move);
    if (step === undefined) throw otherVersion(`step ${i + 1} is not possible here`);
    const { changes: _, ...names } = step;
    return names;
  });
  if (checkOf(steps) !== check) throw otherVersion('its steps are others here');
  return steps;
}

function otherVersion(what: string): Error {
  return new Error(`damaged, or of another version of the model: ${what}. A saved trace keeps its steps by name`);
}

const NONE = '-';
const LOOP = '.';
const LONG = '_';
const RADIX = 36;

function indicesOf(program: Program<Kernel>, steps: readonly TraceStep[]): number[] {
  const replay = new Replay(program);
  return steps.map((step, i) => {
    const wanted = replay.find(step);
    const index = replay
      .enabled()
      .findIndex((move) => move.process === wanted?.process && move.branch === wanted.branch);
    replay.follow(step, i);
    return index;
  });
}

function writeIndex(index: number): string {
  const digits = index.toString(RADIX);
  return digits.length === 1 ? digits : LONG + digits.padStart(2, '0');
}

function readIndices(text: string): { indices: number[]; loop?: number } {
  const digits: string[] = text.match(/_[0-9a-z]{2}|[0-9a-z.]/g) ?? [];
  if (digits.join('') !== text) throw new Error('not a replay token: its steps are not digits from 0 to z');
  const loop = digits.indexOf(LOOP);
  const indices = digits
    .filter((digit) => digit !== LOOP)
    .map((digit) => Number.parseInt(digit.replace(LONG, ''), RADIX));
  return loop < 0 ? { indices } : { indices, loop };
}

/** The name of the configuration that this one was made from, and the difference, if there is one. */
function writeConfiguration({ configuration, overrides, change }: Scenario): string {
  const base = nearestNamed(configuration);
  const changed = change === undefined ? {} : { change };
  const difference = { configuration: differenceOf(base, configuration), switches: overrides, ...changed };
  const isSame = [difference.configuration, overrides, changed].every((each) => Object.keys(each).length === 0);
  return isSame ? base.name : `${base.name}+${toBase64Url(JSON.stringify(difference))}`;
}

/** The one whose difference takes the fewest characters; the first of them. */
function nearestNamed(configuration: Configuration): Configuration {
  const size = (base: Configuration) => JSON.stringify(differenceOf(base, configuration)).length;
  return CONFIGURATIONS.reduce((nearest, each) => (size(each) < size(nearest) ? each : nearest));
}

/** What is set otherwise than in `before`: null where it is not set at all, and of records only what differs in them. */
function differenceOf(before: object, after: object): Record<string, unknown> {
  const was = new Map(Object.entries(before));
  const is = new Map(Object.entries(after));
  const changed = [...new Set([...was.keys(), ...is.keys()])].filter(
    (key) => JSON.stringify(was.get(key)) !== JSON.stringify(is.get(key)),
  );
  return Object.fromEntries(changed.map((key) => [key, differenceOfValue(was.get(key), is.get(key))]));
}

function differenceOfValue(before: unknown, after: unknown = null): unknown {
  return isRecord(before) && isRecord(after) ? differenceOf(before, after) : after;
}

/** @returns what {@link differenceOf} was made from */
function withDifference(before: object, difference: object): Record<string, unknown> {
  const whole = new Map<string, unknown>(Object.entries(before));
  for (const [key, value] of Object.entries(difference)) {
    const was = whole.get(key);
    if (value === null) whole.delete(key);
    else whole.set(key, isRecord(was) && isRecord(value) ? withDifference(was, value) : value);
  }
  return Object.fromEntries(whole);
}

function readDifference(text: string): ScenarioDifference {
  const parsed = parseDifference(text);
  if (!isRecord(parsed) || !isRecord(parsed.configuration) || !isRecord(parsed.switches)) throw damagedChanges();
  const { configuration, switches, change } = parsed;
  return { configuration, switches, ...(change === undefined ? {} : { change }) };
}

function parseDifference(text: string): unknown {
  try {
    return JSON.parse(fromBase64Url(text));
  } catch {
    throw damagedChanges();
  }
}

function damagedChanges(): Error {
  return new Error('damaged: what stands behind the + in its configuration cannot be read');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @returns the configuration that a token names, as plain data that nobody has looked at yet */
export function configurationOfToken({ configuration, changes }: TokenParts): Record<string, unknown> {
  const base = CONFIGURATIONS.find(({ name }) => name === configuration);
  if (base === undefined) throw new Error(`no configuration is called ${configuration}`);
  return withDifference(base, changes.configuration);
}

function toBase64Url(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

function fromBase64Url(text: string): string {
  const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  return new TextDecoder().decode(Uint8Array.from(binary, (char) => char.charCodeAt(0)));
}

const CHECK_LENGTH = 5;

/** A short hash of the names of the steps and of their outcomes. */
function checkOf(steps: readonly TraceStep[]): string {
  let hash = hashText('');
  for (const { process, choices, action = '', args, outcome = '' } of steps) {
    const options = choices.map(({ name, option }) => `${name}=${option}`);
    hash = hashText([process, ...options, action, ...args, outcome].join('|'), hash);
  }
  return (hash >>> 0).toString(RADIX).padStart(CHECK_LENGTH, '0').slice(-CHECK_LENGTH);
}
