import { expect, test } from 'vitest';
import { DESIGN_IDS } from '../../src/model/designs.js';
import { type Carried, carry } from '../../src/run/carry.js';
import { Timeline } from '../../src/run/timeline.js';
import { foundRace, scenarioNamed } from './found_race.js';

const scenario = scenarioNamed('D', 'walkers');
const schedule = Timeline.ofSteps(scenario, foundRace(scenario, 'S5'));

const carriedTo = (design: (typeof DESIGN_IDS)[number]): Carried => carry(schedule, { ...scenario, design });

const violatedAtEnd = ({ timeline }: Carried): string[] =>
  timeline.violatedAfter(timeline.length).map(({ property }) => property.id);

test('a schedule carried to its own design is the same run', () => {
  const own = carriedTo('D');
  expect(own.timeline.moves).toEqual(schedule.moves);
  expect([own.parts, own.skipped, violatedAtEnd(own)]).toEqual([undefined, 0, ['S5']]);
});

test('at count 0 the walker gets no reference, and the schedule violates nothing', () => {
  const other = carriedTo('A');
  const parts = other.parts ?? -1;
  expect(schedule.steps[parts]).toMatchObject({ action: 'get_page_unless_zero', outcome: 'got' });
  expect(other.steps[parts].step).toMatchObject({ action: 'get_page_unless_zero', outcome: 'refused' });
  expect(violatedAtEnd(other)).toEqual([]);
});

test('what the other run has made of the schedule adds up, for every design', () => {
  for (const design of DESIGN_IDS) {
    const { timeline, steps, progress, skipped } = carriedTo(design);
    expect(progress).toHaveLength(schedule.length + 1);
    expect(progress.at(-1)).toBe(timeline.length);
    const made = steps.flatMap(({ before, step }) => (step === undefined ? [] : [...before, step]));
    expect(made).toEqual(timeline.steps);
    expect(skipped).toBe(steps.filter(({ step }) => step === undefined).length);
  }
});

test('a step that only the other design has is made on the way', () => {
  const unplugged = scenarioNamed('A-nohook', 'walkers');
  const race = Timeline.ofSteps(unplugged, foundRace(unplugged, 'S5'));
  const { steps } = carry(race, { ...unplugged, design: 'D' });
  const before = steps.flatMap((each) => each.before.map(({ action }) => action));
  expect(before).not.toEqual([]);
});
