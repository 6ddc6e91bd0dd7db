/** The races of the tour are the shortest that are found now. `UPDATE_DOCS=1 npx vitest run test/docs` writes docs/tour.json anew. */

import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Decision } from '../../src/properties/decide.js';
import { quotesOf, raceOf, STOPS, type Stop, type TourRaces } from '../../src/report/tour.js';
import { FOUND_BY_SEARCH } from '../../src/run/found_by.js';
import { tokenOf } from '../../src/run/token.js';
import { propertyNamed } from '../named.js';
import { IS_WRITTEN_ANEW } from './document.js';

const FILE = 'docs/tour.json';

function shortest({ scenario, property }: Stop): string {
  const decision = new Decision(scenario, [propertyNamed(property)]);
  decision.run();
  const [{ trace: steps, loop }] = decision.cells();
  if (steps === undefined) throw new Error(`${property} is not violated`);
  return tokenOf({ scenario, foundBy: FOUND_BY_SEARCH, property, steps, ...(loop === undefined ? {} : { loop }) });
}

function keptRaces(): TourRaces {
  if (IS_WRITTEN_ANEW) {
    const races = Object.fromEntries(STOPS.map((stop) => [stop.id, shortest(stop)]));
    writeFileSync(FILE, `${JSON.stringify(races, undefined, 2)}\n`);
  }
  return JSON.parse(readFileSync(FILE, 'utf8'));
}

const RACES = keptRaces();

describe.each(STOPS)('stop $id', (stop) => {
  test('shows the shortest race, which the processes make', () => {
    expect(RACES[stop.id]).toBe(shortest(stop));
    const { trace, wrong } = raceOf(stop, RACES);
    expect(trace.steps.length).toBeGreaterThan(0);
    expect(wrong).not.toBe('');
  });

  test('quotes every claim that it names', () => {
    expect(quotesOf(stop).map(({ claim }) => claim)).toEqual(stop.claims);
  });
});
