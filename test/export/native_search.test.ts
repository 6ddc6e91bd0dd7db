/** The search in WebAssembly is the search in TypeScript: state for state, with the same predecessors, ways and cuts. */

import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { knowAs } from '../../src/checker/known_texts.js';
import type { Cells } from '../../src/checker/layout.js';
import { compileMutant } from '../../src/checker/mutate.js';
import {
  type NativeMaker,
  type NativeSearch,
  nativeMaker,
  searchNativelyWith,
} from '../../src/checker/native_search.js';
import {
  type Atomic,
  atomic,
  BLOCKED,
  idleUntil,
  type Outcome,
  type Process,
  type Request,
  retryPoint,
  step,
  waitUntil,
} from '../../src/checker/process.js';
import { answerWords, type Question } from '../../src/checker/question.js';
import { restrict } from '../../src/checker/restrict.js';
import { type Invariant, Search, type SearchOptions, search } from '../../src/checker/search.js';
import { sortingOf } from '../../src/checker/sorting.js';
import { compileSystem, type Program } from '../../src/checker/system.js';
import type { KeptModule } from '../../src/export/native/kept_module.js';
import { keepModulesIn, searchInWebAssembly } from '../../src/export/native/made_modules.js';
import type { Kernel } from '../../src/model/state.js';
import { kernelSystem } from '../../src/model/system.js';
import { assumptionNamed } from '../../src/properties/studies/assumptions.js';
import { MUTANTS } from '../../src/properties/studies/mutants/index.js';
import { programOf } from '../../src/scenario/program.js';
import { digestOf, type Scenario, scenarioOf, switchesIn } from '../../src/scenario/scenario.js';
import { randomSystem, type SmallState } from '../checker/random_system.js';
import {
  anyOf,
  below,
  drawnOptions,
  drawnScenarios,
  INVARIANTS,
  inSlices,
  large,
  MOST_STATES,
  QUESTIONS,
  SEED,
  told,
} from './drawn_search.js';

/** States that were expanded natively since the tests began, and states of the model about which JavaScript was asked meanwhile. */
let expanded = 0;
let asked = 0;
/** The answers of the last native search, by state of the model. */
let answers: Int32Array = new Int32Array(0);
let before: NativeMaker | undefined;

beforeAll(() => {
  before = nativeMaker();
  searchNativelyWith((request) => {
    const ask: typeof request.ask = (state, model) => {
      asked++;
      return request.ask(state, model);
    };
    const native = searchInWebAssembly({ ...request, ask });
    if (native === undefined) return undefined;
    answers = native.arrays.models.answers;
    const expand: NativeSearch['expand'] = (counts, bounds) => {
      const { current } = counts;
      native.expand(counts, bounds);
      expanded += counts.current - current;
    };
    return { arrays: native.arrays, coverage: native.coverage, expand, end: () => native.end() };
  });
});
afterAll(() => searchNativelyWith(before));

/** @returns how many states the native search left to the other */
function expectTheSame<S>(program: Program<S>, options: SearchOptions<S>, slice = large): number {
  const plain = inSlices(new Search(program, { ...options, successors: 'generated' }), slice);
  const before = expanded;
  const native = inSlices(new Search(program, { ...options, successors: 'native' }), slice);
  const { questions = [] } = options;
  expect(told(native, questions)).toEqual(told(plain, questions));
  return native.store.size - native.queued - (expanded - before);
}

