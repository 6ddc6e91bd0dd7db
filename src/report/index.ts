/** What people read: race diagrams, verdict tables, and the ledger of claims. */

export { assumptionText } from './assumption.js';
export { ledgerMarkdown } from './ledger_markdown.js';
export { drawClaim, drawLedger, type LedgerOptions } from './ledger_table.js';
export { drawRace, type RaceOptions } from './race.js';
export { describeStart } from './start.js';
export { drawVerdictTable, type TableOptions } from './verdict_table.js';
