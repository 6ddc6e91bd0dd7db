/** A file that says which process works on something, so that no other does at the same time. */

import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { asUsageError, UsageError } from './usage_error.js';

/** In milliseconds: a process of another machine that has not said so long that it is there has been taken away with it. */
const SILENT = 60_000;

/** Of the locks that this process holds: in a container, the one before may have had its number. */
const held = new Set<string>();

export class LockFile {
  readonly #path: string;
  /** Nobody else's, in this process neither. */
  readonly #id = randomUUID();
  readonly #owner = JSON.stringify({ pid: process.pid, host: hostname(), id: this.#id });

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
    held.add(this.#id);
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

  /**
   * Says to others that this process is still there.
   * @throws UsageError when another process has taken it since
   */
  check(): void {
    if (contentOf(this.#path) !== this.#owner) throw new UsageError(`${this.#path}: another process has taken it`);
    const now = new Date();
    asUsageError(this.#path, () => utimesSync(this.#path, now, now));
  }

  /** So that others can take it. */
  release(): void {
    held.delete(this.#id);
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

/**
 * Who holds the lock, in words; undefined when the process is no more. Of another machine that is known by its silence, and of one in
 * the midst of taking it not at all.
 */
function runningHolder(path: string): string | undefined {
  const [, pid, host, id] = /^\{"pid":(\d+),"host":"([^"]*)","id":"([^"]*)"/.exec(contentOf(path) ?? '') ?? [];
  if (pid === undefined) return 'another process';
  if (host !== hostname()) return isSilent(path) ? undefined : `process ${pid} on ${host}`;
  const runs = Number(pid) === process.pid ? held.has(id) : isRunning(Number(pid));
  return runs ? `process ${pid}` : undefined;
}

function isSilent(path: string): boolean {
  const lock = statSync(path, { throwIfNoEntry: false });
  return lock !== undefined && Date.now() - lock.mtimeMs > SILENT;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It may be another user's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
