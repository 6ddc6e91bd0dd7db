/** The fast-check arbitrary of scenarios. */

import fc from 'fast-check';
import type { Actors, Configuration, WalkerKind } from '../model/configuration.js';
import { DESIGN_IDS, type DesignId, KERNEL_VERSIONS, type KernelVersion } from '../model/designs.js';
import { SWITCH_NAMES, SWITCH_VALUES, type Switches, type SwitchName } from '../model/switches.js';
import { configurationNamed, type Scenario } from './scenario.js';
import { smallerScenarios } from './smaller_scenario.js';

/** What the arbitrary draws from; absent: everything there is. */
export interface ScenarioConstraints {
  readonly designs?: readonly DesignId[];
  readonly kernels?: readonly KernelVersion[];
  /** The most switches that are changed; absent: none. */
  readonly maxChanged?: number;
}

const MOST_BLOCKS = 2;
const MOST_SUB_BLOCKS = 2;
const MOST_PAGES = 2;
const WALKER_KINDS: readonly WalkerKind[] = ['late', 'prompt', 'lru'];

/** Small scenarios: mostly one block, pages of sub-blocks counted on one hand, and few actors of each kind. */
export function scenario(constraints: ScenarioConstraints = {}): fc.Arbitrary<Scenario> {
  return new ShrinkingScenario(drawnScenario(constraints));
}

/** Always this scenario, which shrinks as a drawn one does. */
export function startingFrom(start: Scenario): fc.Arbitrary<Scenario> {
  return new ShrinkingScenario(fc.constant(start));
}

/** Draws as another arbitrary does, and shrinks by what a scenario is made of, so that any scenario can be shrunk. */
class ShrinkingScenario extends fc.Arbitrary<Scenario> {
  readonly #drawn: fc.Arbitrary<Scenario>;

  constructor(drawn: fc.Arbitrary<Scenario>) {
    super();
    this.#drawn = drawn;
  }

  override generate(random: fc.Random, biasFactor: number | undefined): fc.Value<Scenario> {
    return new fc.Value(this.#drawn.generate(random, biasFactor).value, undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is Scenario {
    return typeof value === 'object' && value !== null && 'design' in value && 'configuration' in value;
  }

  override shrink(value: Scenario): fc.Stream<fc.Value<Scenario>> {
    return fc.stream(smallerScenarios(value)).map((smaller) => new fc.Value(smaller, undefined));
  }
}

/** The first value three times in four. */
function mostly<T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
}

function drawnScenario({
  designs = DESIGN_IDS,
  kernels = KERNEL_VERSIONS,
  maxChanged = 0,
}: ScenarioConstraints): fc.Arbitrary<Scenario> {
  return fc.record({
    design: fc.constantFrom(...designs),
    kernel: fc.constantFrom(...kernels),
    configuration: drawnConfiguration(),
    changed: drawnSwitches(maxChanged),
  });
}

function drawnConfiguration(): fc.Arbitrary<Configuration> {
  const subBlocks = { minLength: MOST_BLOCKS * MOST_SUB_BLOCKS, maxLength: MOST_BLOCKS * MOST_SUB_BLOCKS };
  const page = fc.record({ weight: mostly(1, 2) });
  const pages = mostly(1, MOST_PAGES).chain((length) => fc.array(page, { minLength: length, maxLength: length }));
  return fc
    .record({
      blocks: mostly(1, MOST_BLOCKS),
      subBlocksPerBlock: fc.integer({ min: 1, max: MOST_SUB_BLOCKS }),
      pages: fc.array(pages, subBlocks),
      zone: fc.constantFrom('movable' as const, 'normal' as const),
      plugged: fc.array(mostly(true, false), subBlocks),
      online: fc.array(mostly(true, false), { minLength: MOST_BLOCKS, maxLength: MOST_BLOCKS }),
      actors: drawnActors(),
      veto: fc.subarray(['beforeDriver' as const, 'afterDriver' as const]),
      signals: fc.boolean(),
    })
    .map(({ blocks, subBlocksPerBlock, pages, plugged, online, ...rest }) => ({
      name: 'drawn',
      title: 'drawn at random',
      blocks,
      subBlocksPerBlock,
      subBlockPages: pages.slice(0, blocks * subBlocksPerBlock),
      unplugged: falseAmong(plugged.slice(0, blocks * subBlocksPerBlock)),
      offline: falseAmong(online.slice(0, blocks)),
      ...rest,
    }));
}

function falseAmong(flags: readonly boolean[]): number[] {
  return flags.flatMap((flag, i) => (flag ? [] : [i]));
}

/** Somebody offlines and onlines in every scenario: without, there is nothing to race with. */
function drawnActors(): fc.Arbitrary<Actors> {
  const { actors } = configurationNamed('tiny');
  const others = fc.record({
    sysfs: mostly(1, 2),
    worker: mostly(true, false),
    contig: mostly(0, 1),
    walkers: fc.subarray([...WALKER_KINDS], { maxLength: 2 }),
    readers: mostly(0, 1),
    users: mostly(0, 1),
    briefUsers: mostly(0, 1),
    balloon: mostly(false, true),
    kdump: mostly(false, true),
    unload: mostly(false, true),
    removers: mostly(0, 1),
  });
  return others.map((drawn) => ({ ...actors, ...drawn }));
}

type SettableSwitches = { -readonly [K in SwitchName]?: Switches[K] };

function drawnSwitches(most: number): fc.Arbitrary<Partial<Switches>> {
  const value = fc.tuple(fc.constantFrom(...SWITCH_NAMES), fc.nat({ max: 2 }));
  return fc.uniqueArray(value, { maxLength: most, selector: ([name]) => name }).map((values) => {
    const switches: SettableSwitches = {};
    for (const [name, number] of values) setSwitch(switches, name, number);
    return switches;
  });
}

function setSwitch<K extends SwitchName>(switches: SettableSwitches, name: K, number: number): void {
  const values = SWITCH_VALUES[name];
  switches[name] = values[number % values.length];
}
