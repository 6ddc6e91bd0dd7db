/** `init`: what it writes runs as it is. */

import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { MAIN } from './run_command.js';

const run = promisify(execFile);

/** In a process of its own: what a change declares stays declared, and `init` writes where it stands. */
async function inFolder(folder: string, ...args: readonly string[]): Promise<{ status: number; stdout: string }> {
  try {
    const { stdout } = await run(process.execPath, [resolve(MAIN), ...args], { cwd: folder });
    return { status: 0, stdout };
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || !('stdout' in error)) throw error;
    return { status: Number(error.code), stdout: String(error.stdout) };
  }
}

test.each([
  ['bug', 1],
  ['design', 0],
  ['actor', 1],
  ['driver', 1],
  ['property', 0],
] as const)('%s: a change that can be tried', async (kind, expected) => {
  const folder = mkdtempSync(join(tmpdir(), 'init-'));
  expect((await inFolder(folder, 'init', kind, 'my-own')).status).toBe(0);
  const { status, stdout } = await inFolder(folder, 'try', 'my-own.ts', '--no-races');
  expect(stdout).toContain('Model changed: ');
  expect(status).toBe(expected);
  expect((await inFolder(folder, 'init', kind, 'my-own')).status).toBe(2);
});

test('protocol: a program that searches by itself', async () => {
  const { stdout } = await run(process.execPath, ['templates/protocol.mjs']);
  expect(stdout).toMatch(/^example: [1-9]\d* states, 0 violations\n$/);
});
