import { beforeAll, expect, test } from 'vitest';
import { replayNaively } from '../../src/checker/naive_replay.js';
import { switchesOf } from '../../src/model/designs.js';
import { kernelSystem } from '../../src/model/system.js';
import { Timeline } from '../../src/run/timeline.js';
import { foundRace, scenarioNamed } from './found_race.js';

const scenario = scenarioNamed('D', 'walkers');
let timeline: Timeline;

beforeAll(() => {
  timeline = Timeline.ofSteps(scenario, foundRace(scenario, 'S5'));
});

test('the state after each step is the one that the processes themselves come to', () => {
  const system = kernelSystem(scenario.configuration, switchesOf('D', '5.8'));
  for (let steps = 0; steps <= timeline.length; steps++) {
    const { refcount, owner, pageType } = replayNaively(system, timeline.steps.slice(0, steps));
    const shown = timeline.stateAfter(steps).state;
    expect([...valuesOf(shown.refcount), ...valuesOf(shown.owner), ...valuesOf(shown.pageType)]).toEqual([
      ...valuesOf(refcount),
      ...valuesOf(owner),
      ...valuesOf(pageType),
    ]);
  }
});

test('the property is violated behind the last step, and not before', () => {
  const violated = Array.from({ length: timeline.length + 1 }, (_, steps) =>
    timeline.violatedAfter(steps).map(({ property }) => property.id),
  );
  expect(violated.slice(0, -1).flat()).toEqual([]);
  expect(violated.at(-1)).toEqual(['S5']);
});

test('the step that was taken is among those that were possible, as it turned out', () => {
  timeline.steps.forEach((step, i) => {
    const taken = timeline
      .possibleAfter(i)
      .filter(({ move }) => move.process === timeline.moves[i].process && move.branch === timeline.moves[i].branch);
    expect(taken.map(({ step: shown }) => shown)).toEqual([step]);
  });
});

test('the history of a count goes as its changes do', () => {
  const last = timeline.steps.flatMap(({ changes }) => changes.filter(({ field }) => field === 'refcount'));
  const history = timeline.history('refcount', 0);
  expect(history).toHaveLength(timeline.length + 1);
  expect([history[0], ...last.map(({ after }) => after)]).toEqual(history.filter((each, i) => each !== history[i - 1]));
});

test('names the first move that is not possible', () => {
  const [first, ...rest] = timeline.moves;
  expect(() => new Timeline(scenario, [first, { process: 99, branch: 0 }, ...rest])).toThrow(
    'step 2 of 10 is not possible there',
  );
  expect(() => new Timeline(scenario, [first, { process: 0, branch: 77 }])).toThrow(
    'step 2 of 2 is not possible there',
  );
});

const valuesOf = (cells: { readonly length: number; readonly [i: number]: number }): number[] =>
  Array.from({ length: cells.length }, (_, i) => cells[i]);
