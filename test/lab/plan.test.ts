/** From races to plans: segments, and where each process is held, by what. */

import { describe, expect, it } from 'vitest';
import { givenRace, searchRace } from '../../src/lab/choose_race.js';
import { Layout } from '../../src/lab/layout.js';
import { MODULE_WALKS } from '../../src/lab/places.js';
import { planOf, standText, structPageText, VETO_ERRNO } from '../../src/lab/plan.js';
import { configurationNamed } from '../named.js';
import { asked, codeOf } from './fixtures.js';

const layoutOf = (configuration: string) => new Layout(configurationNamed(configuration), '7.3');

function segmentsOf(configuration: string, property: string) {
  const found = searchRace(
    asked('7.3', configuration, property),
    codeOf('7.3'),
    layoutOf(configuration),
    1e6,
    () => undefined,
  );
  if (!('race' in found)) throw new Error('no race');
  return found.race.segments;
}

describe('planOf', () => {
  it('holds the offliner before the driver and the worker before alloc_contig_range()', () => {
    expect(segmentsOf('small', 'EF').map(({ process, stands }) => `${process} ${standText(stands)}`)).toEqual([
      "sysfs held by a notifier before the driver's, MEM_GOING_OFFLINE",
      'worker held by entry of alloc_contig_frozen_range_noprof()',
    ]);
  });

  it('names the page that an instruction is to be reached with, and the frames of a range', () => {
    const layout = layoutOf('walkers');
    const values = segmentsOf('walkers', 'S7').map(({ stands }) => (stands.by === 'hold' ? stands.value : undefined));
    expect(values[0]).toBe(structPageText(layout.frameOfPage(0)));
    const worker = segmentsOf('small', 'EF')[1].stands;
    expect(worker).toMatchObject({ value: String(layoutOf('small').frameOfSubBlock(1)) });
  });

  it('gives a notifier that holds the errno of the veto that comes next', () => {
    const segments = segmentsOf('walkers', 'X3');
    const veto = segments.findIndex(({ steps }) => steps[0].choices.some(({ option }) => option === 'NOTIFY_BAD'));
    const before = segments.slice(0, veto).findLast(({ process }) => process === 'sysfs');
    if (veto >= 0) expect(before?.stands).toMatchObject({ errno: VETO_ERRNO });
  });

  it('begins a segment anew where a process has ended', () => {
    const segments = segmentsOf('walkers', 'X2');
    for (const { process, steps } of segments) {
      const begins = steps.slice(1).filter(({ action }) => action === 'mutex_lock(hotplug_mutex)');
      if (process === 'worker') expect(begins).toEqual([]);
    }
  });

  it('names the switch that cannot be made', () => {
    const { race } = ((found) => {
      if (!('race' in found)) throw new Error('no race');
      return found;
    })(searchRace(asked('7.3', 'small', 'EF'), codeOf('7.3'), layoutOf('small'), 1e6, () => undefined));
    const [first, second, ...rest] = race.trace;
    const moved = [
      first,
      second,
      ...rest.filter(({ process }) => process === 'worker'),
      ...rest.filter(({ process }) => process === 'sysfs'),
    ];
    const poor = {
      ...codeOf('7.3'),
      functions: codeOf('7.3').functions.filter((name) => name !== 'set_migratetype_isolate'),
    };
    expect(planOf(race.program, moved, poor, layoutOf('small'), MODULE_WALKS)).toEqual({
      undrivable: { process: 'sysfs', after: 'set_migratetype_isolate', before: 'set_migratetype_isolate', at: 2 },
    });
    expect(givenRace(asked('7.3', 'small', 'EF'), moved, codeOf('7.3'), layoutOf('small'))).toHaveProperty('race');
  });
});

describe('Layout', () => {
  it('takes the last sub-blocks of the last plugged block, the first of the model last', () => {
    const layout = layoutOf('small');
    expect(layout.frameOfSubBlock(0) - layout.firstFrame).toBe(63 * 512);
    expect(layout.frameOfSubBlock(1) - layout.firstFrame).toBe(62 * 512);
    expect(layout.frameOfPage(1)).toBe(layout.frameOfSubBlock(1) + 5);
    expect(layout.initialBytes).toBe(254 * 2 ** 20);
  });

  it('refuses memory that no machine of the lab has', () => {
    expect(() => layoutOf('two-blocks')).toThrow('has 2 blocks');
    expect(() => layoutOf('foreign')).toThrow('another driver');
  });
});
