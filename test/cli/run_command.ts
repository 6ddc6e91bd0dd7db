/** Runs the command as a user does, in a process of its own. */

import { spawnSync } from 'node:child_process';

export const MAIN = 'dist/cli/main.js';

/** Without the test runner's own wish for colour. */
const { FORCE_COLOR: _, ...ENVIRONMENT } = process.env;

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function pageoffline(...args: readonly string[]): Ended {
  return pageofflineIn({}, ...args);
}

/** @param more variables of the environment, besides those that there are */
export function pageofflineIn(more: NodeJS.ProcessEnv, ...args: readonly string[]): Ended {
  const env = { ...ENVIRONMENT, ...more };
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8', env });
  return { status, stdout, stderr };
}

/** The length of the longest line. */
export const widest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));
