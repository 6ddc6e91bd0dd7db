/** The set of visited states and the way into it: exact, growing, and with a digest that tells sets apart. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashWords } from '../../src/checker/hash.js';
import { type Fields, Layout } from '../../src/checker/layout.js';
import { accessTo, Inserted, type StateAccess } from '../../src/checker/state_access.js';
import { StateStore } from '../../src/checker/store.js';

/** A layout of so many words, each a field of 32 bits. */
function wordsLayout(words: number): Layout<Fields> {
  return new Layout({ word: { length: words, min: -(2 ** 31), max: 2 ** 31 - 1 } });
}

/** Does something with a state in a workspace that has access to the store. */
function withState<T>(store: StateStore, state: readonly number[], use: (access: StateAccess) => T): T {
  const layout = wordsLayout(store.words);
  const views = layout.views(layout.createBuffer());
  // The least value is packed as 0.
  for (const [i, value] of state.entries()) views.word[i] = (value - 2 ** 31) | 0;
  return use(accessTo(store, layout, views));
}

/** Adds a state and tells whether it was new. */
function add(store: StateStore, state: readonly number[], predecessor = store.size === 0 ? -1 : 0): boolean {
  store.reserve(1);
  return withState(store, state, ({ insert }) => insert(predecessor)) === Inserted.NEW;
}

function find(store: StateStore, state: readonly number[]): number {
  return withState(store, state, (access) => access.find());
}

function storeOf(words: number, states: Iterable<readonly number[]>): StateStore {
  const store = new StateStore(words);
  for (const state of states) add(store, state);
  return store;
}

/** Different states of two words that all have one hash: the second word undoes what the first did. */
function collidingStates(count: number): number[][] {
  const afterFirstWord = (word: number) => {
    const hash = Math.imul(word, 0x9e3779b1);
    return hash ^ (hash >>> 15);
  };
  return Array.from({ length: count }, (_, i) => [i, afterFirstWord(i) ^ 12_345]);
}

describe('the store', () => {
  it('keeps states in the order they came, with predecessors', () => {
    const store = new StateStore(2);
    expect(add(store, [1, 2], -1)).toBe(true);
    expect(add(store, [3, 4], 0)).toBe(true);
    expect(add(store, [1, 2], 1)).toBe(false);
    expect(store.size).toBe(2);
    expect(Array.from(store.arena.subarray(0, 4))).toEqual([1, 2, 3, 4]);
    expect([0, 1].map((state) => store.predecessors.of(state))).toEqual([-1, 0]);
  });

  it('finds a state by its number, and -1 for one that it does not have', () => {
    const store = storeOf(2, [
      [1, 2],
      [3, 4],
    ]);
    expect(find(store, [3, 4])).toBe(1);
    expect(find(store, [1, 2])).toBe(0);
    expect(find(store, [3, 5])).toBe(-1);
    expect(store.size).toBe(2);
  });

  it('grows, and keeps every state with its number', () => {
    const count = 3_000;
    const state = (i: number) => [i, i * 7, -i];
    const store = storeOf(
      3,
      Array.from({ length: count }, (_, i) => state(i)),
    );
    expect(store.size).toBe(count);
    for (let i = 0; i < count; i++) {
      expect(find(store, state(i))).toBe(i);
      expect(add(store, state(i))).toBe(false);
    }
    expect(find(store, state(count))).toBe(-1);
  });

  it('makes room for many states at once, and says before how many bytes that takes', () => {
    const store = storeOf(2, [[1, 2]]);
    const planned = store.bytesWithRoomFor(5_000);
    expect(planned).toBeGreaterThan(store.bytes);
    store.reserve(5_000);
    expect(store.bytes).toBe(planned);
    expect(store.bytesWithRoomFor(5_000)).toBe(planned);
    expect(find(store, [1, 2])).toBe(0);
  });

  it('has little in reserve, and a table that is at most half full', () => {
    const store = new StateStore(3);
    for (let state = 0; state < 30_000; state++) {
      add(store, [state, -state, 7]);
      expect(store.table.length).toBeGreaterThanOrEqual(2 * store.size);
      expect(store.arena.length).toBeLessThanOrEqual(3 * Math.max(1_024, 1.25 * store.size + 2));
    }
    const { arena, reached, order, table } = store;
    const bytes = [arena, reached, order, table].map(({ byteLength }) => byteLength);
    expect(store.bytes).toBe(bytes.reduce((sum, each) => sum + each));
  });

  it('is exact when states have equal hashes', () => {
    const states = collidingStates(3_000);
    const hashes = states.map((state) => hashWords(Int32Array.from(state), 0, 2));
    expect(new Set(hashes).size).toBe(1);
    const store = storeOf(2, states.slice(0, 1_500));
    expect(store.size).toBe(1_500);
    for (const [i, state] of states.entries()) expect(find(store, state)).toBe(i < 1_500 ? i : -1);
  });

  it('holds the same set as Set does', () => {
    const word = fc.integer({ min: -2, max: 2 });
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word, word), { maxLength: 200 }), (states) => {
        const store = new StateStore(3);
        const known = new Set<string>();
        for (const state of states) {
          expect(add(store, state)).toBe(!known.has(state.join()));
          known.add(state.join());
        }
        expect(store.size).toBe(known.size);
      }),
    );
  });
});

describe('the digest', () => {
  const states = Array.from({ length: 50 }, (_, i) => [i, i * i]);

  it('does not depend on the order', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(states, { minLength: states.length }), (shuffled) => {
        expect(storeOf(2, shuffled).digest()).toBe(storeOf(2, states).digest());
      }),
      { numRuns: 20 },
    );
  });

  it('differs when one bit of one state does', () => {
    const digests = states.map((_, changed) =>
      storeOf(
        2,
        states.map(([a, b], i) => [a, i === changed ? b ^ 0x4000_0000 : b]),
      ).digest(),
    );
    expect(new Set([...digests, storeOf(2, states).digest()]).size).toBe(states.length + 1);
  });

  it('has two halves that do not follow from each other', () => {
    const digests = collidingStates(200).map((state) => storeOf(2, [state]).digest());
    expect(new Set(digests.map((digest) => digest.slice(8))).size).toBe(1);
    expect(new Set(digests.map((digest) => digest.slice(0, 8))).size).toBeGreaterThan(190);
  });

  it('is 16 hexadecimal digits, the same on every machine', () => {
    expect(new StateStore(1).digest()).toBe('0000000000000000');
    expect(storeOf(2, states).digest()).toBe('ccfb26fdc0d9e7a9');
  });
});
