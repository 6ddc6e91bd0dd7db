/** The patches that repair a design, against a plain search of every set; and what a search that is remembered hangs on. */

import { describe, expect, test } from 'vitest';
import { countReaching } from '../../../src/checker/reachability.js';
import { search } from '../../../src/checker/search.js';
import { compileSystem } from '../../../src/checker/system.js';
import { switchesOf } from '../../../src/model/designs.js';
import { SWITCH_NAMES, SWITCHES, type Switches } from '../../../src/model/switches.js';
import { kernelSystem } from '../../../src/model/system.js';
import { Decision } from '../../../src/properties/decide.js';
import { ASSUMPTIONS, assumptionNamed, closureOf } from '../../../src/properties/studies/assumptions.js';
import { EXPLAINED } from '../../../src/properties/studies/explain.js';
import { setOf } from '../../../src/properties/studies/minimal_sets.js';
import type { Race } from '../../../src/properties/studies/patch_sets.js';
import { PATCHES, patchNamed } from '../../../src/properties/studies/patches.js';
import { Questions, type Slices } from '../../../src/properties/studies/questions.js';
import { recordReads } from '../../../src/properties/studies/record_reads.js';
import { possibleFirst, repair } from '../../../src/properties/studies/repair.js';
import { configurationNamed, propertyNamed } from '../../named.js';

function resultOf<T>(slices: Slices<T>): T {
  for (let next = slices.next(); ; next = slices.next()) if (next.done === true) return next.value;
}

const RACE: Race = { configuration: configurationNamed('tiny'), property: 'X7', wrong: '', trace: [] };

const F = { design: 'F', kernel: '5.8', overrides: {} } as const;

/** By nothing that the enumeration uses. */
function fallsPlainly(patches: readonly string[]): boolean {
  const overrides = Object.assign({}, ...patches.map((id) => patchNamed(id).overrides));
  return resultOf(new Questions({ ...F, overrides }, EXPLAINED).race(0)) !== undefined;
}

describe('design F', () => {
  const study = resultOf(repair(F));
  const sets = study.repairs.map(({ parts }) => parts.map(({ patch }) => patch));

  test('is repaired by a grace period, and by a lock that walkers cannot take', () => {
    expect(sets).toEqual([['grace'], ['lock']]);
    expect(patchNamed('grace').implementable.possible).toBe(true);
    expect(patchNamed('lock').implementable.possible).toBe(false);
    expect(fallsPlainly(['grace'])).toBe(false);
    expect(fallsPlainly(['lock'])).toBe(false);
  });

  test('and by no single other patch, nor all others that can stand together', () => {
    const others = study.candidates.filter((id) => !sets.flat().includes(id));
    for (const id of others) expect(fallsPlainly([id]), id).toBe(true);
    expect(fallsPlainly(others.filter((id) => id !== 'look-first'))).toBe(true);
  });

  test('falls by the race that returns without the patch', () => {
    for (const { parts } of study.repairs) expect(parts[0].without.trace.length).toBe(study.unpatched?.trace.length);
  });
});

describe('design B, which no patches repair', () => {
  const subject = { design: 'B', kernel: '5.8', overrides: {} } as const;
  const { repairs, left } = resultOf(repair(subject));
  const properties = EXPLAINED.filter(({ id }) => !['S3', 'S5'].includes(id));
  const overridesOf = (patches: readonly string[]) =>
    Object.assign({}, ...patches.map((id) => patchNamed(id).overrides));
  const closed = (ids: readonly string[]) =>
    closureOf(setOf(ids.map((id) => ASSUMPTIONS.indexOf(assumptionNamed(id)))));
  const raceUnder = (ids: readonly string[], patches: readonly string[]) =>
    resultOf(new Questions({ ...subject, overrides: overridesOf(patches) }, properties).race(closed(ids)));
  const assumed = left?.best?.assumptions.map(({ assumption }) => assumption) ?? [];
  const patched = left?.best?.patches.map(({ patch }) => patch) ?? [];

  test('loses S3 and S5 whatever is assumed, with every set of patches', () => {
    expect(repairs).toEqual([]);
    expect(left?.lost.map(({ property }) => property)).toEqual(['S3', 'S5']);
  });

  test('is safe but for these under two assumptions, with patches', () => {
    expect(assumed).toEqual(['veto', 'signal']);
    expect(patched).toEqual(['put-back', 'grace']);
    expect(raceUnder(assumed, patched)).toBeUndefined();
  });

  test('is not under one, with the same patches, nor without one of them', () => {
    for (const { id } of ASSUMPTIONS) expect(raceUnder([id], patched), id).toBeDefined();
    for (const { patch, without } of left?.best?.patches ?? []) {
      const rest = patched.filter((id) => id !== patch);
      expect(raceUnder(assumed, rest)?.property, patch).toBe(without.property);
    }
  });
});

