/** Campaigns: deterministic, cut into shards and gone on with at will, and right about what they found. */

import { describe, expect, it } from 'vitest';
import { replaySteps } from '../../src/checker/trace.js';
import { BATCH_RUNS, Campaign, type CampaignOptions, LEARNING_RUNS } from '../../src/generators/campaign.js';
import { readCampaign, type SavedShard, writeCampaign } from '../../src/generators/campaign_file.js';
import { distinctRaces, shrinkFinding } from '../../src/generators/campaign_races.js';
import { mergeShards } from '../../src/generators/merge.js';
import { coverageGuided, pct, uniform } from '../../src/generators/strategies/index.js';
import type { Tally } from '../../src/generators/tally.js';
import { scenarioOf } from '../../src/scenario/scenario.js';
import { drawnRun } from './drawn_run.js';

const SCENARIO = scenarioOf('D', 'small', { actors: { walkers: ['late'] } });
const OPTIONS: CampaignOptions = { scenario: SCENARIO, seed: 'a few words', runs: 400, strategy: uniform };

function campaign(changes: Partial<CampaignOptions> = {}): Campaign {
  const made = new Campaign({ ...OPTIONS, ...changes });
  made.run();
  return made;
}

/** What a tally says, for comparison. */
function told(tally: Tally): unknown {
  const { findings, ...rest } = tally.summary();
  const races = findings.map(({ property, shortest, ...each }) => [property.id, each, shortest.moves]);
  return [rest, races, tally.behaviours.counts()];
}

/** Through a file and back, as another command would have it. */
function saved(made: Campaign): SavedShard {
  return readCampaign(writeCampaign({ options: made.options, progress: made }));
}

describe('Campaign', () => {
  it('is the same for the same options, in one go or in slices', () => {
    const sliced = new Campaign(OPTIONS);
    while (!sliced.run(7));
    expect(told(sliced.tally)).toEqual(told(campaign().tally));
    expect(told(campaign({ seed: 'other words' }).tally)).not.toEqual(told(campaign().tally));
    expect(told(campaign({ strategy: pct(2) }).tally)).not.toEqual(told(campaign().tally));
  });

  it('keeps what it found when it is stopped', () => {
    const stopped = new Campaign(OPTIONS);
    expect(stopped.run(100)).toBe(false);
    expect(told(stopped.tally)).toEqual(told(campaign({ runs: 100 }).tally));
  });

  it('counts the runs that violate a property, as each run alone says', () => {
    const { findings } = campaign({ runs: 150 }).result();
    const alone = Array.from({ length: 150 }, (_, number) => drawnRun(SCENARIO, OPTIONS.seed, 200, number));
    for (const id of ['S5', 'S7']) {
      const mine = findings.filter(({ property }) => property.id === id);
      const violating = alone.map((run) => run.violation(mine[0].property)?.after);
      expect(mine.reduce((sum, { count }) => sum + count, 0)).toBe(
        violating.filter((after) => after !== undefined).length,
      );
      expect(Math.min(...mine.map(({ firstRun }) => firstRun))).toBe(
        violating.findIndex((after) => after !== undefined),
      );
      expect(Math.min(...mine.map(({ shortest }) => shortest.length))).toBe(
        Math.min(...violating.flatMap((after) => after ?? [])),
      );
      for (const { shortest, shortestRun } of mine)
        expect(shortest.moves).toEqual(alone[shortestRun].moves.slice(0, shortest.length));
    }
  });

  it('tells ways to violate a property apart by the step that does it', () => {
    const { findings } = campaign({ runs: 1_000 }).result();
    expect(findings.map(({ property, step }) => `${property.id} ${step}`)).toContain(
      'S5 walker: put_page_testzero -> reached 0',
    );
    for (const { step, shortest } of findings) {
      const { process, action = '', outcome } = shortest.steps[shortest.length - 1];
      expect(step).toBe(`${process}: ${action}${outcome === 'done' ? '' : ` -> ${outcome}`}`);
    }
  });

  it('finds nothing where the search finds nothing', () => {
    const { findings, runs, steps, ends } = campaign({ scenario: scenarioOf('D', 'small') }).result();
    expect(findings).toEqual([]);
    expect([runs, steps, ends.length]).toEqual([400, 400 * 200, 400]);
  });

  it('tells how fast it was and how much it has seen', () => {
    const made = campaign({ runs: 4_000 });
    expect(made.stepsPerSecond).toBeGreaterThan(0);
    const { steps, outcomes, missed } = made.result().coverage;
    // Nothing is movable here, so no scan goes on from a page that it found.
    expect(missed.filter((step) => !step.includes(' -> '))).toEqual([
      'sysfs [signal_pending: no] scan_movable_pages(1)',
    ]);
    expect(steps.taken).toBe(steps.all - 1);
    // It stands for each of its three outcomes.
    expect(outcomes.taken).toBe(outcomes.all - (missed.length - 1) - 3);
    // Every block of this scenario is there from the start.
    expect(missed).toContain('sysfs lock_device_hotplug(0, 0) -> block absent');
    expect(campaign({ runs: 1, maxLength: 3 }).result().coverage.steps.taken).toBeLessThan(4);
  });

  it('draws a scenario for each batch, of any size', () => {
    const scenarios = { designs: ['D' as const], kernels: ['7.3' as const], size: 'large' as const, maxOverrides: 1 };
    const drawn = () => campaign({ scenario: scenarios, runs: 2 * BATCH_RUNS, maxLength: 60 });
    const made = drawn();
    expect(told(drawn().tally)).toEqual(told(made.tally));
    const { findings, coverage } = made.result();
    const used = new Set(findings.map(({ shortest }) => shortest.scenario));
    expect([...used].every(({ design, configuration }) => design === 'D' && configuration.blocks >= 2)).toBe(true);
    expect(coverage.steps.all).toBeGreaterThan(campaign().result().coverage.steps.all);
  });
});

