/** Prints races in a format for other programs, or for commit messages. */

import type { Property } from '../properties/property.js';
import { RACE_FORMATS, type RaceFormat } from '../report/race_formats.js';
import type { ReplayedRace } from '../report/replayed_race.js';
import type { Run } from '../run/run.js';
import type { Terminal } from './terminal.js';

/** A race under its heading. */
export interface TitledRace {
  readonly title: string;
  readonly race: ReplayedRace;
}

/** Formats in which several races can stand one below the other; of others, which are one document, the first is printed. */
const ROOM_FOR_SEVERAL: ReadonlySet<RaceFormat> = new Set(['changelog']);

/** What is not printed is said on standard error, which no program reads. */
export function printRaces(format: RaceFormat, races: readonly TitledRace[], { stdout, stderr }: Terminal): void {
  const shown = ROOM_FOR_SEVERAL.has(format) ? races : races.slice(0, 1);
  if (shown.length > 0) stdout.write(`${racesText(format, shown)}\n`);
  if (races.length === 0) stderr.write('no violation was found: there is no race to draw\n');
  if (races.length > shown.length) {
    stderr.write(`this is the first of ${races.length} races: --property chooses another\n`);
  }
}

/** Headings only tell several races apart: one alone can be pasted as it is. */
function racesText(format: RaceFormat, races: readonly TitledRace[]): string {
  const draw = RACE_FORMATS[format];
  return races
    .map(({ title, race }) => (races.length === 1 ? draw(race) : [title, '', draw(race)].join('\n')))
    .join('\n\n\n');
}

/** @param run violates the property */
export function raceOfRun(run: Run, property: Property): TitledRace {
  const { scenario, program, steps } = run;
  const wrong = run.violation(property)?.wrong ?? '';
  return {
    title: `${property.id} "${property.title}" violated`,
    race: { scenario, program, steps, wrong },
  };
}
