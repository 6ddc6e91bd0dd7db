/**
 * Every property that a claim rests on is violated by some broken variant of the model: one that nothing can violate says
 * nothing. Each row makes a mistake, where the property holds without it.
 */

import { describe, expect, test } from 'vitest';
import { compileMutant, type Edit } from '../../../src/checker/mutate.js';
import type { Atomic, Outcome, Process } from '../../../src/checker/process.js';
import { compileSystem, type Program, type System } from '../../../src/checker/system.js';
import type { Configuration } from '../../../src/model/configuration.js';
import { type DesignId, switchesOf } from '../../../src/model/designs.js';
import type { Kernel } from '../../../src/model/state.js';
import type { Switches } from '../../../src/model/switches.js';
import { kernelSystem } from '../../../src/model/system.js';
import { LIVENESS_PROPERTIES } from '../../../src/properties/catalogue/liveness.js';
import { PROPERTIES } from '../../../src/properties/catalogue/main.js';
import { S13 } from '../../../src/properties/claims/early_check.js';
import { S6, S8, S15 } from '../../../src/properties/claims/free_path.js';
import { D1, D2, D3, D5, D17, S16 } from '../../../src/properties/claims/hotplug_order.js';
import { CLAIMED_PROPERTIES } from '../../../src/properties/claims/index.js';
import { D12, H1, H1_OFFLINE, S9, S10, S10_OFFLINE, S11, S12, X1 } from '../../../src/properties/claims/isolation.js';
import { S1 } from '../../../src/properties/claims/offlining.js';
import { D21, M5 } from '../../../src/properties/claims/one_parameter.js';
import { D10 } from '../../../src/properties/claims/removal.js';
import { D7, D8 } from '../../../src/properties/claims/reonline.js';
import type { ComparisonProperty } from '../../../src/properties/kinds/comparison.js';
import type { DependenceProperty } from '../../../src/properties/kinds/dependence.js';
import type { StepProperty } from '../../../src/properties/kinds/step.js';
import { violatedIn } from '../../../src/properties/kinds/violated_in.js';
import type { Property } from '../../../src/properties/property.js';
import { programOf } from '../../../src/scenario/program.js';
import { type Scenario, scenarioOf } from '../../../src/scenario/scenario.js';
import { varied } from '../../../src/scenario/varied.js';
import { configurationNamed } from '../../named.js';

const small = configurationNamed('small');
const normal = configurationNamed('normal');
const contig = configurationNamed('contig');
const contigNormal = varied('contig', 'contig, normal', {}, { zone: 'normal' });
const oneWalker = varied('small', 'small, walker', { walkers: ['late'] }, { veto: [], signals: false });

interface Mistake {
  readonly property: StepProperty | DependenceProperty;
  readonly design: DesignId;
  readonly configuration: Configuration;
  readonly edits?: readonly Edit[];
  /** Switches with the mistake, and without it. */
  readonly overrides?: Partial<Switches>;
  readonly before?: Partial<Switches>;
  /** The actor without whom nothing goes wrong. */
  readonly added?: Configuration;
}

const MISTAKES: readonly Mistake[] = [
  { property: S6, design: 'D', configuration: small, added: oneWalker },
  { property: S8, design: 'D', configuration: small, added: oneWalker },
  { property: S15, design: 'D', configuration: small, added: oneWalker },
  { property: D1, design: 'D', configuration: small, added: oneWalker },
  { property: S9, design: 'D', configuration: small, overrides: { dropAt: 'never', sign: 'bit' } },
  {
    property: S10,
    design: 'D',
    configuration: contig,
    edits: [{ kind: 'force', action: 'test_pages_isolated', args: ['any', 'any', 1], outcome: '0', instead: '-EBUSY' }],
  },
  { property: S10_OFFLINE, design: 'D', configuration: small, before: { dropAt: 'never' } },
  { property: S11, design: 'D', configuration: contig, overrides: { sign: 'buddy', scanEBUSY: false } },
  { property: S12, design: 'A', configuration: contigNormal, overrides: { earlyUnmovable: false } },
  { property: D12, design: 'D', configuration: normal, before: { skipOfflineAnyCount: false } },
  { property: H1, design: 'A', configuration: contigNormal, overrides: { earlyUnmovable: false } },
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
  {
    property: M5,
    design: 'D',
    configuration: small,
    edits: [{ kind: 'force', action: 'test_pages_isolated', args: ['any', 'any', 0], outcome: '0', instead: '-EBUSY' }],
    overrides: { scanEBUSY: false, dropAt: 'never' },
  },
  {
    property: D21,
    design: 'D',
    configuration: contig,
    edits: [{ kind: 'misread', process: 'worker', action: 'set_migratetype_isolate', field: 'isolated', as: 0 }],
  },
  { property: D8, design: 'D', configuration: small, added: oneWalker },
  { property: S16, design: 'D', configuration: small, overrides: { mutexSync: false } },
];

