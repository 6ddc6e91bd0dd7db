/** The fast-check arbitrary of scenarios. */

import fc from 'fast-check';
import type { Actors, Configuration } from '../model/configuration.js';
import { configurationOf } from '../model/configurations.js';
import { DESIGN_IDS, type DesignId, KERNEL_VERSIONS, type KernelVersion } from '../model/designs.js';
import type { WalkerKind } from '../model/mm/walkers.js';
import { SWITCH_NAMES, SWITCHES, type Switches, type SwitchName } from '../model/switches.js';
import type { Scenario } from '../scenario/scenario.js';
import { type Overrides, smallerScenarios } from './smaller_scenario.js';

/** What the arbitrary draws from; absent: everything there is. */
export interface ScenarioConstraints {
  readonly designs?: readonly DesignId[];
  readonly kernels?: readonly KernelVersion[];
  /** The most switches that are changed; absent: none. */
  readonly maxOverrides?: number;
  /** Absent: small. */
  readonly size?: ScenarioSize;
}

/**
 * `small`: mostly one block, with pages and actors counted on one hand. `large`: up to four blocks, eight pages and a dozen
 * actors, which no exhaustive search can hold.
 */
export type ScenarioSize = keyof typeof SIZES;

interface SizeLimits {
  readonly blocks: fc.Arbitrary<number>;
  readonly subBlocksPerBlock: fc.Arbitrary<number>;
  readonly pagesPerSubBlock: fc.Arbitrary<number>;
  /** The most of all blocks together; what is drawn beyond has one page in each sub-block. */
  readonly pages: number;
  /** Some of a kind of actors. */
  readonly few: fc.Arbitrary<number>;
  readonly sysfs: fc.Arbitrary<number>;
  readonly mostWalkers: number;
}

/** The first value three times in four. */
function mostly<T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
}

const SIZES = {
  small: {
    blocks: mostly(1, 2),
    subBlocksPerBlock: fc.integer({ min: 1, max: 2 }),
    pagesPerSubBlock: mostly(1, 2),
    pages: 8,
    few: mostly(0, 1),
    sysfs: mostly(1, 2),
    mostWalkers: 2,
  },
  large: {
    blocks: fc.integer({ min: 2, max: 4 }),
    subBlocksPerBlock: fc.integer({ min: 1, max: 2 }),
    pagesPerSubBlock: fc.integer({ min: 1, max: 3 }),
    pages: 8,
    few: fc.integer({ min: 0, max: 2 }),
    sysfs: fc.integer({ min: 1, max: 2 }),
    mostWalkers: 3,
  },
} as const satisfies Readonly<Record<string, SizeLimits>>;

const MOST_SUB_BLOCKS = 8;
const WALKER_KINDS: readonly WalkerKind[] = ['late', 'prompt', 'lru'];

/** Any scenario within the constraints. */
export function scenario(constraints: ScenarioConstraints = {}): fc.Arbitrary<Scenario> {
  return new ShrinkingScenario(drawnScenario(constraints), 'drawn');
}

/** Always this scenario. It shrinks as a drawn one does, but for its overrides, which are under test. */
export function startingFrom(start: Scenario): fc.Arbitrary<Scenario> {
  return new ShrinkingScenario(fc.constant(start), 'under test');
}

/** Draws as another arbitrary does, and shrinks by what a scenario is made of, so that any scenario can be shrunk. */
class ShrinkingScenario extends fc.Arbitrary<Scenario> {
  readonly #drawn: fc.Arbitrary<Scenario>;
  readonly #overridesAre: Overrides;

  constructor(drawn: fc.Arbitrary<Scenario>, overridesAre: Overrides) {
    super();
    this.#drawn = drawn;
    this.#overridesAre = overridesAre;
  }

