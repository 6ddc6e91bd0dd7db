/** Which formats a command can print, for its option `--format`. */

import { Option } from 'commander';
import { RACE_FORMATS, type RaceFormat } from '../report/race_formats.js';

/** What people read on a terminal. */
export const TEXT = 'text';

/** Of commands that come to single races. */
export type TraceFormat = typeof TEXT | RaceFormat;
export const TRACE_FORMATS: readonly string[] = [TEXT, ...Object.keys(RACE_FORMATS)];

/** Options that say themselves what is printed. */
const FORMATS_BY_THEMSELVES = ['json', 'emitTest'];

/** `--format`, with one of these names. */
export function formatOption(formats: readonly string[]): Option {
  return new Option('--format <name>', 'what to print').choices(formats).default(TEXT).conflicts(FORMATS_BY_THEMSELVES);
}
