/** The formats of one race, by name. */

import { wrap } from './canvas.js';
import { CHANGELOG_WIDTH, drawChangelog } from './changelog.js';
import { drawItf } from './itf.js';
import { drawMermaid } from './mermaid.js';
import type { ReplayedRace } from './replayed_race.js';
import { startSentences } from './start.js';

export const RACE_FORMATS = {
  changelog: drawChangelogOf,
  mermaid: drawMermaid,
  itf: drawItf,
} as const satisfies Readonly<Record<string, (race: ReplayedRace) => string>>;

export type RaceFormat = keyof typeof RACE_FORMATS;

/** With a paragraph above: what the memory looks like at the start, and which kernel it is. */
function drawChangelogOf({ scenario, steps, wrong, ...options }: ReplayedRace): string {
  const start = wrap(startSentences(scenario).join(' '), CHANGELOG_WIDTH);
  return [...start, '', drawChangelog(steps, wrong, options)].join('\n');
}
