/** A machine's state held against the model's, on what was seen when S7 was violated on 7.3. */

import { describe, expect, it } from 'vitest';
import { NaiveReplay } from '../../src/checker/naive_replay.js';
import { searchRace } from '../../src/lab/choose_race.js';
import { Layout } from '../../src/lab/layout.js';
import { compareSeen, type Seen } from '../../src/lab/seen.js';
import { configurationNamed } from '../named.js';
import { asked, codeOf, type LAB_SERIES, SEEN_OF_S7 } from './fixtures.js';

const layout = new Layout(configurationNamed('walkers'), '7.3');
const BASELINE = { managed: 65024, present: 65536 };

function raceOfS7(series: (typeof LAB_SERIES)[number]) {
  const found = searchRace(asked(series, 'walkers', 'S7'), codeOf(series), layout, 1e6, () => undefined);
  if (!('race' in found)) throw new Error('no race');
  return found.race;
}

describe('compareSeen', () => {
  const race = raceOfS7('7.3');

  it('finds no difference in any segment', () => {
    const replay = new NaiveReplay(race.program.system);
    expect(SEEN_OF_S7).toHaveLength(race.segments.length);
    race.segments.forEach(({ steps }, i) => {
      for (const step of steps) replay.follow(step);
      expect(compareSeen(replay.state, SEEN_OF_S7[i], layout, BASELINE)).toEqual([]);
    });
  });

  const [first] = SEEN_OF_S7;
  const page = first.pages[0];
  if (page === null) throw new Error('no page');
  const otherPage = (change: object): Partial<Seen> => ({ pages: [{ ...page, ...change }, ...first.pages.slice(1)] });

  it.each([
    ['a type', otherPage({ type: 'buddy' }), 'page 0'],
    ['a count', otherPage({ count: 2 }), 'page 0'],
    ['a mark', otherPage({ dirty: false }), 'page 0'],
    ['isolation', { isolated: [true, false] }, 'sub-block 1: isolated'],
    ['the section', { sectionOnline: false }, 'section'],
    ['the state of the block', { blockState: 'online' }, 'block'],
    ['what is plugged', { plugged: [true, true] }, 'sub-block 0: plugged'],
    ['the managed count', { managed: 65023 }, 'managed pages'],
    ['the present count', { present: 65535 }, 'present pages'],
  ])('tells a difference in %s', (_, change, what) => {
    const replay = new NaiveReplay(race.program.system);
    for (const step of race.segments[0].steps) replay.follow(step);
    const mismatches = compareSeen(replay.state, { ...first, ...change }, layout, BASELINE);
    expect(mismatches.map((mismatch) => mismatch.what)).toEqual([what]);
  });

  it('leaves out the managed count while the driver is between two pages, where the series corrects it ahead', () => {
    const { program } = raceOfS7('6.1');
    const replay = new NaiveReplay(program.system);
    const seen = { ...first, managed: 65023 };
    const told = (betweenPages: boolean) =>
      compareSeen(replay.state, seen, new Layout(configurationNamed('walkers'), '6.1'), BASELINE, betweenPages)
        .map(({ what }) => what)
        .includes('managed pages');
    expect([told(false), told(true)]).toEqual([true, false]);
  });
});
