/** The file in which a shard of a campaign is kept: written whole or not at all, and read when the shard is gone on with. */

import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CampaignOptions,
  type CampaignProgress,
  campaignIdentity,
  readCampaign,
  type Shard,
  WHOLE,
  writeCampaign,
} from '../generators/index.js';
import { asUsageError, UsageError } from './usage_error.js';

export class ShardFile {
  readonly path: string;
  readonly #options: CampaignOptions;

  /** @throws UsageError when the folder cannot be made */
  constructor(folder: string, options: CampaignOptions) {
    asUsageError(folder, () => mkdirSync(folder, { recursive: true }));
    this.path = join(folder, shardFileName(options.shard ?? WHOLE));
    this.#options = options;
  }

  /**
   * How far the shard was when it was last kept; undefined when it was not.
   * @throws UsageError when the file is not one of this shard
   */
  read(): CampaignProgress | undefined {
    if (!existsSync(this.path)) return undefined;
    const { options, progress } = asUsageError(this.path, () => readCampaign(readFileSync(this.path, 'utf8')));
    if (campaignIdentity(options) === campaignIdentity(this.#options)) return progress;
    throw new UsageError(
      `${this.path}: is of another campaign: give another --out, or the options that it was begun with`,
    );
  }

  write(progress: CampaignProgress): void {
    const unfinished = `${this.path}.new`;
    asUsageError(this.path, () => {
      writeFileSync(unfinished, writeCampaign({ options: this.#options, progress }));
      renameSync(unfinished, this.path);
    });
  }
}

/** `shard-3-of-16.json`. */
function shardFileName({ number, of }: Shard): string {
  return `shard-${number}-of-${of}.json`;
}
