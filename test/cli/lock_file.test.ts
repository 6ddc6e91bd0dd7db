/** A lock says to other machines that its process is still there. */

import { mkdtempSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { LockFile } from '../../src/cli/lock_file.js';

const folder = mkdtempSync(join(tmpdir(), 'pageoffline-lock-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('whenever it is checked', () => {
  const path = join(folder, 'lock');
  const lock = new LockFile(path);
  utimesSync(path, 0, 0);
  const before = Date.now();
  lock.check();
  expect(statSync(path).mtimeMs).toBeGreaterThan(before - 1000);
});
