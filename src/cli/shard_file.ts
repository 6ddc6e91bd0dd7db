/**
 * The file in which a shard of a campaign is kept: written whole or not at all, by one process at a time, and read when the
 * shard is gone on with.
 */

import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CampaignOptions,
  type CampaignProgress,
  campaignIdentity,
  readCampaign,
  readIdentity,
  type Shard,
  WHOLE,
  writeCampaign,
} from '../generators/index.js';
import { LockFile } from './lock_file.js';
import { asUsageError, UsageError } from './usage_error.js';

export class ShardFile {
  readonly path: string;
  readonly #options: CampaignOptions;
  readonly #lock: LockFile;

  /** @throws UsageError when the folder cannot be made or has another campaign, or another process is at the shard */
  constructor(folder: string, options: CampaignOptions) {
    asUsageError(folder, () => mkdirSync(folder, { recursive: true }));
    this.path = join(folder, shardFileName(options.shard ?? WHOLE));
    this.#options = options;
    for (const path of shardFiles(folder)) this.#checkCampaign(path);
    this.#lock = new LockFile(`${this.path}.lock`);
  }

  #checkCampaign(path: string): void {
    const { identity, of } = asUsageError(path, () => readIdentity(readFileSync(path, 'utf8')));
    if (identity === campaignIdentity(this.#options) && of === (this.#options.shard ?? WHOLE).of) return;
    throw new UsageError(`${path}: is of another campaign: give another --out, or the options that it was begun with`);
  }

  /** How far the shard was when it was last kept; undefined when it was not. */
  read(): CampaignProgress | undefined {
    if (!existsSync(this.path)) return undefined;
    return asUsageError(this.path, () => readCampaign(readFileSync(this.path, 'utf8'))).progress;
  }

  /** @throws UsageError when it cannot be written, or another process has taken the shard */
  write(progress: CampaignProgress): void {
    const unfinished = `${this.path}.new`;
    this.#lock.check();
    asUsageError(this.path, () => {
      writeFileSync(unfinished, writeCampaign({ options: this.#options, progress }));
      renameSync(unfinished, this.path);
    });
  }

  /** Lets another process go on with the shard. */
  close(): void {
    this.#lock.release();
  }
}

/** The paths of the shards that are kept in a folder. */
export function shardFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => /^shard-\d+-of-\d+\.json$/.test(name))
    .map((name) => join(folder, name));
}

/** `shard-3-of-16.json`. */
function shardFileName({ number, of }: Shard): string {
  return `shard-${number}-of-${of}.json`;
}
