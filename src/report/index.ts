/** What people read: race diagrams and verdict tables. */

export { drawRace, type RaceOptions } from './race.js';
export { describeStart } from './start.js';
export { drawVerdictTable, type TableOptions } from './verdict_table.js';