test("a reader of /proc/kcore reads nothing of the host's while offlining keeps it out, since 5.14", () => {
  const decided = (kernel: '5.8' | '7.3') => {
    const decision = new Decision(
      { design: 'D', kernel, configuration: configurationNamed('readers'), overrides: { offlineStopsReaders: true } },
      [propertyNamed('S4')],
    );
    decision.run();
    return decision.cells()[0].verdict;
  };
  expect([decided('5.8'), decided('7.3')]).toEqual(['violated', 'holds']);
});

test('every patch sets switches otherwise than some design on some kernel has them', () => {
  for (const { id, overrides, applies } of PATCHES) {
    const places = (['A', 'B', 'D', 'D-hook', 'E', 'F'] as const).flatMap((design) =>
      (['5.8', '7.3'] as const).map((kernel) => switchesOf(design, kernel)),
    );
    const changes = places.filter(applies);
    expect(changes.length, id).toBeGreaterThan(0);
    for (const switches of changes) expect(switches, id).not.toMatchObject(overrides);
  }
});

test('a search is the same whatever the switches are that it did not read', () => {
  const configuration = configurationNamed('tiny');
  const switches = switchesOf('D', '5.8');
  const { recording, read } = recordReads(switches);
  const plain = search(compileSystem(kernelSystem(configuration, recording)));
  const names = new Set(read().map(([name]) => name));
  expect(names.has('dropAt')).toBe(true);
  expect(names.has('kdumpAsksDevice')).toBe(false);
  for (const name of SWITCH_NAMES.filter((each) => !names.has(each))) {
    for (const value of SWITCHES[name].values) {
      const changed: Switches = { ...switches, [name]: value };
      const other = search(compileSystem(kernelSystem(configuration, changed)));
      expect(other.store.digest(), name).toBe(plain.store.digest());
    }
  }
});

test('how many states reach another is counted on runs without a violation', () => {
  const program = compileSystem(kernelSystem(configurationNamed('tiny'), switchesOf('D', '5.8')));
  const invariants = [
    { id: 'online', holds: ({ sectionOnline }: { sectionOnline: { [i: number]: number } }) => sectionOnline[0] === 1 },
  ];
  const question = {
    from: () => true,
    to: ({ sectionOnline }: { sectionOnline: { [i: number]: number } }) => sectionOnline[0] === 0,
  };
  const free = countReaching(search(program), question);
  expect(free.reaching).toBe(free.asked);
  const cut = search(program, { invariants, afterViolation: 'stop' });
  expect(countReaching(cut, question).reaching).toBe(0);
});

test('sets of patches that can be written come first, and else stay in order', () => {
  const sets = [
    ['put-back', 'lock'],
    ['grace', 'identity'],
    ['lock', 'identity'],
    ['put-back', 'grace', 'look-first'],
  ];
  const repairs = sets.map((patches) => ({
    parts: patches.map((patch) => ({ patch, without: RACE, overrides: {} })),
    ...{ states: 1, transitions: 1 },
  }));
  expect(possibleFirst(repairs)).toEqual([1, 3, 0, 2].map((i) => repairs[i]));
});
