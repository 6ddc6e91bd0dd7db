/** The page that `npm run build` makes: one HTML file, with a place for a report, and one that says who serves it. */

import { readFileSync } from 'node:fs';
import type { PackedReport } from '../report/report_data.js';
import { digestOfProgram } from './kept_files.js';

const FILE = new URL('../web/index.html', import.meta.url);

/** What stands in the page where a report is written. */
const EMPTY_PLACE = '<script type="application/json" id="report">null</script>';

/** The name of what says in the page where it asks for modules of native searches. */
const SEARCHES = 'native-searches';

/** Where a page of this build asks for them. One of another build that is still open asks elsewhere: its searches are not these. */
export const placeOfSearches = (): string => `${SEARCHES}/${digestOfProgram()}`;

/** What stands in a page that asks nothing of anybody, and in one that asks who serves it at a place. */
const offersAt = (place: string): readonly (readonly [alone: string, served: string])[] => [
  [`<meta name="${SEARCHES}" content="none"`, `<meta name="${SEARCHES}" content="${place}"`],
  ["default-src 'none';", "default-src 'none'; connect-src 'self';"],
];

export function readPage(): string {
  return readFileSync(FILE, 'utf8');
}

/** @throws when the page has no place for a report: then it was not built for this program */
export function writeInto(page: string, report: PackedReport): string {
  // A `<` could end the script that the document stands in.
  const json = JSON.stringify(report).replaceAll('<', '\\u003c');
  return replaced(
    page,
    EMPTY_PLACE,
    EMPTY_PLACE.replace('null', () => json),
  );
}

/** The page as it is served by who answers its questions. @throws as {@link writeInto} */
export function offerSearches(page: string, place: string): string {
  return offersAt(place).reduce((written, [alone, served]) => replaced(written, alone, served), page);
}

function replaced(page: string, place: string, by: string): string {
  const parts = page.split(place);
  if (parts.length !== 2) throw new Error(`the page has no place like ${place}`);
  return parts.join(by);
}
