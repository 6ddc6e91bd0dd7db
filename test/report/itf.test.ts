/** The Informal Trace Format: its shape, and that its states are those of the replay. */

import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Replay } from '../../src/checker/index.js';
import { L1, L2 } from '../../src/properties/catalogue/liveness.js';
import { RACE_FORMATS, type ReplayedRace } from '../../src/report/index.js';
import { programOf } from '../../src/scenario/program.js';
import { TWO_WALKERS } from '../../src/scenario/varied.js';
import { configurationNamed } from '../named.js';
import { findLassoToDraw } from './found_cell.js';
import { type FoundRace, findRace } from './found_race.js';

const replayed = (race: FoundRace): ReplayedRace => ({
  ...race,
  program: programOf(race.scenario),
});

/** As the format's description has it, as far as it is used: no JSON numbers but in `#meta`, and as index of the loop. */
const integer = z.strictObject({ '#bigint': z.string().regex(/^-?\d+$/) });
const value = z.union([z.string(), integer]);
const expression = z.union([value, z.strictObject({ '#map': z.array(z.tuple([value, value])) })]);
const state = z.object({ '#meta': z.looseObject({ index: z.int() }) }).catchall(expression);
const trace = z.strictObject({
  '#meta': z.looseObject({
    format: z.literal('ITF'),
    description: z.string(),
    varTypes: z.record(z.string(), z.string()),
  }),
  vars: z.array(z.string().regex(/^[^#]/)).min(1),
  loop: z.int().optional(),
  states: z.array(state).min(1),
});

const read = (race: ReplayedRace) => trace.parse(JSON.parse(RACE_FORMATS.itf(race)));

const RACES: readonly (readonly [string, ReplayedRace])[] = [
  ['a race', replayed(findRace({ design: 'D', property: 'S7', actors: { walkers: ['late'] } }))],
  ['a lasso', replayed(findLassoToDraw({ property: L1, configuration: configurationNamed('pcp') }))],
  ['a run that ends', replayed(findLassoToDraw({ property: L2, configuration: TWO_WALKERS }))],
];

describe.each(RACES)('%s', (_, race) => {
  const { vars, states, loop, '#meta': meta } = read(race);

  it('has a state before each step and one behind the last', () => {
    expect(states.map((each) => each['#meta'].index)).toEqual(
      Array.from({ length: race.steps.length + 1 }, (_, i) => i),
    );
  });

  it('gives every variable in every state, and its type', () => {
    for (const { '#meta': _, ...values } of states) expect(Object.keys(values)).toEqual(vars);
    expect(Object.keys(meta.varTypes)).toEqual(vars);
  });

  it('has the counts and types of pages that the replay has', () => {
    const replay = new Replay(race.program);
    race.steps.forEach((step, i) => {
      replay.follow(step, i);
      const { refcount, pageType } = states[i + 1];
      const counts = Array.from({ length: replay.state.refcount.length }, (_, page) => [
        { '#bigint': String(page) },
        { '#bigint': String(replay.state.refcount[page]) },
      ]);
      expect(refcount).toEqual({ '#map': counts });
      const names = Array.from({ length: replay.state.pageType.length }, (_, page) => [
        { '#bigint': String(page) },
        race.program.layout.valueName('pageType', replay.state.pageType[page]),
      ]);
      expect(pageType).toEqual({ '#map': names });
    });
  });

  it('comes back to the state of the loop in the last', () => {
    expect(loop).toBe(race.loop);
    if (loop === undefined) return;
    const { '#meta': _, ...first } = states[loop];
    const { '#meta': __, ...last } = states[states.length - 1];
    expect(last).toEqual(first);
  });
});

it('names processes by their names, and leaves constants out', () => {
  const [[, race]] = RACES;
  const { vars, states } = read(race);
  expect(states[0].pc).toEqual({
    '#map': [
      ['sysfs', { '#bigint': expect.any(String) }],
      ['worker', { '#bigint': expect.any(String) }],
      ['walker', { '#bigint': expect.any(String) }],
    ],
  });
  expect(vars).not.toContain('hwpoison');
  expect(vars).toContain('refcount');
});
