/** The page that `npm run build` makes: one HTML file, with a place for a report. */

import { readFileSync } from 'node:fs';
import type { PackedReport } from '../report/report_data.js';

const FILE = new URL('../web/index.html', import.meta.url);

/** What stands in the page where a report is written. */
const EMPTY_PLACE = '<script type="application/json" id="report">null</script>';

export function readPage(): string {
  return readFileSync(FILE, 'utf8');
}

/** @throws when the page has no place for a report: then it was not built for this program */
export function writeInto(page: string, report: PackedReport): string {
  const parts = page.split(EMPTY_PLACE);
  if (parts.length !== 2) throw new Error('the page has no place for a report');
  // A `<` could end the script that the document stands in.
  const json = JSON.stringify(report).replaceAll('<', '\\u003c');
  return parts.join(EMPTY_PLACE.replace('null', () => json));
}
