/** Whether a program for any number of processes comes to every state that one with so many comes to. */

import type { AnyNumber } from '../../src/checker/any_number.js';
import { type Search, search } from '../../src/checker/search.js';
import { accessTo } from '../../src/checker/state_access.js';
import { createWorkspace, PC } from '../../src/checker/system.js';

/**
 * States of a search with some of them that are not among those for any number. States where three are at one place are passed
 * over: what their counts are stored as is not for a test to say.
 * @param isOne whether a process is one of them, by its name
 */
export function uncovered<S>({ program }: AnyNumber<S>, some: Search<S>, isOne: (process: string) => boolean): number {
  const { store } = search(program);
  const [from, to] = [createWorkspace(some.program), createWorkspace(program)];
  const { load } = accessTo(some.store, some.program.layout, from.views);
  const { find } = accessTo(store, program.layout, to.views);
  const crowd = program.automata.at(-1)?.process ?? '';
  const at = to.views[crowd];
  const fields = Object.keys(some.program.system.fields);
  let missing = 0;
  for (let state = 0; state < some.store.size; state++) {
    load(state);
    for (const field of fields)
      for (let i = 0; i < to.views[field].length; i++) to.views[field][i] = from.views[field][i] ?? 0;
    for (let l = 0; l < at.length; l++) at[l] = l === 0 ? 2 : 0;
    let next = 0;
    for (const [process, { process: name }] of some.program.automata.entries()) {
      const location = from.pc[process];
      if (!isOne(name)) to.views[PC][next++] = location;
      else if (location !== 0) at[location]++;
    }
    if (Array.from(at).some((count) => count > 2)) continue;
    if (find() < 0) missing++;
  }
  return missing;
}
