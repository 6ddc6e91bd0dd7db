/**
 * A driver of one's own, as docs/drivers.md has it: a change file brings it along, and it goes through all that a built-in one goes
 * through. `UPDATE_DOCS=1 npx vitest run test/docs/drivers` writes the document anew.
 */

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { MAIN } from '../cli/run_command.js';
import { expectBlock } from './document.js';

const DOCUMENT = 'docs/drivers.md';
const FILE = 'test/docs/drivers/adds_under_mutex.ts';
const TRY = ['try', FILE, '--expect', 'DL,LO'];

const run = promisify(execFile);

/** In a process of its own: what a change declares stays declared. */
async function program(...args: readonly string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [MAIN, ...args]).catch((error: Error & { stdout: string }) => error);
  return stdout;
}

const races = await program(...TRY);

/** The tokens in what was printed, by the property that each is of. */
const TOKENS = new Map(
  [...races.matchAll(/replay (po1:\S+:search:(\w+):\S+) --change/g)].map(([, token, id]) => [id, token]),
);

test('its mutex deadlocks with onlining, and is told by its name in the order of locks', () => {
  expect([...TOKENS.keys()]).toEqual(['DL', 'LO', 'LB']);
  expect(races).toContain('nobody can move any more: sysfs and example hot add wait for ever');
  expect(races.replaceAll(/\s+/g, ' ')).toContain(
    'sysfs takes example mutex while it holds device_hotplug_lock, and example hot add takes them the other way round',
  );
});

test.each([
  ['replay', [], 'mutex_lock(example)'],
  ['replay', ['--format', 'mermaid'], 'sequenceDiagram'],
  ['replay', ['--format', 'itf'], 'exampleMutex'],
  ['replay', ['--json'], '"DL"'],
  ['shrink', [], 'nobody can move any more'],
] as const)('a race of it goes through %s %j', async (command, options, expected) => {
  expect(await program(command, TOKENS.get('DL') ?? '', '--change', FILE, ...options)).toContain(expected);
});

/** How many other verdicts there are changes with every property that the model gets. */
const OTHERS = /; \d+ verdicts are the same/;

const blockAfter = (comment: string): RegExp =>
  new RegExp(`(<!-- ${comment} -->\\n\`\`\`\\w*\\n)([\\s\\S]*?)(\`\`\`\\n)`);

test('the document has the file, and what trying it prints', async () => {
  const command = [...TRY, '--no-races'];
  const printed = `$ pageoffline ${command.join(' ')}\n${(await program(...command)).replace(OTHERS, '')}`;
  expectBlock(DOCUMENT, blockAfter(`file: ${FILE}`), readFileSync(FILE, 'utf8'));
  expectBlock(DOCUMENT, blockAfter('output'), printed);
});
