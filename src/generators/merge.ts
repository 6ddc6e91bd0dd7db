/** Joins shards of a campaign to what the campaign as a whole has shown. */

import { INVARIANT_PROPERTIES } from '../run/run.js';
import { type Shard, WHOLE } from './campaign.js';
import { campaignIdentity, type SavedShard } from './campaign_file.js';
import { Tally } from './tally.js';

export interface MergedCampaign extends SavedShard {
  /** Shards of the campaign that are not among those that were joined. */
  readonly missing: readonly Shard[];
}

/**
 * @param shards one at least
 * @throws when they are not of one campaign, or one is there twice
 */
export function mergeShards(shards: readonly SavedShard[]): MergedCampaign {
  const [{ options }] = shards;
  const { of } = shardOf(shards[0]);
  const present = new Set<number>();
  for (const each of shards) {
    const { number, of: parts } = shardOf(each);
    const name = `shard ${number}/${parts}`;
    if (campaignIdentity(each.options) !== campaignIdentity(options) || parts !== of) {
      throw new Error(`${name} is of another campaign than the first`);
    }
    if (present.has(number)) throw new Error(`${name} is there twice`);
    present.add(number);
  }
  const tally = new Tally(options.properties ?? INVARIANT_PROPERTIES);
  for (const { progress } of shards) tally.add(progress.tally);
  const { shard: _, ...whole } = options;
  const all = Array.from({ length: of }, (_, i) => ({ number: i + 1, of }));
  return {
    options: whole,
    progress: { runs: tally.runs, tally },
    missing: all.filter(({ number }) => !present.has(number)),
  };
}

function shardOf({ options }: SavedShard): Shard {
  return options.shard ?? WHOLE;
}
