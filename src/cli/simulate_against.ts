/** `pageoffline simulate --against`: the same runs of two scenarios, and which properties fall in one alone. */

import { Campaign, type CampaignOptions } from '../generators/index.js';
import type { Scenario } from '../scenario/scenario.js';
import { describeScenario } from '../scenario/wording.js';
import type { Other } from './against.js';
import { ExitStatus, type StatusOf } from './exit_status.js';
import { progressLine } from './progress.js';
import { titleOf } from './races.js';
import { type Terminal, turn } from './terminal.js';

interface Side {
  readonly scenario: Scenario;
  /** Runs that violate it, by the id of the property. */
  readonly violated: ReadonlyMap<string, number>;
  readonly runs: number;
}

const RUNS_PER_SLICE = 200;

/** @param scenario that of the options */
export async function simulateAgainst(
  scenario: Scenario,
  other: Other,
  options: CampaignOptions,
  json: boolean,
  terminal: Terminal,
): Promise<StatusOf<'HOLDS' | 'VIOLATED' | 'NOT_EXHAUSTED'>> {
  const here = await sideOf(scenario, options, terminal);
  const there = await sideOf(other.of(scenario), options, terminal);
  terminal.stdout.write(`${json ? documentOf(here, there) : textOf(here, there)}\n`);
  if ([...here.violated.keys()].some((id) => !there.violated.has(id))) return ExitStatus.VIOLATED;
  return here.runs + there.runs < 2 * options.runs ? ExitStatus.NOT_EXHAUSTED : ExitStatus.HOLDS;
}

async function sideOf(scenario: Scenario, options: CampaignOptions, terminal: Terminal): Promise<Side> {
  const campaign = new Campaign({ ...options, scenario });
  const signal = terminal.interruption();
  const progress = progressLine(terminal);
  while (!campaign.done && !signal.aborted) {
    campaign.run(RUNS_PER_SLICE);
    progress.show(`${describeScenario(scenario)}: ${campaign.runs} of ${campaign.allRuns} runs`);
    await turn();
  }
  progress.end();
  const violated = new Map<string, number>();
  for (const { property, count } of campaign.tally.findings.values()) {
    violated.set(property.id, (violated.get(property.id) ?? 0) + count);
  }
  return { scenario, violated, runs: campaign.runs };
}

const idsOf = (...sides: readonly Side[]): string[] => [
  ...new Set(sides.flatMap(({ violated }) => [...violated.keys()])),
];

function textOf(here: Side, there: Side): string {
  const lines = idsOf(here, there).map((id) => {
    const [one, another] = [here, there].map(({ violated, runs }) =>
      violated.has(id) ? `in ${violated.get(id)} of ${runs} runs` : 'in none',
    );
    return `${here.violated.has(id) && !there.violated.has(id) ? '✘' : '·'} ${titleOf(id)}: ${one} here, ${another} there`;
  });
  const told = lines.length === 0 ? ['No run violates a property, here or there. That is no proof.'] : lines;
  return [`here:  ${describeScenario(here.scenario)}`, `there: ${describeScenario(there.scenario)}`, '', ...told].join(
    '\n',
  );
}

function documentOf(here: Side, there: Side): string {
  const side = ({ scenario, runs, violated }: Side) => ({ scenario, runs, violated: Object.fromEntries(violated) });
  return JSON.stringify({ here: side(here), there: side(there) }, undefined, 2);
}