describe(`the same search (PAGEOFFLINE_SEED=${SEED})`, () => {
  test.each(drawnScenarios(12))('$name', ({ scenario }) => {
    const program = programOf(scenario);
    expect(expectTheSame(program, { maxStates: MOST_STATES, sorting: sortingOf(program) })).toBe(0);
    expectTheSame(program, { maxStates: MOST_STATES, invariants: INVARIANTS, afterViolation: 'stop' });
    for (let i = 0; i < 3; i++)
      expectTheSame(program, drawnOptions(program, INVARIANTS, QUESTIONS), anyOf([large, () => 1 + below(700)]));
  });

  const walkers = ['late', 'late', 'late'] as const;
  test.each([2, 3])('%i walkers, sorted', (count) => {
    const scenario = scenarioOf('D', 'walkers', { actors: { walkers: walkers.slice(0, count) } });
    const program = programOf(scenario);
    expect(sortingOf(program)).toBeDefined();
    const sorting = sortingOf(program);
    expectTheSame(program, { maxStates: MOST_STATES, sorting, invariants: INVARIANTS, questions: QUESTIONS });
  });

  test('under restrictions', () => {
    const restrictions = ['offline', 'veto', 'lru'].map((id) => assumptionNamed(id).restriction);
    const program = restrict(programOf(scenarioOf('D', 'walkers')), restrictions);
    expect(expectTheSame(program, { maxStates: MOST_STATES, invariants: INVARIANTS })).toBe(0);
  });

  const mutants = Array.from({ length: 8 }, () => {
    const { id, edits, tried } = anyOf(MUTANTS);
    return { id, edits, scenario: anyOf(tried) };
  });

  test.each(mutants)('mutant $id', ({ edits, scenario }) => {
    const program = compileMutant(kernelSystem(scenario.configuration, switchesIn(scenario)), edits);
    for (let i = 0; i < 2; i++) expectTheSame<Kernel>(program, drawnOptions(program, INVARIANTS, QUESTIONS));
  });

  test('random systems', () => {
    const invariants = [{ id: 'not all 2', holds: ({ cell }: SmallState) => cell[0] + cell[1] < 4 }];
    // More than there is room for in one word.
    const questions = Array.from({ length: 40 }, (_, i) => ({
      id: `sum ${i}`,
      asks: ({ cell }: SmallState) => cell[0] + 3 * cell[1] === i % 9,
    }));
    fc.assert(
      fc.property(randomSystem, (system) => {
        const program = compileSystem(system);
        expectTheSame(program, drawnOptions(program, invariants, questions), anyOf([large, () => 1 + below(5)]));
      }),
      { numRuns: 150 },
    );
  });
});

describe('what is asked of states of the model natively', () => {
  const program = programOf(scenarioOf('D', 'walkers'));
  const options: SearchOptions<Kernel> = { maxStates: 5_000, invariants: INVARIANTS, questions: QUESTIONS };

  /** So often the table of states of the model has grown. */
  const timesGrown = (models: number): number => Math.max(0, Math.ceil(Math.log2(models / 1_024)));

  test('JavaScript is asked where an invariant is violated that was not before, and answers nothing', () => {
    asked = 0;
    const { violations, modelStates } = search(program, { ...options, successors: 'native' });
    expect(violations.size).toBeGreaterThan(1);
    expect(asked).toBeLessThanOrEqual(violations.size + timesGrown(modelStates.size));
    const words = answerWords(QUESTIONS.length);
    const unanswered = Array.from({ length: modelStates.size }, (_, i) => i).filter((i) => !(answers[words * i] & 1));
    expect(unanswered).toEqual([0]);
  });

  test('where searches stop at a violation, it is asked about every one', () => {
    asked = 0;
    const stopped = search(program, { ...options, afterViolation: 'stop', successors: 'native' });
    const states = Array.from({ length: stopped.store.size }, (_, state) => state);
    const cut = new Set(states.filter((state) => stopped.isCutAt(state)).map((state) => stopped.modelStates.of(state)));
    expect(cut.size).toBeGreaterThan(10);
    const grown = timesGrown(stopped.modelStates.size);
    expect(grown).toBe(1);
    expect(asked).toBe(cut.size + grown);
  });

  test.each(['invariants', 'questions'] as const)('one of the %s that is translated wrongly is noticed', (kind) => {
    const inner = nativeMaker();
    const violated = search(program, { ...options, successors: 'generated' }).violations;
    const wrong = <S>(all: readonly Question<S>[]): Question<S>[] =>
      all.map((each) => (kind === 'questions' || violated.has(each.id) ? { ...each, asks: () => true } : each));
    searchNativelyWith((request) => inner?.(Object.assign({}, request, { [kind]: wrong(request[kind]) })));
    try {
      expect(() => expectTheSame(program, options)).toThrow();
    } finally {
      searchNativelyWith(inner);
    }
  });
});

