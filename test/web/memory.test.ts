import { expect, test } from 'vitest';
import { Timeline } from '../../src/run/timeline.js';
import { memoryAfter } from '../../web/memory.js';
import { foundRace, scenarioNamed } from '../run/found_race.js';

const scenario = scenarioNamed('D', 'walkers');
const timeline = Timeline.ofSteps(scenario, foundRace(scenario, 'S5'));
const rows = (steps: number) => [...memoryAfter(timeline, steps).rows, ...memoryAfter(timeline, steps).moreRows];

test('marks what the step changed, and nothing else', () => {
  timeline.steps.forEach(({ changes }, i) => {
    const marked = rows(i + 1).flatMap(({ field, values }) =>
      values.flatMap(({ before }, element) => (before === undefined ? [] : [`${field} ${element}`])),
    );
    const singles = memoryAfter(timeline, i + 1).singles.filter(({ value }) => value.before !== undefined);
    const told = changes.filter(({ field }) => field !== 'pc').map(({ field, element }) => `${field} ${element}`);
    expect(marked.length + singles.length).toBe(told.length);
    expect(told).toEqual(expect.arrayContaining(marked));
  });
});

test('at the start nothing has changed', () => {
  expect(rows(0).flatMap(({ values }) => values.filter(({ before }) => before !== undefined))).toEqual([]);
});

test('shows values under their names', () => {
  const [type] = rows(0);
  expect([type.name, ...type.values.map(({ text }) => text)]).toEqual(['type', 'Offline', 'Buddy']);
});
