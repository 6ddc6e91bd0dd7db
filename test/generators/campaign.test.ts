/** Campaigns: deterministic, resumable, and right about what they found. */

import { describe, expect, it } from 'vitest';
import { replaySteps } from '../../src/checker/trace.js';
import { Campaign, type CampaignOptions, campaignRun, shrinkFinding } from '../../src/generators/campaign.js';
import { scenarioOf } from '../../src/generators/scenario.js';

const OPTIONS: CampaignOptions = {
  scenario: scenarioOf('D', 'small', { actors: { walkers: ['late'] } }),
  seed: 'a few words',
  runs: 400,
};

function campaign(changes: Partial<CampaignOptions> = {}): Campaign {
  const made = new Campaign({ ...OPTIONS, ...changes });
  made.run();
  return made;
}

/** What a result says, for comparison. */
function told(made: Campaign): unknown {
  const { findings, ...rest } = made.result();
  return [rest, findings.map((each) => [each.property.id, each.count, each.firstRun, each.shortest.moves])];
}

describe('Campaign', () => {
  it('is the same for the same options, in one go or in slices', () => {
    const sliced = new Campaign(OPTIONS);
    while (!sliced.run(7));
    expect(told(sliced)).toEqual(told(campaign()));
    expect(told(campaign({ seed: 'other words' }))).not.toEqual(told(campaign()));
  });

  it('keeps what it found when it is stopped', () => {
    const stopped = new Campaign(OPTIONS);
    expect(stopped.run(100)).toBe(false);
    expect(told(stopped)).toEqual(told(campaign({ runs: 100 })));
  });

  it('counts the runs that violate a property, as each run alone says', () => {
    const { findings } = campaign({ runs: 150 }).result();
    const alone = Array.from({ length: 150 }, (_, number) => campaignRun(OPTIONS, number));
    for (const { property, count, firstRun, shortest } of findings) {
      const violating = alone.map((run) => run.violation(property)?.after);
      expect(violating.filter((after) => after !== undefined)).toHaveLength(count);
      expect(violating.findIndex((after) => after !== undefined)).toBe(firstRun);
      expect(shortest.length).toBe(Math.min(...violating.flatMap((after) => after ?? [])));
    }
    expect(findings.map(({ property }) => property.id)).toEqual(expect.arrayContaining(['S5', 'S7']));
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
    expect(steps.taken).toBe(steps.all);
    expect(outcomes.taken).toBe(outcomes.all - missed.length);
    // Every block of this scenario is there from the start.
    expect(missed).toContain('sysfs lock_device_hotplug(0, 0) -> block absent');
    expect(campaign({ runs: 1, maxLength: 3 }).result().coverage.steps.taken).toBeLessThan(4);
  });
});

describe('shrinkFinding', () => {
  it('gives a short trace that replays in the scenario of the campaign and violates the property', () => {
    const finding = campaign()
      .result()
      .findings.find(({ property }) => property.id === 'S5');
    if (finding === undefined) throw new Error('S5 was not violated');
    const race = shrinkFinding(finding);
    expect(race.scenario).toBe(OPTIONS.scenario);
    expect(race.length).toBeLessThanOrEqual(finding.shortest.length);
    const { state } = replaySteps(race.program, race.steps).replay;
    expect(finding.property.violator(state)).toBeGreaterThanOrEqual(0);
  });
});