describe('what the native search leaves to the other', () => {
  interface Counts {
    readonly count: Cells;
    readonly others: Cells;
    readonly spared: Cells;
  }

  /** One process counts to 9, another does the action at any time, over and over. */
  function counting(
    run: (k: Counts) => Outcome,
    request: (action: Atomic<Counts, []>) => Request<Counts> = waitUntil,
  ): Program<Counts> {
    const act = atomic<Counts, []>('act', ['no', 'yes'], run);
    const next = atomic('next', ({ count }: Counts) => {
      if (count[0] === 9) return BLOCKED;
      count[0]++;
      return 0;
    });
    function* counter(): Process<Counts> {
      for (;;) {
        yield retryPoint('counts');
        yield idleUntil(next);
      }
    }
    function* actor(): Process<Counts> {
      for (;;) {
        yield retryPoint('acts');
        yield request(act);
      }
    }
    return compileSystem({
      fields: { count: { length: 1, max: 9 }, others: { length: 3, max: 5 }, spared: { length: 1, max: 0 } },
      bind: ({ count, others, spared }) => ({ count, others, spared }),
      init: () => {},
      processes: [
        { name: 'counter', run: counter },
        { name: 'actor', run: actor },
      ],
    });
  }

  const errorOf = (
    program: Program<Counts>,
    successors: 'generated' | 'native',
    invariants: readonly Invariant<Counts>[] = [],
  ): unknown => {
    try {
      search(program, { successors, invariants });
    } catch (error) {
      return error instanceof Error ? error.message : error;
    }
    return undefined;
  };

  const faults: readonly (readonly [what: string, wrong: RegExp, program: Program<Counts>])[] = [
    [
      'a value out of range',
      /leaves others = 6, outside 0..5/,
      counting((k) => {
        if (k.count[0] === 7) k.others[1] = 6;
        return 0;
      }),
    ],
    [
      'a constant that changes',
      /leaves spared = 1, outside 0..0/,
      counting((k) => {
        k.spared[0] = k.count[0] === 5 ? 1 : 0;
        return 0;
      }),
    ],
    ['no outcome', /returned 2, which is no outcome of it/, counting(({ count }) => (count[0] === 5 ? 2 : 0))],
    ['a step that blocks', /blocked, but was asked for/, counting(({ count }) => (count[0] === 5 ? BLOCKED : 0), step)],
    [
      'a state changed by what blocks',
      /changes the state, then blocks/,
      counting((k) => {
        k.others[2] = 1;
        return k.count[0] === 5 ? BLOCKED : 0;
      }),
    ],
    [
      'a write to what is no element',
      /writes to others\[3\]/,
      counting((k) => {
        k.others[k.count[0]] = 1;
        return 0;
      }),
    ],
  ];

  test.each(faults)('%s', (_, wrong, program) => {
    const expected = errorOf(program, 'generated');
    expect(expected).toMatch(wrong);
    expanded = 0;
    // It was examined already, and is now looked at as one that was not.
    expect(errorOf({ ...program }, 'native')).toBe(expected);
    expect(expanded).toBeGreaterThan(0);
  });

  test('states in which an index is beyond a field, where that is no error', () => {
    const program = counting(({ count, others }) => (others[count[0]] === 1 ? 1 : 0));
    // Others than the first three counts.
    expect(expectTheSame(program, {})).toBe(7);
  });

  test('what is asked of states in which an index is beyond a field, or a divisor 0, where that is no error', () => {
    const program = counting(() => 0);
    const holds = ({ count, others }: Counts): boolean => others[count[0]] !== 1 && !(others[count[0] - 4] >= 0);
    const questions = [
      { id: 'some', asks: ({ count, others }: Counts): boolean => others[count[0]] < 9 },
      { id: 'even', asks: ({ count }: Counts): boolean => 6 % count[0] === 0 },
    ];
    asked = 0;
    expect(expectTheSame(program, { invariants: [{ id: 'few', holds }], questions })).toBe(0);
    expect(asked).toBeGreaterThan(1);
  });

  test('to make the table of states of the model longer, where suddenly nearly every state has one of its own', () => {
    interface Late {
      readonly arrived: Cells;
      readonly count: Cells;
    }
    const most = 9_000;
    const rest = atomic('rest', (_: Late) => 0);
    const arrive = atomic('arrive', ({ arrived }: Late) => {
      arrived[0]++;
      return 0;
    });
    const next = atomic('next', ({ arrived, count }: Late) => {
      if (arrived[0] < 2 || count[0] === most) return BLOCKED;
      count[0]++;
      return 0;
    });
    function* walker(): Process<Late> {
      for (let i = 0; i < 100; i++) yield step(rest);
      yield step(arrive);
    }
    function* counter(): Process<Late> {
      for (;;) {
        yield retryPoint('counts');
        yield idleUntil(next);
      }
    }
    const program = compileSystem({
      fields: { arrived: { length: 1, max: 2 }, count: { length: 1, max: most } },
      bind: ({ arrived, count }) => ({ arrived, count }),
      init: () => {},
      processes: [
        { name: 'one', run: walker },
        { name: 'other', run: walker },
        { name: 'counter', run: counter },
      ],
    });
    const holds = ({ count }: Late): boolean => count[0] <= most;
    expect(expectTheSame(program, { invariants: [{ id: 'holds', holds }] })).toBe(0);
  });

  test('what is asked, where that alone cannot be translated', () => {
    const program = counting(() => 0);
    const holds = ({ count }: Counts): boolean => [5, 3].sort()[0] !== count[0];
    expect(expectTheSame(program, { invariants: [{ id: 'not the least', holds }] })).toBe(0);
  });

  test('everything, where code cannot be translated', () => {
    const program = counting(({ count }) => [5, 3].sort()[0] === count[0]);
    expect(expectTheSame(program, {})).toBe(10);
  });

  test('an invariant that cannot be asked tells the way there', () => {
    const program = counting(() => 0);
    const holds = ({ count }: Counts): boolean => {
      if (count[0] === 6) throw new Error('cannot tell');
      return true;
    };
    const invariants = [{ id: 'told', holds }];
    const [expected, told] = (['generated', 'native'] as const).map((each) => errorOf(program, each, invariants));
    expect(expected).toMatch(/^invariant told failed: cannot tell/);
    expect(told).toBe(expected);
  });

  test('the rest, where there is no more room', () => {
    const program = programOf(scenarioOf('D', 'small'));
    const options = { invariants: INVARIANTS, keepsWays: () => true };
    const inner = nativeMaker();
    searchNativelyWith((request) => inner?.({ ...request, mostStored: 1_100 }));
    const left = expectTheSame(program, options);
    searchNativelyWith(inner);
    expect(left).toBeGreaterThan(1_000);
    expect(expectTheSame(program, options)).toBe(0);
    // In many slices, too.
    expect(expectTheSame(program, options, () => 2)).toBe(0);
  });
});

