/**
 * The way of one workspace into a store of states, generated: the workspace's state is packed into local variables, hashed
 * and looked up by one function. One, since what is called a million times a second must not depend on what is inlined.
 */

import { mixHash, mixingCode } from './hash.js';
import type { Cells, Fields, Layout, Views } from './layout.js';
import { ENTRY_NUMBER, type StateStore } from './store.js';

/** What became of a state that was to be stored. */
export const Inserted = { OUT_OF_RANGE: -1, KNOWN: 0, NEW: 1 } as const;

export interface StateAccess {
  /**
   * Stores the workspace's state as the last one, first reached from `predecessor`, unless it is known. Predecessors may not
   * fall; that of the first state is -1. The store must have room, see `StateStore.reserve`.
   */
  insert(predecessor: number): (typeof Inserted)[keyof typeof Inserted];
  /** The number of the workspace's state, or -1 if the store does not have it. */
  find(): number;
  /** Makes the workspace's state the one with this number. */
  load(number: number): void;
}

export function accessTo(store: StateStore, layout: Layout<Fields>, views: Views<Fields>): StateAccess {
  const { fields, cell, words: wordsOf, tooLarge, left, unpack } = layout.packingCode();
  const { sorting } = store;
  const sorted = sorting?.code(cell);
  const words = wordsOf(sorted?.sorted);
  const packed = [sorted?.sort ?? '', ...words.map((word, i) => `const w${i} = ${word};`)].join('\n');
  const keepOrder = sorted === undefined ? '' : `store.order[number] = ${sorted.order};`;
  const takeOrder = sorted === undefined ? '' : `const order = store.order[number]; if (order !== 0) ${sorted.unsort}`;
  const hashed = words.map((_, i) => mixingCode(`w${i}`));
  const equal = words.map((_, i) => `arena[known + ${i}] === w${i}`).join(' && ');
  const written = words.map((_, i) => `arena[at + ${i}] = w${i};`).join(' ');
  const source = `'use strict';
    function insert(predecessor) {
      ${packed}
      if (${tooLarge} !== 0) return ${Inserted.OUT_OF_RANGE};
      ${search(`{ store.last = number; return ${Inserted.KNOWN}; }`)}
      if (${left} < 0) return ${Inserted.OUT_OF_RANGE};
      const number = store.size;
      const at = number * ${words.length};
      ${written}
      table[slot] = (hash & ${~ENTRY_NUMBER}) | (number + 1);
      const place = number + predecessor + 1;
      store.reached[place >>> 5] |= 1 << place;
      ${keepOrder}
      store.size = number + 1;
      store.last = number;
      return ${Inserted.NEW};
    }
    function find() {
      ${packed}
      ${search('return number;')}
      return -1;
    }
    function load(number) {
      const { arena } = store;
      const at = number * ${words.length};
      ${unpack((i) => `arena[at + ${i}]`)}
      ${takeOrder}
    }
    return { insert, find, load };`;
  const params = ['store', 'mixHash', 'orderAt', 'placeIn', ...fields.map((_, i) => `f${i}`)];
  const make = new Function(...params, source) as (
    store: StateStore,
    mix: typeof mixHash,
    orderAt: readonly Uint8Array[],
    placeIn: readonly Uint8Array[],
    ...cells: Cells[]
  ) => StateAccess;
  const { orderAt = [], placeIn = [] } = sorting?.tables ?? {};
  return make(store, mixHash, orderAt, placeIn, ...fields.map((name) => views[name]));

  /** Leaves the empty slot where the state belongs in `slot`, unless it is known: then `found` is done. */
  function search(found: string): string {
    return `
      let hash = 0;
      ${hashed.join('\n')}
      hash = mixHash(hash);
      const { arena, table, mask } = store;
      let slot = hash & mask;
      for (;;) {
        const entry = table[slot];
        if (entry === 0) break;
        if (((entry ^ hash) & ${~ENTRY_NUMBER}) === 0) {
          const number = (entry & ${ENTRY_NUMBER}) - 1;
          const known = number * ${words.length};
          if (${equal}) ${found}
        }
        slot = (slot + 1) & mask;
      }`;
  }
}