describe('a campaign in a file', () => {
  const runs = 3 * BATCH_RUNS - 400;

  it.each([
    { strategy: pct(2), batch: BATCH_RUNS, maxLength: 60 },
    { strategy: coverageGuided, batch: LEARNING_RUNS, maxLength: 12 },
  ])(
    'is gone on with as if it had not been stopped, with strategy $strategy.name',
    ({ strategy, batch, maxLength }) => {
      const options = { ...OPTIONS, runs: 3 * batch - 400, strategy, maxLength };
      const stopped = new Campaign(options);
      stopped.run(batch - 1);
      expect(stopped.isBetweenBatches).toBe(false);
      stopped.run(1);
      expect(stopped.isBetweenBatches).toBe(true);
      const { progress } = saved(stopped);
      const goneOn = new Campaign(options, progress);
      expect(goneOn.run()).toBe(true);
      expect(told(goneOn.tally)).toEqual(told(campaign(options).tally));
    },
  );

  it.each([1, 2, 3, 5])('is the same when it is joined from %i shards', (of) => {
    const options = { ...OPTIONS, runs, maxLength: 60 };
    const shards = Array.from({ length: of }, (_, i) => saved(campaign({ ...options, shard: { number: i + 1, of } })));
    const { progress, missing } = mergeShards(shards.toReversed());
    expect(progress.runs).toBe(runs);
    expect(missing).toEqual([]);
    expect(told(progress.tally)).toEqual(told(campaign(options).tally));
  });

  it('says which shards are missing, twice there, or of another campaign', () => {
    const shard = (number: number, seed = 'shards') =>
      saved(campaign({ runs: 1_500, seed, maxLength: 5, shard: { number, of: 3 } }));
    expect(mergeShards([shard(2)]).missing).toEqual([
      { number: 1, of: 3 },
      { number: 3, of: 3 },
    ]);
    expect(() => mergeShards([shard(2), shard(2)])).toThrow('shard 2/3 is there twice');
    expect(() => mergeShards([shard(2), shard(1, 'others')])).toThrow(
      'shard 1/3 is of another campaign than the first',
    );
  });

  it.each([
    ['not JSON', '{'],
    ['format: Invalid input', '{"format":"pageoffline-campaign/0"}'],
  ])('says %s', (message, text) => {
    expect(() => readCampaign(text)).toThrow(message);
  });

  it('is refused when it says more runs than the shard has', () => {
    const made = campaign({ runs: 10 });
    const text = writeCampaign({ options: made.options, progress: made });
    expect(() => readCampaign(text.replace('},"runs":10,', '},"runs":11,'))).toThrow(
      'runs: the shard has no more than 10',
    );
    expect(() => readCampaign(text.replace('"uniform"', '"random"'))).toThrow("no strategy is called 'random'");
  });
});

describe('the races of a campaign', () => {
  const { findings } = campaign({ runs: 1_000 }).result();
  const races = findings.map((finding) => shrinkFinding(finding, { scenario: 'keep' }));

  it('are short, replay, and violate the property at their end', () => {
    for (const [i, { run, property }] of races.entries()) {
      expect(run.scenario).toBe(SCENARIO);
      expect(run.length).toBeLessThanOrEqual(findings[i].shortest.length);
      expect(property.violator(replaySteps(run.program, run.steps).replay.state)).toBeGreaterThanOrEqual(0);
      expect(run.violation(property)?.after).toBe(run.length);
    }
  });

  it('are one when they are of one shape', () => {
    const distinct = distinctRaces(races);
    expect(new Set(distinct.map(({ property, shape }) => `${property.id} ${shape}`)).size).toBe(distinct.length);
    const [race] = races;
    const [joined, ...others] = distinctRaces([race, { ...race, count: 5, firstRun: 0 }]);
    expect(others).toEqual([]);
    expect(joined).toMatchObject({ count: race.count + 5, firstRun: 0 });
  });
});