describe('modules that are kept', () => {
  const kept = new Map<string, KeptModule>();
  /** As in another process: a program that was made anew, of which nothing but what is kept is known. */
  const anew = (scenario: Scenario): Program<Kernel> => {
    const program = compileSystem(kernelSystem(scenario.configuration, switchesIn(scenario)));
    knowAs(program, digestOf(scenario));
    return program;
  };
  const kinds = (program: Program<Kernel>): readonly SearchOptions<Kernel>[] => [
    {},
    { invariants: INVARIANTS },
    { invariants: INVARIANTS, keepsWays: ({ kind }) => kind !== 'local' },
    { sorting: sortingOf(program) },
  ];

  beforeEach(() => {
    kept.clear();
    keepModulesIn({ get: (text) => kept.get(text), keep: (text, module) => void kept.set(text, module) });
  });
  afterEach(() => keepModulesIn(undefined));

  test('give the same search from its first state, each kind its own', () => {
    const scenario = scenarioOf('D', 'walkers', { actors: { walkers: ['late', 'prompt', 'late'] } });
    const first = anew(scenario);
    for (const [i, options] of kinds(first).entries()) {
      search(first, { ...options, successors: 'native', maxStates: 1 });
      expect(kept.size).toBe(i + 1);
    }
    const again = anew(scenario);
    for (const kind of kinds(again)) {
      const options = { ...kind, maxStates: MOST_STATES };
      expanded = 0;
      const native = search(again, options);
      expect(expanded).toBe(native.store.size - native.queued);
      expect(told(native)).toEqual(told(search(again, { ...options, successors: 'generated' })));
    }
    expect(kept.size).toBe(4);
  });

  test('of which a search becomes large: it goes on in another memory', () => {
    const scenario = scenarioOf('D', 'walkers');
    const options = { invariants: INVARIANTS, keepsWays: () => true, maxStates: 60_000 };
    search(anew(scenario), { ...options, successors: 'native', maxStates: 1 });
    const again = anew(scenario);
    expanded = 0;
    const native = search(again, options);
    expect(expanded).toBe(native.store.size - native.queued);
    expect(told(native)).toEqual(told(search(again, { ...options, successors: 'generated' })));
  });

  test('are of no program that a user or a study has changed', () => {
    const { edits, tried } = MUTANTS[0];
    const [scenario] = tried;
    const program = anew(scenario);
    const others = [
      { ...program },
      restrict(program, [assumptionNamed('offline').restriction]),
      compileMutant(kernelSystem(scenario.configuration, switchesIn(scenario)), edits),
    ];
    for (const other of others) search(other, { successors: 'native', maxStates: 1 });
    expect(kept.size).toBe(0);
    search(program, { successors: 'native', maxStates: 1 });
    expect([...kept.keys()]).toEqual([expect.stringContaining(JSON.stringify(digestOf(scenario)).slice(1, -1))]);
  });
});

