/** The commands that docs/findings.md names are understood: each is asked with a limit that it meets at once. */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ExitStatus } from '../../src/cli/exit_status.js';
import { pageoffline } from '../cli/run_command.js';

const COMMANDS = [...readFileSync('docs/findings.md', 'utf8').matchAll(/^ {4}pageoffline ((?:check|compare) .*)$/gm)];

test('findings name commands', () => expect(COMMANDS.length).toBeGreaterThan(20));

test.each(COMMANDS.map(([, command]) => command))('%s', async (command) => {
  const { status, stderr } = await pageoffline(...command.split(' '), '--max-states', '50');
  expect(stderr).toBe('');
  expect(status).not.toBe(ExitStatus.USAGE);
});
