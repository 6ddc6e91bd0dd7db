/** What people read: race diagrams, verdict tables, and the ledger of claims. */

export { type Answered, answerMarkdown, sentencesIn } from './answer_markdown.js';
export { drawAnswer, drawExplanation } from './answer_text.js';
export { ASSUMPTION } from './assumption.js';
export { cellJson } from './cell_json.js';
export { type ChangelogOptions, drawChangelog } from './changelog.js';
export { type DotOptions, drawDot, MAX_DOT_STATES } from './dot.js';
export { drawJunit } from './junit.js';
export { keptAnswer, writeAnswer } from './kept_answer.js';
export { ledgerMarkdown } from './ledger_markdown.js';
export { drawClaim, drawLedger, type LedgerOptions } from './ledger_table.js';
export { drawRace, type RaceOptions } from './race.js';
export { RACE_FORMATS, type RaceFormat } from './race_formats.js';
export { drawRepair, patchesOf, repairSentence } from './repair_text.js';
export { type ReplayedRace, replayRace } from './replayed_race.js';
export { describeStart } from './start.js';
export { drawVerdictTable, type TableOptions } from './verdict_table.js';
export { behindText, stepsText } from './verdict_text.js';