test('a search is made natively once it is large, if anybody makes it', () => {
  const program = programOf(scenarioOf('D', 'walkers'));
  expanded = 0;
  const { store, transitions } = search(program, { maxStates: 60_000 });
  expect(expanded).toBeGreaterThan(1_000);
  expect(expanded).toBeLessThan(20_000);
  const { store: plain, transitions: same } = search(program, { maxStates: 60_000, successors: 'generated' });
  expect([store.digest(), transitions]).toEqual([plain.digest(), same]);
});

test('a search whose states of the model are as many as its states ends at its limit', () => {
  const fields = { n: { length: 1, max: 300_000 } } as const;
  const count = atomic('count', ['done'], (k: { readonly n: Cells }) => {
    k.n[0]++;
  });
  const program = compileSystem({
    fields,
    bind: ({ n }) => ({ n }),
    init: () => {},
    processes: [
      {
        name: 'counter',
        run: function* (): Process<{ readonly n: Cells }> {
          for (;;) {
            yield retryPoint('again');
            yield step(count);
          }
        },
      },
    ],
  });
  const invariants = [{ id: 'few', holds: ({ n }: { readonly n: Cells }) => n[0] < 250_000 }];
  const counted = search(program, { invariants, maxStates: 220_000 });
  expect(counted.result()).toMatchObject({ incomplete: 'state limit', states: 220_001 });
});
