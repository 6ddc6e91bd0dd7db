/** A file that says which process works on something, so that no other does at the same time. */

import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { asUsageError, UsageError } from './usage_error.js';

export class LockFile {
  readonly #path: string;
  /** Nobody else's, in this process neither. */
  readonly #owner = JSON.stringify({ pid: process.pid, host: hostname(), id: randomUUID() });

  /** @throws UsageError when another process that still runs has taken it, or it cannot be written */
  constructor(path: string) {
    this.#path = path;
    if (!this.#create()) {
      const holder = runningHolder(path);
      if (holder !== undefined) throw new UsageError(`${path}: ${holder} is at it; remove this file if it is not`);
      rmSync(path, { force: true });
      this.#create();
    }
    this.check();
  }

  /** @returns false when there is one */
  #create(): boolean {
    return asUsageError(this.#path, () => {
      try {
        writeFileSync(this.#path, this.#owner, { flag: 'wx' });
        return true;
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
        throw error;
      }
    });
  }

  /** @throws UsageError when another process has taken it since */
  check(): void {
    if (contentOf(this.#path) !== this.#owner) throw new UsageError(`${this.#path}: another process has taken it`);
  }

  /** So that others can take it. */
  release(): void {
    if (contentOf(this.#path) === this.#owner) rmSync(this.#path);
  }
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Who holds the lock, in words; undefined when the process is no more. Of another machine, or in the midst of taking it, that cannot be known. */
function runningHolder(path: string): string | undefined {
  const [, pid, host] = /^\{"pid":(\d+),"host":"([^"]*)"/.exec(contentOf(path) ?? '') ?? [];
  if (pid === undefined) return 'another process';
  if (host !== hostname()) return `process ${pid} on ${host}`;
  return isRunning(Number(pid)) ? `process ${pid}` : undefined;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It may be another user's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