function isViolated(
  property: Property,
  program: Program<Kernel>,
  scenario: Scenario = scenarioOf('D', small),
): boolean {
  return violatedIn(program, scenario, [property], { maxStates: 200_000 }).length > 0;
}

function programs(mistake: Mistake): [Program<Kernel>, Program<Kernel>] {
  const { design, configuration, edits, overrides, before, added } = mistake;
  const wrong = kernelSystem(added ?? configuration, { ...switchesOf(design, '5.8'), ...overrides });
  return [
    compileSystem(kernelSystem(configuration, { ...switchesOf(design, '5.8'), ...before })),
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
    const disturbing = substituted(system, 'unset_migratetype_isolate', (run, k, ...args) => {
      const page = k.geometry.firstPage[args[0]];
      if (k.refcount[page] < k.maxRefcount) k.refcount[page]++;
      return run(k, ...args);
    });
    expect(isViolated(X1, compileSystem(system))).toBe(false);
    expect(isViolated(X1, compileSystem(disturbing))).toBe(true);
  });

  test('D10: a removal that looks at a struct page', () => {
    const system = kernelSystem(configurationNamed('two-blocks'), switchesOf('D', '5.8'));
    const peeking = substituted(system, 'try_remove_memory', (run, k, ...args) =>
      k.dirty[0] === 1 ? 1 : run(k, ...args),
    );
    expect(isViolated(D10, compileSystem(system))).toBe(false);
    expect(isViolated(D10, compileSystem(peeking))).toBe(true);
  });

  test('S1: a worker, whose allocation an attempt meets', () => {
    const programIn = (configuration: Configuration) =>
      compileSystem(kernelSystem(configuration, switchesOf('D', '5.8')));
    expect(isViolated(S1, programIn(configurationNamed('tiny')))).toBe(false);
    expect(isViolated(S1, programIn(small))).toBe(true);
  });
});

type Run = (k: Kernel, ...args: readonly number[]) => Outcome;

/** The system, in which one action is done another way. */
function substituted(
  system: System<Kernel>,
  name: string,
  otherwise: (run: Run, k: Kernel, ...args: readonly number[]) => Outcome,
): System<Kernel> {
  const substitutes = new Map<Atomic<Kernel>, Atomic<Kernel>>();
  function substituteOf(action: Atomic<Kernel>): Atomic<Kernel> {
    const run: Run = (k, ...args) => otherwise((state, ...same) => action.run(state, ...same), k, ...args);
    const substitute = substitutes.get(action) ?? { ...action, run };
    substitutes.set(action, substitute);
    return substitute;
  }
  function* rewritten(process: Process<Kernel>): Process<Kernel> {
    let result = process.next();
    while (!result.done) {
      const request = result.value;
      const isIt = 'action' in request && request.action.name === name;
      result = process.next(yield isIt ? { ...request, action: substituteOf(request.action) } : request);
    }
  }
  const processes = system.processes.map((each) => ({ name: each.name, run: () => rewritten(each.run()) }));
  return { ...system, processes };
}

describe('two systems that come to different things are told apart', () => {
  const unlike = (property: ComparisonProperty, overrides: Partial<Switches>): ComparisonProperty => ({
    ...property,
    systems: (configuration, switches) => [
      property.systems(configuration, switches)[0],
      property.systems(configuration, { ...switches, ...overrides })[1],
    ],
  });

  test.each([
    ['D7', D7, small, { callbackUsesBitmap: false }],
    ['S13', S13, normal, { dropAt: 'going', skipOfflineAnyCount: true }],
  ] as const)('%s', (_, property, configuration, overrides) => {
    const scenario = scenarioOf('A', configuration);
    const program = programOf(scenario);
    expect(isViolated(property, program, scenario)).toBe(false);
    expect(isViolated(unlike(property, overrides), program, scenario)).toBe(true);
  });
});

test('every property of a claim is tried, here or where all designs are compared', () => {
  const tried = new Set([...MISTAKES.map(({ property }) => property.id), 'X1', 'D10', 'S1', 'D7', 'S13']);
  const compared = new Set([...PROPERTIES, ...LIVENESS_PROPERTIES].map(({ id }) => id));
  expect(CLAIMED_PROPERTIES.map(({ id }) => id).filter((id) => !tried.has(id) && !compared.has(id))).toEqual([]);
});
