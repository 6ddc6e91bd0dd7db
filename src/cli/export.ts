/** `pageoffline export`: the model of a scenario as C or Promela, for a compiler or Spin to check without us. */

import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cFile, type ExportedFile, promelaFiles } from '../export/files.js';
import { ExitStatus, type StatusOf } from './exit_status.js';
import { type ExportedModel, exportedModel } from './exported_model.js';
import { underChange } from './met_change.js';
import type { ModelOptions } from './model_options.js';
import type { Terminal } from './terminal.js';
import { asUsageError, UsageError } from './usage_error.js';

const LANGUAGES = {
  promela: ({ translated, about }: ExportedModel) => promelaFiles(translated, about),
  c: ({ translated, about }: ExportedModel) => [cFile(translated, about)],
} as const satisfies Readonly<Record<string, (model: ExportedModel) => readonly ExportedFile[]>>;

export type Language = keyof typeof LANGUAGES;
export const LANGUAGE_NAMES = Object.keys(LANGUAGES) as readonly Language[];

export interface ExportOptions extends ModelOptions {
  readonly to: Language;
  /** A folder; absent: standard output. */
  readonly out?: string;
}

export async function exportModel(options: ExportOptions, { stdout }: Terminal): Promise<StatusOf<'HOLDS'>> {
  const { to, out, change } = options;
  if (to === 'promela' && out === undefined)
    throw new UsageError('--to promela writes several files: --out <folder> is needed');
  const files = await underChange(change, async () => LANGUAGES[to](exportedModel(options)));
  if (out === undefined) stdout.write(files.map(({ text }) => text).join('\n'));
  else {
    write(files, out);
    stdout.write(
      `${files.map(({ name }) => join(out, name)).join(', ')}: how to run it is said at the head of the first\n`,
    );
  }
  return ExitStatus.HOLDS;
}

function write(files: readonly ExportedFile[], folder: string): void {
  asUsageError(folder, () => {
    if (!existsSync(folder)) mkdirSync(folder);
    for (const { name, text } of files) writeFileSync(join(folder, name), text);
  });
}
