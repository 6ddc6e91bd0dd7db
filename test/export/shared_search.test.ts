/** A search that threads share is the search of one thread: state for state, whatever the order in which they come to it. */

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Cells } from '../../src/checker/layout.js';
import { compileMutant } from '../../src/checker/mutate.js';
import { type NativeMaker, nativeMaker, searchNativelyWith } from '../../src/checker/native_search.js';
import { atomic, idleUntil, type Process, retryPoint } from '../../src/checker/process.js';
import { Search, type SearchOptions, search } from '../../src/checker/search.js';
import { sortingOf } from '../../src/checker/sorting.js';
import { compileSystem, type Program } from '../../src/checker/system.js';
import { Chunks } from '../../src/export/native/chunks.js';
import { searchInWebAssemblyWith } from '../../src/export/native/made_modules.js';
import type { Helper, HelperData } from '../../src/export/native/sharing.js';
import { startHelper } from '../../src/export/native/threads.js';
import type { Kernel } from '../../src/model/state.js';
import { kernelSystem } from '../../src/model/system.js';
import { MUTANTS } from '../../src/properties/studies/mutants/index.js';
import { programOf } from '../../src/scenario/program.js';
import { scenarioOf, switchesIn } from '../../src/scenario/scenario.js';
import { randomSystem } from '../checker/random_system.js';
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

/** Shared from the first state, with chunks of a few: so that threads come to the ends of everything. */
const drawnSharing = () => ({
  start: startHelper,
  helpers: 1 + below(2),
  from: 0,
  states: 1 + below(anyOf([3, 40])),
  chunks: 1 + below(8),
  patience: 60_000,
});

let before: NativeMaker | undefined;
const { post } = Chunks.prototype;
const posted = vi.spyOn(Chunks.prototype, 'post');

beforeAll(() => {
  before = nativeMaker();
});
afterAll(() => searchNativelyWith(before));

function expectTheSame<S>(program: Program<S>, options: SearchOptions<S>, slice = large): void {
  const sharing = drawnSharing();
  searchNativelyWith(searchInWebAssemblyWith(sharing));
  const shared = inSlices(new Search(program, { ...options, successors: 'native' }), slice);
  const plain = inSlices(new Search(program, { ...options, successors: 'generated' }), slice);
  const { questions = [] } = options;
  expect(told(shared, questions), JSON.stringify(sharing)).toEqual(told(plain, questions));
}

describe(`the same search (PAGEOFFLINE_SEED=${SEED})`, () => {
  test.each(drawnScenarios(6))('$name', ({ scenario }) => {
    const program = programOf(scenario);
    posted.mockClear();
    expectTheSame(program, { maxStates: MOST_STATES, invariants: INVARIANTS, keepsWays: () => true });
    expect(posted).toHaveBeenCalled();
    for (let i = 0; i < 4; i++)
      expectTheSame(program, drawnOptions(program, INVARIANTS, QUESTIONS), anyOf([large, () => 1 + below(700)]));
  });

  const drawnMutants = Array.from({ length: 4 }, () => {
    const { id, edits, tried } = anyOf(MUTANTS);
    return { id, edits, scenario: anyOf(tried) };
  });

  test.each(drawnMutants)('mutant $id', ({ edits, scenario }) => {
    const program = compileMutant(kernelSystem(scenario.configuration, switchesIn(scenario)), edits);
    for (let i = 0; i < 2; i++) expectTheSame<Kernel>(program, drawnOptions(program, INVARIANTS, QUESTIONS));
  });

  test('walkers, sorted', () => {
    const program = programOf(scenarioOf('D', 'walkers', { actors: { walkers: ['late', 'late', 'late'] } }));
    for (let i = 0; i < 3; i++)
      expectTheSame(program, { maxStates: MOST_STATES, sorting: sortingOf(program), invariants: INVARIANTS });
  });

  test('random systems', () => {
    const invariants = [{ id: 'not all 2', holds: ({ cell }: { cell: ArrayLike<number> }) => cell[0] + cell[1] < 4 }];
    fc.assert(
      fc.property(randomSystem, (system) => {
        const program = compileSystem(system);
        expectTheSame(program, drawnOptions(program, invariants, []), anyOf([large, () => 1 + below(5)]));
      }),
      { numRuns: 25 },
    );
  });
});

interface Counts {
  readonly count: Cells;
  readonly others: Cells;
}

/** One process counts, others go round: in some states an index is beyond a field, which no native search can expand. */
const counting = (() => {
  const next = atomic('next', ({ count }: Counts) => {
    count[0] = (count[0] + 1) % 60;
    return 0;
  });
  const look = atomic('look', ['no', 'yes'], ({ count, others }: Counts) => (others[count[0]] === 1 ? 1 : 0));
  const turn = atomic('turn', ({ others }: Counts) => {
    others[0] = (others[0] + 1) % 50;
    return 0;
  });
  const process = (action: typeof next | typeof look) =>
    function* (): Process<Counts> {
      for (;;) {
        yield retryPoint('again');
        yield idleUntil(action);
      }
    };
  return compileSystem({
    fields: { count: { length: 1, max: 59 }, others: { length: 57, max: 50 } },
    bind: ({ count, others }) => ({ count, others }),
    init: () => {},
    processes: [next, look, turn].map((action) => ({ name: action.name, run: process(action) })),
  });
})();

test('states that no thread can expand are left to the search in TypeScript', () => {
  for (let i = 0; i < 3; i++) expectTheSame(counting, {});
});

test('an error in an invariant ends the search, and no thread is left', () => {
  const ends: (() => unknown)[] = [];
  const start = (data: HelperData): Helper => {
    const helper = startHelper(data);
    const terminate = vi.fn(() => helper.terminate());
    ends.push(terminate);
    return { terminate };
  };
  searchNativelyWith(searchInWebAssemblyWith({ ...drawnSharing(), start }));
  const holds = ({ count }: Counts): boolean => {
    if (count[0] === 40) throw new Error('cannot tell');
    return true;
  };
  const told = () => search(counting, { successors: 'native', invariants: [{ id: 'told', holds }] });
  expect(told).toThrow(/^invariant told failed: cannot tell/);
  expect(ends.length).toBeGreaterThan(0);
  for (const terminate of ends) expect(terminate).toHaveBeenCalled();
});

describe('a search goes on alone', () => {
  const program = programOf(scenarioOf('D', 'small'));
  const plain = told(search(program, { successors: 'generated' }));
  const searched = () => told(search(program, { successors: 'native' }));

  test('where no thread begins', () => {
    searchNativelyWith(
      searchInWebAssemblyWith({ ...drawnSharing(), patience: 0, start: () => ({ terminate: () => {} }) }),
    );
    expect(searched()).toEqual(plain);
  });

  test.each([0, 1, 5, 100])('where one gives up at chunk %i', (last) => {
    let seen = 0;
    let givenUp: number | undefined;
    const start = ({ chunks: { shape, memory } }: HelperData): Helper => {
      const theirs = new Chunks(shape, memory);
      theirs.isReady();
      // It is the first to look.
      posted.mockImplementation(function (this: Chunks, ...args) {
        post.apply(this, args);
        if (seen++ !== last) return;
        givenUp = theirs.take();
        if (givenUp !== undefined) theirs.giveUp(givenUp);
      });
      return { terminate: () => {} };
    };
    searchNativelyWith(searchInWebAssemblyWith({ ...drawnSharing(), helpers: 1, chunks: 8, states: 1, start }));
    expect(searched()).toEqual(plain);
    expect(givenUp).toBeDefined();
    posted.mockReset();
  });
});
