/** Races that can be driven, and proofs that there is none. */

import { describe, expect, it } from 'vitest';
import { Replay } from '../../src/checker/trace.js';
import { type Chosen, searchRace } from '../../src/lab/choose_race.js';
import { DrivableSearch } from '../../src/lab/drivable_search.js';
import type { KernelCode } from '../../src/lab/kernel_code.js';
import { Layout } from '../../src/lab/layout.js';
import { MODULE_WALKS } from '../../src/lab/places.js';
import type { Series } from '../../src/lab/series.js';
import { programOf } from '../../src/scenario/program.js';
import { configurationNamed } from '../named.js';
import { asked, codeOf, type LAB_SERIES } from './fixtures.js';

const MOST = 1_000_000;

function find(series: (typeof LAB_SERIES)[number], configuration: string, property: string) {
  const layout = new Layout(configurationNamed(configuration), series satisfies Series);
  return searchRace(asked(series, configuration, property), codeOf(series), layout, MOST, () => undefined);
}

function raceOf(found: ReturnType<typeof find>): Chosen {
  if (!('race' in found)) throw new Error('no race');
  return found;
}

describe('searchRace', () => {
  it.each([
    ['6.1', 'small', 'EF'],
    ['6.12', 'small', 'EF'],
    ['7.3', 'small', 'EF'],
    ['7.3', 'walkers', 'S5'],
    ['7.3', 'walkers', 'S7'],
    ['7.3', 'walkers', 'X7'],
    ['6.12', 'poison-in-use', 'HW6'],
    ['7.3', 'poison-in-use', 'HW6'],
    ['7.3', 'poison', 'X6'],
  ] as const)('finds a race on %s in %s that violates %s', (series, configuration, property) => {
    const { race } = raceOf(find(series, configuration, property));
    const replay = new Replay(race.program);
    let violated = false;
    race.trace.forEach((step, i) => {
      replay.follow(step, i);
      violated ||= race.property.kind === 'invariant' && race.property.violator(replay.state) >= 0;
    });
    expect(violated).toBe(race.property.kind === 'invariant');
  });

  it('leaves a process only where it can be held, or blocked', () => {
    const { race } = raceOf(find('7.3', 'walkers', 'S7'));
    const search = new DrivableSearch(race.program, codeOf('7.3'), MODULE_WALKS);
    const replay = new Replay(race.program);
    race.trace.forEach((step, i) => {
      replay.follow(step, i);
      const next = race.trace[i + 1];
      if (next === undefined || next.process === step.process) return;
      const process = race.program.automata.findIndex((automaton) => automaton.process === step.process);
      const blocked = !replay.enabled().some((move) => move.process === process);
      expect(search.standsAt(process, replay.workspace) || blocked).toBe(true);
    });
  });

  it('proves that there is none where the property holds', () => {
    expect(find('7.3', 'small', 'S5')).not.toHaveProperty('race');
    expect(find('5.10', 'small', 'EF')).not.toHaveProperty('race');
  });

  it('lets a process go on to where it can be held on the kernel at hand', () => {
    const { property } = asked('7.3', 'small', 'EF');
    const lengthWith = (code: KernelCode) =>
      new DrivableSearch(programOf(asked('7.3', 'small', 'EF').scenario), code, MODULE_WALKS).find(property, MOST).trace
        ?.length ?? 0;
    // Notifiers need no function; the worker has none, and goes on to its end.
    expect(lengthWith({ functions: [], instructions: {} })).toBeGreaterThan(lengthWith(codeOf('7.3')));
  });
});
