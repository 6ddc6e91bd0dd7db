/**
 * Every property that a claim rests on is violated by some broken variant of the model: one that nothing can violate says
 * nothing. Each row makes a mistake, where the property holds without it.
 */

import { describe, expect, test } from 'vitest';
import { compileMutant, type Edit } from '../../../src/checker/mutate.js';
import { Search } from '../../../src/checker/search.js';
import { compileSystem, type Program, type System } from '../../../src/checker/system.js';
import type { Configuration } from '../../../src/model/configuration.js';
import { type DesignId, switchesOf } from '../../../src/model/designs.js';
import type { Kernel } from '../../../src/model/state.js';
import type { Switches } from '../../../src/model/switches.js';
import { kernelSystem } from '../../../src/model/system.js';
import { S13 } from '../../../src/properties/claims/early_check.js';
import { S6, S8, S15 } from '../../../src/properties/claims/free_path.js';
import { D1, D2, D3, D5, D17, S16 } from '../../../src/properties/claims/hotplug_order.js';
import { CLAIMED_PROPERTIES } from '../../../src/properties/claims/index.js';
import { D12, H1, H1_OFFLINE, S9, S10, S10_OFFLINE, S11, S12, X1 } from '../../../src/properties/claims/isolation.js';
import { D7, D8 } from '../../../src/properties/claims/reonline.js';
import { decideComparison } from '../../../src/properties/comparison.js';
import { PROPERTIES } from '../../../src/properties/index.js';
import type { ComparisonProperty } from '../../../src/properties/property.js';
import { decideSteps, type SaidOfSteps } from '../../../src/properties/steps.js';
import { varied } from '../../../src/properties/varied.js';
import { configurationNamed } from '../../named.js';

const small = configurationNamed('small');
const normal = configurationNamed('normal');
const contig = configurationNamed('contig');
const contigNormal = varied('contig', 'contig, normal', {}, { zone: 'normal' });
const oneWalker = varied('small', 'small, walker', { walkers: ['late'] }, { veto: [], signals: false });

/** The action that the mistake of X1 is about. */
const DISTURBS = 'unset_migratetype_isolate';

interface Mistake {
  readonly property: SaidOfSteps;
  readonly design: DesignId;
  readonly configuration: Configuration;
  readonly edits?: readonly Edit[];
  /** Switches with the mistake, and without it. */
  readonly changed?: Partial<Switches>;
  readonly before?: Partial<Switches>;
  /** The actor without whom nothing goes wrong. */
  readonly added?: Configuration;
}

const MISTAKES: readonly Mistake[] = [
  { property: S6, design: 'D', configuration: small, added: oneWalker },
  { property: S8, design: 'D', configuration: small, added: oneWalker },
  { property: S15, design: 'D', configuration: small, added: oneWalker },
  { property: D1, design: 'D', configuration: small, added: oneWalker },
  { property: S9, design: 'D', configuration: small, changed: { dropAt: 'never', sign: 'bit' } },
  {
    property: S10,
    design: 'D',
    configuration: contig,
    edits: [{ kind: 'force', action: 'test_pages_isolated', args: ['any', 'any', 1], outcome: '0', instead: '-EBUSY' }],
  },
  { property: S10_OFFLINE, design: 'D', configuration: small, before: { dropAt: 'never' } },
  { property: S11, design: 'D', configuration: contig, changed: { sign: 'buddy', scanEBUSY: false } },
  { property: S12, design: 'A', configuration: contigNormal, changed: { earlyUnmovable: false } },
  { property: D12, design: 'D', configuration: normal, before: { skipOfflineAnyCount: false } },
  { property: H1, design: 'A', configuration: contigNormal, changed: { earlyUnmovable: false } },
  {
    property: H1_OFFLINE,
    design: 'A',
    configuration: normal,
    edits: [
      {
        kind: 'force',
        action: 'set_migratetype_isolate',
        args: ['any', 0],
        outcome: '-EBUSY: unmovable page',
        instead: 'isolated',
      },
    ],
  },
  {
    property: D2,
    design: 'D',
    configuration: small,
    edits: [{ kind: 'lose', action: 'move_pfn_range_to_zone', field: 'refcount' }],
  },
  {
    property: D3,
    design: 'D',
    configuration: small,
    edits: [{ kind: 'skip', action: 'virtio_mem_online_page_cb', args: [1] }],
  },
  { property: D5, design: 'D', configuration: small, edits: [{ kind: 'skip', action: 'online_mem_sections' }] },
  { property: D17, design: 'D', configuration: small, edits: [{ kind: 'skip', action: 'offline_mem_sections' }] },
  { property: D8, design: 'D', configuration: small, added: oneWalker },
  { property: S16, design: 'D', configuration: small, changed: { mutexSync: false } },
];