  override generate(random: fc.Random, biasFactor: number | undefined): fc.Value<Scenario> {
    return new fc.Value(this.#drawn.generate(random, biasFactor).value, undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is Scenario {
    return typeof value === 'object' && value !== null && 'design' in value && 'configuration' in value;
  }

  override shrink(value: Scenario): fc.Stream<fc.Value<Scenario>> {
    return fc.stream(smallerScenarios(value, this.#overridesAre)).map((smaller) => new fc.Value(smaller, undefined));
  }
}

function drawnScenario({
  designs = DESIGN_IDS,
  kernels = KERNEL_VERSIONS,
  maxOverrides = 0,
  size = 'small',
}: ScenarioConstraints): fc.Arbitrary<Scenario> {
  return fc.record({
    design: fc.constantFrom(...designs),
    kernel: fc.constantFrom(...kernels),
    configuration: drawnConfiguration(SIZES[size]),
    overrides: drawnSwitches(maxOverrides),
  });
}

function drawnConfiguration(limits: SizeLimits): fc.Arbitrary<Configuration> {
  const perSubBlock = { minLength: MOST_SUB_BLOCKS, maxLength: MOST_SUB_BLOCKS };
  const page = fc.record({ weight: mostly(1, 2) });
  const pages = limits.pagesPerSubBlock.chain((length) => fc.array(page, { minLength: length, maxLength: length }));
  return fc
    .record({
      blocks: limits.blocks,
      subBlocksPerBlock: limits.subBlocksPerBlock,
      pages: fc.array(pages, perSubBlock),
      zone: fc.constantFrom('movable' as const, 'normal' as const),
      plugged: fc.array(mostly(true, false), perSubBlock),
      online: fc.array(mostly(true, false), perSubBlock),
      actors: drawnActors(limits),
      veto: fc.subarray(['beforeDriver' as const, 'afterDriver' as const]),
      signals: fc.boolean(),
    })
    .map(({ blocks, subBlocksPerBlock, pages, plugged, online, ...rest }) =>
      configurationOf({
        name: 'drawn',
        title: 'drawn at random',
        blocks,
        subBlocksPerBlock,
        subBlockPages: atMost(limits.pages, pages.slice(0, blocks * subBlocksPerBlock)),
        unplugged: falseAmong(plugged.slice(0, blocks * subBlocksPerBlock)),
        offline: falseAmong(online.slice(0, blocks)),
        ...rest,
      }),
    );
}

/** As many of the pages as there may be, and one in each sub-block at least. */
function atMost<T>(most: number, pages: readonly (readonly T[])[]): (readonly T[])[] {
  let left = most - pages.length;
  return pages.map(([first, ...more]) => {
    const kept = more.slice(0, left);
    left -= kept.length;
    return [first, ...kept];
  });
}

function falseAmong(flags: readonly boolean[]): number[] {
  return flags.flatMap((flag, i) => (flag ? [] : [i]));
}

/** Somebody offlines and onlines in every scenario: without, there is nothing to race with. */
function drawnActors({ few, sysfs, mostWalkers }: SizeLimits): fc.Arbitrary<Partial<Actors>> {
  return fc.record({
    sysfs,
    worker: mostly(true, false),
    contig: few,
    walkers: fc.array(fc.constantFrom(...WALKER_KINDS), { maxLength: mostWalkers }),
    readers: few,
    users: few,
    briefUsers: few,
    balloon: mostly(false, true),
    kdump: mostly(false, true),
    unload: mostly(false, true),
    removers: mostly(0, 1),
  });
}

type SettableSwitches = { -readonly [K in SwitchName]?: Switches[K] };

/** Those in which designs and kernels differ. What a patch would do is not drawn, but asked for; nor what no drawn scenario reads. */
const DRAWN_SWITCHES = SWITCH_NAMES.filter(
  (name) => SWITCHES[name].decidedBy !== 'patch' && SWITCHES[name].within === undefined,
);

function drawnSwitches(most: number): fc.Arbitrary<Partial<Switches>> {
  const value = fc.tuple(fc.constantFrom(...DRAWN_SWITCHES), fc.nat({ max: 2 }));
  return fc.uniqueArray(value, { maxLength: most, selector: ([name]) => name }).map((values) => {
    const switches: SettableSwitches = {};
    for (const [name, number] of values) setSwitch(switches, name, number);
    return switches;
  });
}

function setSwitch<K extends SwitchName>(switches: SettableSwitches, name: K, number: number): void {
  const { values } = SWITCHES[name];
  switches[name] = values[number % values.length];
}
