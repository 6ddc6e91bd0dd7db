/** `pageoffline init bug NAME`: writes a small change that runs, to begin from. */

import { readFileSync, writeFileSync } from 'node:fs';
import { ExitStatus, type StatusOf } from './exit_status.js';
import type { Terminal } from './terminal.js';
import { asUsageError, UsageError } from './usage_error.js';

/** The templates by what they are of, with the end of their names. */
const ENDS = { design: 'ts', bug: 'ts', actor: 'ts', driver: 'ts', property: 'ts', protocol: 'mjs' } as const;

export type TemplateKind = keyof typeof ENDS;
export const TEMPLATE_KINDS = Object.keys(ENDS) as readonly TemplateKind[];

/** What stands in a template where the name comes, and where it comes as a key. */
const EXAMPLE = /\bexample\b/g;
const KEY = /\bexample(?=: \{)/g;

export function init(kind: TemplateKind, name: string, { stdout }: Terminal): StatusOf<'HOLDS'> {
  if (!/^[a-z][\w-]*$/i.test(name)) throw new UsageError(`'${name}' is no name: letters, digits, _ and - only`);
  const file = `${name}.${ENDS[kind]}`;
  const template = new URL(`../../templates/${kind}.${ENDS[kind]}`, import.meta.url);
  const text = readFileSync(template, 'utf8')
    .replaceAll(KEY, /\W/.test(name) ? `'${name}'` : name)
    .replaceAll(EXAMPLE, name);
  // What somebody wrote is never overwritten.
  asUsageError(file, () => writeFileSync(file, text, { flag: 'wx' }));
  const next = kind === 'protocol' ? `node ${file}` : `pageoffline try ${file}`;
  stdout.write(`${file} is written. Run it: ${next}\n`);
  return ExitStatus.HOLDS;
}
