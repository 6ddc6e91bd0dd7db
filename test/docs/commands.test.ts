/**
 * Commands in the documents print what stands below them. `UPDATE_DOCS=1 npx vitest run test/docs/commands.test.ts` writes it anew.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pageoffline } from '../cli/run_command.js';
import { IS_WRITTEN_ANEW } from './document.js';

const DOCUMENTS = ['docs/put-a-bug-in.md', 'docs/read-a-race.md'];

/** A command behind a prompt, and all that it prints, up to the end of the block. */
const SHOWN = /^```\n\$ pageoffline ([^\n]*)\n([\s\S]*?)```$/gm;

/** What is never the same twice. */
const TIMES = /^ +seconds .*\n/gm;

const wordsOf = (command: string): string[] =>
  [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word]) => quoted ?? word);

async function printed(command: string): Promise<string> {
  const { stdout, stderr } = await pageoffline(...wordsOf(command));
  expect(stderr).toBe('');
  return stdout.replaceAll(TIMES, '').replaceAll(/[ \t]+$/gm, '');
}

test.each(DOCUMENTS)('%s', async (document) => {
  const text = readFileSync(document, 'utf8');
  const blocks = [...text.matchAll(SHOWN)];
  expect(blocks.length).toBeGreaterThan(0);
  let written = text;
  for (const [block, command, output] of blocks) {
    const now = await printed(command);
    written = written.replace(block, () => `\`\`\`\n$ pageoffline ${command}\n${now}\`\`\``);
    if (!IS_WRITTEN_ANEW) expect(output, command).toBe(now);
  }
  if (IS_WRITTEN_ANEW) writeFileSync(document, written);
});
