/** The remembered verdicts against invariants that are asked anew. */

import { describe, expect, it } from 'vitest';
import type { Cells, Fields, Views } from '../../src/checker/layout.js';
import { PackedFields } from '../../src/checker/packed_fields.js';
import { compileSystem, createWorkspace, type System } from '../../src/checker/system.js';
import { VerdictCache } from '../../src/checker/verdict_cache.js';

/** Several states for each slot of the cache. */
const MOST = 2 ** 18 - 1;

interface Two {
  readonly value: Cells;
  readonly sign: Cells;
}

const system: System<Two> = {
  fields: { value: { length: 1, max: MOST }, sign: { length: 1, max: 1 } },
  bind: ({ value, sign }: Views<Fields>) => ({ value, sign }),
  init: () => {},
  processes: [],
};

let asked = 0;
const invariants = [
  { id: 'odd', holds: ({ value }: Two) => value[0] % 2 === 1 },
  { id: 'no sign', holds: ({ sign }: Two) => sign[0] === 0 },
  {
    id: 'counted',
    holds: () => {
      asked++;
      return true;
    },
  },
];

describe('VerdictCache', () => {
  const program = compileSystem(system);
  const workspace = createWorkspace(program);
  const cache = new VerdictCache(new PackedFields(system.fields, workspace.views), workspace.state, invariants);
  const violatedBy = (value: number, sign: number) => {
    workspace.state.value[0] = value;
    workspace.state.sign[0] = sign;
    return cache.violated();
  };

  it('tells the violated invariants of every state, also when states share a slot', () => {
    for (let round = 0; round < 2; round++) {
      for (let value = 0; value <= MOST; value++) {
        const sign = (value >> 3) & 1;
        const violated = violatedBy(value, sign);
        const expected = (value % 2 === 0 ? 1 : 0) + sign;
        if (violated.length !== expected || violated.includes('odd') !== (value % 2 === 0))
          throw new Error(`state ${value}, ${sign}: ${violated.join()}`);
      }
    }
    expect(violatedBy(2, 1)).toEqual(['odd', 'no sign']);
  });

  it('asks once for a state that it is asked for again and again', () => {
    violatedBy(7, 0);
    const before = asked;
    for (let i = 0; i < 10; i++) expect(violatedBy(7, 0)).toEqual([]);
    expect(asked).toBe(before);
  });

  it('asks each time for a state that cannot be packed', () => {
    const before = asked;
    expect(violatedBy(MOST + 1, 0)).toEqual(['odd']);
    expect(violatedBy(MOST + 1, 0)).toEqual(['odd']);
    expect(asked).toBe(before + 2);
  });
});