function isViolated(property: SaidOfSteps, program: Program<Kernel>): boolean {
  const search = new Search(program, { maxStates: 200_000 });
  search.run();
  return decideSteps(search, [property])[0].violation !== undefined;
}

function programs({
  design,
  configuration,
  edits,
  changed,
  before,
  added,
}: Mistake): [Program<Kernel>, Program<Kernel>] {
  const switches = switchesOf(design, '5.8');
  const wrong = kernelSystem(added ?? configuration, { ...switches, ...changed });
  return [
    compileSystem(kernelSystem(configuration, { ...switches, ...before })),
    edits === undefined ? compileSystem(wrong) : compileMutant(wrong, edits),
  ];
}

describe('a mistake is found out', () => {
  test.each(MISTAKES.map((mistake) => [mistake.property.id, mistake] as const))('%s', (_, mistake) => {
    const [right, wrong] = programs(mistake);
    expect(isViolated(mistake.property, right), 'without the mistake').toBe(false);
    expect(isViolated(mistake.property, wrong), 'with it').toBe(true);
  });

  test('X1: a step that undoes isolation and changes a count', () => {
    const system = kernelSystem(small, switchesOf('D', '5.8'));
    expect(isViolated(X1, compileSystem(system))).toBe(false);
    expect(isViolated(X1, compileSystem(disturbing(system)))).toBe(true);
  });
});

/** The system, in which undoing the isolation of a pageblock takes a reference to its first page. */
function disturbing(system: System<Kernel>): System<Kernel> {
  const disturb = (k: Kernel, subBlock: number): void => {
    const page = k.geometry.firstPage[subBlock];
    if (k.refcount[page] < k.maxRefcount) k.refcount[page]++;
  };
  const actions = new Map<object, object>();
  function* rewritten(run: System<Kernel>['processes'][number]['run']): ReturnType<typeof run> {
    const process = run();
    let result = process.next();
    while (!result.done) {
      const request = result.value;
      if (!('action' in request) || request.action.name !== DISTURBS) {
        result = process.next(yield request);
        continue;
      }
      const { action } = request;
      const disturbed = actions.get(action) ?? {
        ...action,
        run: (k: Kernel, ...args: number[]) => {
          disturb(k, args[0]);
          return action.run(k, ...args);
        },
      };
      actions.set(action, disturbed);
      result = process.next(yield { ...request, action: disturbed as typeof action });
    }
  }
  return { ...system, processes: system.processes.map(({ name, run }) => ({ name, run: () => rewritten(run) })) };
}

describe('two systems that come to different things are told apart', () => {
  const unlike = (property: ComparisonProperty, changed: Partial<Switches>): ComparisonProperty => ({
    ...property,
    systems: (configuration, switches) => [
      property.systems(configuration, switches)[0],
      property.systems(configuration, { ...switches, ...changed })[1],
    ],
  });

  test.each([
    ['D7', D7, small, { callbackUsesBitmap: false }],
    ['S13', S13, normal, { dropAt: 'going', skipOfflineAnyCount: true }],
  ] as const)('%s', (_, property, configuration, changed) => {
    const switches = switchesOf('A', '5.8');
    expect(decideComparison(property, configuration, switches, {}).trace).toBeUndefined();
    const found = decideComparison(unlike(property, changed), configuration, switches, {});
    expect(found.trace?.length).toBeGreaterThan(0);
  });
});

test('every property of a claim is tried, here or where all designs are compared', () => {
  const tried = new Set([...MISTAKES.map(({ property }) => property.id), 'X1', 'D7', 'S13']);
  const compared = new Set(PROPERTIES.map(({ id }) => id));
  expect(CLAIMED_PROPERTIES.map(({ id }) => id).filter((id) => !tried.has(id) && !compared.has(id))).toEqual([]);
});
