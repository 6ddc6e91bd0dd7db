/** Keeps what a reproduction was and came to, in a folder: the race, the result with every state, and the raw logs. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TraceStep } from '../checker/trace.js';
import type { Asked } from '../lab/choose_race.js';
import type { Reproduction } from '../lab/reproduce.js';
import { FOUND_BY_SEARCH } from '../run/found_by.js';
import { saveTrace } from './save_trace.js';
import { asUsageError } from './usage_error.js';

export interface Kept {
  readonly asked: Asked;
  readonly trace: readonly TraceStep[];
  readonly result: Pick<Reproduction, 'console' | 'deviceLog' | 'driven'>;
}

/** @throws UsageError when nothing can be written there */
export function saveReproduction(folder: string, { asked, trace, result }: Kept): void {
  asUsageError(folder, () => mkdirSync(folder, { recursive: true }));
  const { console: consoleLog, deviceLog, ...rest } = result;
  const files: Readonly<Record<string, string>> = {
    'result.json': `${JSON.stringify(rest, undefined, 2)}\n`,
    'console.log': consoleLog,
    'kernel.log': `${result.driven.log.join('\n')}\n`,
    'device.log': deviceLog,
  };
  for (const [name, text] of Object.entries(files)) {
    asUsageError(join(folder, name), () => writeFileSync(join(folder, name), text));
  }
  const { scenario, property } = asked;
  saveTrace(join(folder, 'race.json'), {
    scenario,
    property: property.id,
    foundBy: FOUND_BY_SEARCH,
    steps: [...trace],
  });
}
