/**
 * What is smaller than a scenario: one actor fewer, one sub-block or page fewer, one thing fewer that may go wrong. Design,
 * kernel version and overrides say what is under test and stay as they are; only overrides that were drawn may be set back.
 */

import { kindOf } from '../checker/process_kind.js';
import { type Actors, type Configuration, countOf } from '../model/configuration.js';
import { switchesOf } from '../model/designs.js';
import type { EntryValue } from '../model/entry.js';
import { geometryOf } from '../model/geometry.js';
import { ENTRIES, entriesOf } from '../model/modules.js';
import { SWITCH_NAMES, type Switches } from '../model/switches.js';
import { kernelSystem } from '../model/system.js';
import type { Scenario } from '../scenario/scenario.js';

/** Whether the overrides of a scenario are under test, or were drawn with it. */
export type Overrides = 'under test' | 'drawn';

/** Everything one reduction away, in the order in which it helps a reader most. */
export function* smallerScenarios(
  scenario: Scenario,
  overridesAre: Overrides = 'under test',
): Generator<Scenario, undefined> {
  for (const configuration of smallerConfigurations(scenario.configuration)) yield { ...scenario, configuration };
  if (overridesAre === 'under test') return;
  for (const overrides of fewerSwitches(scenario.overrides)) yield { ...scenario, overrides };
}

/** The scenario without the actors that are not needed: those left have at least as many processes of each kind as are named. */
export function withActorsOf(scenario: Scenario, processes: Iterable<string>): Scenario {
  const needed = countKinds(processes);
  let smallest = scenario;
  for (;;) {
    const enough = (configuration: Configuration): boolean => {
      const has = countKinds(processesOf({ ...scenario, configuration }));
      return [...needed].every(([kind, count]) => (has.get(kind) ?? 0) >= count);
    };
    const configuration = [...fewerActors(smallest.configuration)].find(enough);
    if (configuration === undefined) return smallest;
    smallest = { ...scenario, configuration: { ...configuration, name: reducedName(configuration.name) } };
  }
}

/** The names of a scenario's processes. */
export function processesOf({ design, kernel, configuration, overrides }: Scenario): string[] {
  return kernelSystem(configuration, switchesOf(design, kernel, overrides)).processes.map(({ name }) => name);
}

function countKinds(processes: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of processes) counts.set(kindOf(name), (counts.get(kindOf(name)) ?? 0) + 1);
  return counts;
}

/** Actors, memory, what may go wrong, overrides: each reduction lowers one and raises none. */
export function scenarioSize({ configuration, overrides }: Scenario): number[] {
  const { blocks, subBlockPages } = configuration;
  const weights = subBlockPages.flat().reduce((sum, page) => sum + page.weight, 0);
  return [
    actorCount(configuration.actors),
    blocks + subBlockPages.length + subBlockPages.flat().length + weights,
    troublesOf(configuration).reduce((sum, [, value]) => sum + sizeOf(value), 0),
    Object.keys(overrides).length,
  ];
}

/** How much there is of an entry: how many, or whether at all. */
const sizeOf = (value: EntryValue): number => (typeof value === 'object' ? value.length : Number(value));

/** The entries with less of which less may go wrong. */
const troublesOf = (configuration: Configuration) =>
  entriesOf(configuration).filter(([name]) => ENTRIES[name].trouble === true);

type Several = Actors[keyof Actors];

function actorCount(actors: Actors): number {
  const kinds: readonly Several[] = Object.values(actors);
  return kinds.reduce<number>((sum, several) => sum + countOf(several), 0);
}

function* smallerConfigurations(configuration: Configuration): Generator<Configuration> {
  const reductions = [fewerActors, fewerBlocks, fewerSubBlocks, fewerPages, lessTrouble];
  for (const reduce of reductions) {
    for (const smaller of reduce(configuration)) yield { ...smaller, name: reducedName(configuration.name) };
  }
}

const REDUCED = ', reduced';

function reducedName(name: string): string {
  return name.endsWith(REDUCED) ? name : name + REDUCED;
}

