/** What a campaign, or several shards of it, has to tell: in words, and as JSON. */

import { namesOf } from '../checker/trace.js';
import {
  type CampaignOptions,
  type Certificate,
  certificateText,
  type Finding,
  isFixed,
  type Summary,
} from '../generators/index.js';
import type { Property } from '../properties/property.js';
import { capitalised } from '../report/capitalised.js';
import { behindText, describeStart, drawRace } from '../report/index.js';
import { replayCommand } from '../run/replay_command.js';
import { tokenOfRun } from '../run/token.js';
import { type Scenario, switchesIn } from '../scenario/scenario.js';
import { describeScenario } from '../scenario/wording.js';
import type { CertifiedRace, CertifiedRaces } from './certified_races.js';
import { stylesOf } from './color.js';
import { TEXT, type TraceFormat } from './formats.js';
import { printRaces, raceOfRun, type TitledRace } from './print_races.js';
import { compact } from './progress.js';
import { titleOf } from './races.js';
import type { Terminal } from './terminal.js';

export interface CampaignReport extends CertifiedRaces {
  readonly options: CampaignOptions;
  readonly summary: Summary;
  /** What the runs are a part of, when they are not all: `of 10000, interrupted`. */
  readonly unfinished: string;
}

/** How to tell it. */
interface Told {
  readonly json: boolean;
  readonly format: TraceFormat;
}

/** On standard output. */
export function printCampaign(report: CampaignReport, { json, format }: Told, terminal: Terminal): void {
  if (json) terminal.stdout.write(`${JSON.stringify(campaignJson(report), undefined, 2)}\n`);
  else if (format === TEXT) terminal.stdout.write(`${campaignText(report, terminal)}\n`);
  else printRaces(format, campaignRaces(report), terminal);
}

/** What was not shrunk any more, as it was found. */
function campaignRaces({ races, left }: CampaignReport): TitledRace[] {
  return [
    ...races.map(({ property, run }) => raceOfRun(run, property)),
    ...left.map(({ property, shortest }) => raceOfRun(shortest, property)),
  ];
}

function campaignText(report: CampaignReport, terminal: Terminal): string {
  const { races, left } = report;
  const nothing = races.length + left.length === 0;
  return [
    summaryText(report),
    ...(nothing ? ['No run violates a property. That is no proof: check looks at every interleaving.'] : []),
    ...races.flatMap((race) => ['', '', raceText(race, report, terminal)]),
    ...(left.length === 0
      ? []
      : ['', '', 'Found, not shrunk:', ...left.map((finding) => findingText(finding, report))]),
  ].join('\n');
}

function summaryText({ options, summary, unfinished }: CampaignReport): string {
  const { runs, steps, coverage, behaviours } = summary;
  const { scenario, seed } = options;
  const of = isFixed(scenario) ? describeScenario(scenario) : 'drawn scenarios';
  const { taken, all } = coverage.outcomes;
  const next =
    behaviours.nextRun === 0 ? 'none more' : `a new one every ${compact(Math.ceil(1 / behaviours.nextRun))} runs`;
  return [
    capitalised(of),
    `seed "${seed}", strategy ${foundBy(options)}: ${runs} runs${unfinished}, ${compact(steps)} steps`,
    `${taken} of ${all} outcomes of steps taken; ${behaviours.seen} pairs of adjacent steps of different processes seen, of about`,
    `${behaviours.estimated} that such runs show: expect ${next}.`,
  ].join('\n');
}

function raceText(
  { property, count, firstRun, run, certificate }: CertifiedRace,
  { options, summary }: CampaignReport,
  terminal: Terminal,
): string {
  const { bold } = stylesOf(terminal);
  const { configuration } = run.scenario;
  const causes = run.violatedBefore.filter((id) => id !== property.id);
  const behind = causes.length === 0 ? '' : ` ${behindText(causes)}`;
  const same = isFixed(options.scenario) && options.scenario.configuration.name === configuration.name;
  return [
    bold(`${titleOf(property.id)} violated in ${count} of ${summary.runs} runs, first in run ${firstRun}`),
    `${stepCount(run.length)}${behind}, ${certificateText(certificate)}`,
    ...(same ? [] : [capitalised(describeScenario(run.scenario))]),
    describeStart(run.scenario),
    '',
    drawRace(run.steps, run.violation(property)?.wrong ?? '', { color: terminal.color }),
    '',
    `Again: ${replayCommand(run.toTrace(foundBy(options), property))}`,
  ].join('\n');
}

function findingText({ property, count, firstRun, shortest }: Finding, { options, summary }: CampaignReport): string {
  const token = tokenOfRun(shortest, foundBy(options), property.id);
  const found = `in ${count} of ${summary.runs} runs, first in run ${firstRun}`;
  return `${titleOf(property.id)} ${found}; ${stepCount(shortest.length)}: ${token}`;
}

function stepCount(steps: number): string {
  return `${steps} step${steps === 1 ? '' : 's'}`;
}

function foundBy({ strategy }: CampaignOptions): string {
  return strategy.name;
}

function campaignJson({ options, summary, races, left, unfinished }: CampaignReport): unknown {
  const { scenario, seed, runs: allRuns } = options;
  const { findings: _, ...rest } = summary;
  return {
    scenario: isFixed(scenario) ? scenarioJson(scenario) : { drawn: scenario },
    seed,
    strategy: foundBy(options),
    finished: unfinished === '',
    allRuns,
    ...rest,
    races: races.map(({ property, count, firstRun, shape, certificate }) => ({
      ...raceJson(property, certificate, foundBy(options)),
      runs: count,
      firstRun,
      shape,
    })),
    notShrunk: left.map(({ property, count, firstRun, shortest }) => ({
      property: property.id,
      runs: count,
      firstRun,
      token: tokenOfRun(shortest, foundBy(options), property.id),
    })),
  };
}

/** A race that was shrunk, with its proof. */
export function raceJson(property: Property, certificate: Certificate, finder: string): object {
  const { run, verdict, states, atLeast } = certificate;
  return {
    property: property.id,
    wrong: run.violation(property)?.wrong ?? '',
    length: run.length,
    behind: run.violatedBefore.filter((id) => id !== property.id),
    certificate: { verdict, states, atLeast },
    scenario: scenarioJson(run.scenario),
    token: tokenOfRun(run, finder, property.id),
    trace: namesOf(run.steps),
  };
}

function scenarioJson(scenario: Scenario): unknown {
  return { ...scenario, switches: switchesIn(scenario) };
}