function* fewerActors(configuration: Configuration): Generator<Configuration> {
  const { actors } = configuration;
  // A system has at least one process.
  if (actorCount(actors) === 1) return;
  const kinds: readonly (readonly [string, Several])[] = Object.entries(actors);
  for (const [kind, several] of kinds) {
    for (const fewer of oneLess(several)) yield { ...configuration, actors: { ...actors, [kind]: fewer } };
  }
}

function oneLess(several: EntryValue): EntryValue[] {
  if (typeof several === 'object') return several.map((_, i) => several.filter((__, each) => each !== i));
  if (typeof several === 'string') return [];
  if (typeof several === 'boolean') return several ? [false] : [];
  return several > 0 ? [several - 1] : [];
}

function* fewerBlocks(configuration: Configuration): Generator<Configuration> {
  const { blocks, subBlocksPerBlock } = configuration;
  if (blocks === 1) return;
  for (let block = blocks - 1; block >= 0; block--) {
    const first = block * subBlocksPerBlock;
    const gone = Array.from({ length: subBlocksPerBlock }, (_, i) => first + i);
    yield { ...withoutSubBlocks(configuration, gone, [block]), blocks: blocks - 1 };
  }
}

/** One fewer in each block; the last first, so that the numbers of the others stay. */
function* fewerSubBlocks(configuration: Configuration): Generator<Configuration> {
  const { blocks, subBlocksPerBlock } = configuration;
  if (subBlocksPerBlock === 1) return;
  for (let place = subBlocksPerBlock - 1; place >= 0; place--) {
    const gone = Array.from({ length: blocks }, (_, block) => block * subBlocksPerBlock + place);
    yield { ...withoutSubBlocks(configuration, gone), subBlocksPerBlock: subBlocksPerBlock - 1 };
  }
}

function withoutSubBlocks(
  configuration: Configuration,
  gone: readonly number[],
  blocks: readonly number[] = [],
): Configuration {
  const { subBlockOfPage } = geometryOf(configuration);
  const pages = subBlockOfPage.flatMap((subBlock, page) => (gone.includes(subBlock) ? [page] : []));
  return {
    ...configuration,
    subBlockPages: configuration.subBlockPages.filter((_, i) => !gone.includes(i)),
    ...renumbered(configuration, { page: pages, 'sub-block': gone, block: blocks }),
  };
}

/** Every entry that lists pages, sub-blocks or blocks, without those that are gone. */
function renumbered(
  configuration: Configuration,
  gone: Readonly<Record<'page' | 'sub-block' | 'block', readonly number[]>>,
): Partial<Configuration> {
  const lists = entriesOf(configuration).flatMap(([name, value]) => {
    const { form } = ENTRIES[name];
    if (typeof form !== 'object' || !('numbersOf' in form) || typeof value !== 'object') return [];
    return [[name, without(value.map(Number), gone[form.numbersOf])]];
  });
  return Object.fromEntries(lists);
}

/** The numbers that are left when `gone` are taken out of the count. */
function without(numbers: readonly number[], gone: readonly number[]): number[] {
  const left = numbers.filter((number) => !gone.includes(number));
  return left.map((number) => number - gone.filter((each) => each < number).length);
}

function* fewerPages(configuration: Configuration): Generator<Configuration> {
  const { subBlockPages } = configuration;
  for (const [i, pages] of subBlockPages.entries()) {
    if (pages.length > 1) {
      const last = geometryOf(configuration).firstPage[i + 1] - 1;
      const fewer = subBlockPages.with(i, pages.slice(0, -1));
      const gone = { page: [last], 'sub-block': [], block: [] };
      yield { ...configuration, subBlockPages: fewer, ...renumbered(configuration, gone) };
    }
    for (const [p, { weight }] of pages.entries()) {
      if (weight > 1) yield { ...configuration, subBlockPages: subBlockPages.with(i, pages.with(p, { weight: 1 })) };
    }
  }
}

function* lessTrouble(configuration: Configuration): Generator<Configuration> {
  for (const [name, value] of troublesOf(configuration)) {
    for (const less of oneLess(value)) yield { ...configuration, [name]: less };
  }
}

function* fewerSwitches(overrides: Partial<Switches>): Generator<Partial<Switches>> {
  for (const name of SWITCH_NAMES) {
    const { [name]: set, ...others } = overrides;
    if (set !== undefined) yield others;
  }
}
